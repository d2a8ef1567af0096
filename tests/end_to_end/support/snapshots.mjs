// What lies in a store, and whether it is whole.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

const versionName = /^\d{8}T\d{6}Z-[0-9a-f]{12}$/;

export const datasetsIn = (store) => readdirSync(store).filter((id) => existsSync(join(store, id, 'current'))).sort();
export const currentVersion = (store, id) => readlinkSync(join(store, id, 'current'));
export const versionsOf = (store, id) => readdirSync(join(store, id)).filter((name) => versionName.test(name)).sort();

/** What is neither a version nor the link nor the lock of runs: left over from runs that did not end. */
export const leftovers = (store, id) =>
    readdirSync(join(store, id)).filter((name) => name !== 'current' && name !== '.lock' && !versionName.test(name));

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

export function snapshot(store, id, version = currentVersion(store, id)) {
    const folder = join(store, id, version);
    return { id, version, folder, info: readJson(join(folder, 'dataset.json')), file: (name) => join(folder, name) };
}

export const report = (snapshot) => readJson(snapshot.file('report.json'));

/** Every file of the snapshot, relative, without dataset.json. */
function filesOf(folder, below = '') {
    return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesOf(folder, join(below, entry.name)) : [join(below, entry.name)]);
}

/** Insists that a version is what its dataset.json says: each file there, of that size and with those bytes; none more. */
export function assertWhole(store, id, version = currentVersion(store, id)) {
    const { folder, info } = snapshot(store, id, version);
    assert.match(version, versionName);
    assert.equal(info.version, version);
    assert.deepEqual(filesOf(folder).filter((name) => name !== 'dataset.json').sort(), info.files.map((file) => file.name).sort());
    for (const file of info.files) {
        const bytes = readFileSync(join(folder, file.name));
        assert.equal(bytes.length, file.bytes, `${id}/${version}/${file.name}: size`);
        assert.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256, `${id}/${version}/${file.name}: SHA-256`);
        const mode = statSync(join(folder, file.name)).mode & 0o777;
        assert.equal(mode, file.public ? 0o644 : 0o600, `${id}/${version}/${file.name}: mode ${mode.toString(8)}`);
    }
    return info;
}

/** Insists that the counts of report.json and dataset.json agree with each other and add up. */
export function assertCounted(snapshot) {
    const { rows, entries, summary, dataset, version } = report(snapshot);
    const { info } = snapshot;
    assert.deepEqual([dataset, version], [snapshot.id, snapshot.version]);
    assert.equal(rows.read, rows.published + rows.rejected, `${snapshot.id}: rows read = published + rejected`);
    assert.deepEqual(
        { read: info.rows_read, published: info.count, rejected: info.rejected, without: info.without_geometry },
        { read: rows.read, published: rows.published, rejected: rows.rejected, without: rows.without_position });
    const rejectedRows = new Set(entries.filter(({ kind }) => kind === 'rejected').map(({ file, row }) => `${file}:${row}`));
    assert.equal(rejectedRows.size, rows.rejected, `${snapshot.id}: each rejected row has an entry`);
    const counts = new Map();
    for (const { kind, code } of entries) counts.set(`${kind} ${code}`, (counts.get(`${kind} ${code}`) ?? 0) + 1);
    for (const { kind, code, count } of summary) counts.set(`${kind} ${code}`, (counts.get(`${kind} ${code}`) ?? 0) - count);
    assert.deepEqual([...counts].filter(([, difference]) => difference !== 0), [], `${snapshot.id}: the summary counts the entries`);
    return rows;
}
