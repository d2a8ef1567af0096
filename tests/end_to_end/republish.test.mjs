// A dataset is published again while it is served: the server follows without a restart, and old addresses keep their meaning.

import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, getJson } from './support/http.mjs';
import { copyOfSample, manifestsIn, publish, run, serve, tempFolder } from './support/programs.mjs';
import { assertCounted, assertWhole, currentVersion, snapshot, versionsOf } from './support/snapshots.mjs';

const id = 'cultural-properties';

/** Asks until the answer satisfies; the test's own time limit ends it if it never does. */
async function until(ask, satisfies) {
    for (;;) {
        const answer = await ask();
        if (satisfies(answer)) return answer;
        await sleep(50);
    }
}

/** Adds a property to the city's CSV as a clerk would: a copy of the last row with another number and name. */
function addProperty(csv) {
    const rows = readFileSync(csv, 'utf8').trimEnd().split(/\r?\n/);
    const header = rows[0].replace('\ufeff', '').split(',');
    const cells = rows.at(-1).split(',');
    assert.equal(cells.length, header.length, 'the last row has no quoted comma');
    cells[header.indexOf('NO')] = '9999999999';
    cells[header.indexOf('名称')] = '汐凪の新しい碑';
    appendFileSync(csv, `${cells.join(',')}\r\n`);
}

test('a new version is served without a restart; the old one stays under its own address', { timeout: 120_000 }, async () => {
    const sample = copyOfSample();
    const store = tempFolder('machizu-store');
    const manifest = join(sample, `${id}.json`);
    await publish(store, manifestsIn(sample));
    const old = snapshot(store, id);
    const server = await serve(store);
    try {
        const collection = () => getJson(`${server.url}/api/collections/${id}`);
        assert.equal((await collection()).machizu.version, old.version);
        const before = await get(`${server.url}/downloads/${id}.csv`);
        assert.equal(before.status, 200);
        assert.deepEqual(before.content, readFileSync(old.file(`downloads/${id}.csv`)));

        addProperty(join(sample, 'sources/cultural_properties.csv'));
        await publish(store, [manifest]);
        const version = currentVersion(store, id);
        assert.notEqual(version, old.version);
        assert.deepEqual(versionsOf(store, id), [old.version, version], 'versions sort by time');
        assertWhole(store, id);
        assertCounted(snapshot(store, id));

        const now = await until(collection, (answer) => answer.machizu.version === version);
        assert.equal(now.machizu.count, old.info.count + 1);
        const hits = await getJson(`${server.url}/api/search?q=${encodeURIComponent('新しい碑')}`);
        assert.equal(hits.features.length, 1);
        const items = await getJson(`${server.url}/api/collections/${id}/items?limit=1`);
        assert.equal(items.numberMatched, old.info.count + 1);

        // The old version, by its name: the same bytes, for ever.
        const pinned = await get(`${server.url}/downloads/${id}@${old.version}.csv`);
        assert.equal(pinned.status, 200);
        assert.deepEqual(pinned.content, before.content);
        assert.match(pinned.headers['cache-control'], /immutable/);
        const after = await get(`${server.url}/downloads/${id}.csv`);
        assert.notEqual(after.headers.etag, before.headers.etag);

        // A cache that asks with the old ETag gets the new file, with the new one only word that nothing changed.
        assert.equal((await get(`${server.url}/downloads/${id}.csv`, { 'If-None-Match': before.headers.etag })).status, 200);
        const unchanged = await get(`${server.url}/downloads/${id}.csv`, { 'If-None-Match': after.headers.etag });
        assert.equal(unchanged.status, 304);
        assert.equal(unchanged.raw.length, 0);

        // A download broken off goes on where it stopped, and only in the same file.
        const part = await get(`${server.url}/downloads/${id}.csv`, { Range: 'bytes=10-19', 'If-Range': after.headers.etag });
        assert.equal(part.status, 206);
        assert.equal(part.headers['content-range'], `bytes 10-19/${after.content.length}`);
        assert.deepEqual(part.raw, after.content.subarray(10, 20));
        assert.equal((await get(`${server.url}/downloads/${id}.csv`, { Range: 'bytes=10-19', 'If-Range': before.headers.etag })).status, 200);
        assert.equal((await get(`${server.url}/downloads/${id}.csv`, { Range: 'bytes=99999999-' })).status, 416);
    } finally {
        await server.stop();
    }
});

test('tiles, features and TileJSON of one answer are of one version', { timeout: 120_000 }, async () => {
    const sample = copyOfSample();
    const store = tempFolder('machizu-store');
    await publish(store, [join(sample, `${id}.json`)]);
    const server = await serve(store);
    try {
        const { tiles } = await getJson(`${server.url}/tiles/${id}.json`);
        assert.ok(tiles.every((address) => address.includes(`@${currentVersion(store, id)}/`)), String(tiles));
        const { headers } = await get(new URL(tiles[0].replace('{z}', 0).replace('{x}', 0).replace('{y}', 0), server.url));
        assert.match(headers['cache-control'], /immutable/);
    } finally {
        await server.stop();
    }
});

test('curl gets a download with its name and resumes it', { timeout: 60_000 }, async () => {
    const sample = copyOfSample();
    const store = tempFolder('machizu-store');
    await publish(store, [join(sample, `${id}.json`)]);
    const server = await serve(store);
    try {
        const folder = tempFolder('machizu-curl');
        const file = snapshot(store, id).file(`downloads/${id}.csv`);
        const url = `${server.url}/downloads/${id}.csv`;
        assert.equal((await run('curl', ['-sSf', '-r', '0-99', '-o', join(folder, 'x.csv'), url])).status, 0);
        assert.equal((await run('curl', ['-sSf', '-C', '-', '-o', join(folder, 'x.csv'), url])).status, 0);
        assert.deepEqual(readFileSync(join(folder, 'x.csv')), readFileSync(file));
    } finally {
        await server.stop();
    }
});
