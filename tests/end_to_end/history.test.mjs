// Living with what is published: draft, check, versions, diff, rollback, prune, as the shell sees them.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ingest, tempFolder } from './support/programs.mjs';
import { currentVersion, datasetsIn } from './support/snapshots.mjs';

const header = 'NO,名称,緯度,経度,備考';
const first = ['1,中央公園,34.72,135.36,', '2,東公園,34.73,135.37,鍵は田中宅', '3,西公園,34.71,135.35,'];
const second = ['1,中央緑地,34.72,135.36,', '3,西公園,34.712,135.35,', '4,=1+1,34.74,135.38,'];

/** A CSV, its draft, and a store with nothing in it. */
async function parks() {
    const folder = tempFolder('machizu-history');
    const csv = join(folder, 'parks.csv');
    const path = join(folder, 'parks.json');
    const write = (rows) => writeFileSync(csv, `${[header, ...rows].join('\r\n')}\r\n`);
    write(first);
    const { status, stderr } = await ingest('draft', csv, '-o', path);
    assert.equal(status, 0, stderr);
    return { folder, csv, path, store: join(folder, 'store'), write };
}

/** Two versions; names of versions tell seconds. */
async function twoVersions() {
    const city = await parks();
    assert.equal((await ingest('run', city.path, '--store', city.store)).status, 0);
    const before = currentVersion(city.store, 'parks');
    await wait(1100);
    city.write(second);
    assert.equal((await ingest('run', city.path, '--store', city.store)).status, 0);
    return { ...city, before, after: currentVersion(city.store, 'parks') };
}

test('a draft is published unedited, explains its guesses and keeps free text back', async () => {
    const { path, store } = await parks();
    assert.match(readFileSync(path, 'utf8'), /推測 guess/);
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    const columns = readFileSync(join(store, 'parks/current/downloads/parks.csv'), 'utf8');
    assert.match(columns, /中央公園/);
    assert.doesNotMatch(columns, /田中/);
});

test('a draft never overwrites a file; a file that is not there is named', async () => {
    const { csv, path } = await parks();
    assert.equal((await ingest('draft', csv, '-o', path)).status, 1);
    const { status, stderr } = await ingest('draft', '/nowhere/parks.csv');
    assert.equal(status, 1);
    assert.match(stderr, /nowhere\/parks\.csv/);
});

test('check and run --dry-run report every row and publish nothing', async () => {
    const { path, store, write } = await parks();
    assert.equal((await ingest('check', path)).status, 0);
    assert.equal((await ingest('run', path, '--dry-run', '--store', store)).status, 0);
    write([...first, '1,もう一つ,34.72,135.36,']);
    const { status, stdout } = await ingest('check', path, '--json');
    assert.equal(status, 1);
    const [result] = JSON.parse(stdout).results;
    assert.equal(result.status, 'refused');
    assert.equal(result.report.rows.rejected, 1);
    assert.deepEqual(existsSync(store) ? datasetsIn(store) : [], []);
});

test('diff tells what a new version changed, as text, JSON and CSV', async () => {
    const { store, before, after } = await twoVersions();
    const { status, stdout } = await ingest('diff', 'parks', '--store', store, '--json');
    assert.equal(status, 0);
    const diff = JSON.parse(stdout);
    assert.deepEqual([diff.before, diff.after], [before, after]);
    assert.deepEqual(diff.changes.map(({ id, kind }) => `${id} ${kind}`), ['1 changed', '2 removed', '3 changed', '4 added']);
    assert.deepEqual(diff.changes[0].fields, { name: { before: '中央公園', after: '中央緑地' } });
    assert.ok(Math.abs(diff.changes[2].moved_metres - 222) < 2);
    const text = (await ingest('diff', 'parks', before, after, '--store', store)).stdout;
    assert.match(text, /追加 added 1, 変更 changed 2, 削除 removed 1, 同じ unchanged 0/);
    const csv = (await ingest('diff', 'parks', before, after, '--store', store, '--csv')).stdout;
    assert.match(csv, /^changed,1,name,中央公園,中央緑地\r$/m);
});

test('rollback goes back to the version before, and not to a damaged one', async () => {
    const { store, before, after } = await twoVersions();
    assert.equal((await ingest('rollback', 'parks', '--store', store)).status, 0);
    assert.equal(currentVersion(store, 'parks'), before);
    appendFileSync(join(store, 'parks', after, 'tiles.pmtiles'), 'x');
    const { status, stderr } = await ingest('rollback', 'parks', after, '--store', store);
    assert.equal(status, 1);
    assert.match(stderr, /tiles\.pmtiles/);
    assert.equal(currentVersion(store, 'parks'), before);
    assert.equal((await ingest('rollback', 'parks', '2019', '--store', store)).status, 2);
});

test('versions lists what there is, and prune spares what was current a moment ago', async () => {
    const { store, before, after } = await twoVersions();
    const { versions } = JSON.parse((await ingest('versions', 'parks', '--store', store, '--json')).stdout);
    assert.deepEqual(versions.map(({ version, current }) => [version, current]), [[after, true], [before, false]]);
    const { status, stdout } = await ingest('prune', '--keep', '1', '--store', store, '--json');
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout).results[0], { dataset: 'parks', removed: [], spared: [before], bytes: 0 });
});

test('2: a dataset that is not there, or that is no name of one', async () => {
    const { store } = await twoVersions();
    for (const args of [['versions', 'benches'], ['rollback', 'benches'], ['diff', 'benches'], ['prune', 'benches', '--keep', '1'],
        ['versions', '../parks'], ['prune', '--keep', '0']]) {
        assert.equal((await ingest(...args, '--store', store)).status, 2, args.join(' '));
    }
});
