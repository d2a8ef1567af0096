// What machizu-ingest and machizu-serve say to the shell: 0 published or unchanged, 1 refused, 2 wrong usage or manifest.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { get } from './support/http.mjs';
import { ingest, run, serve, serveProgram, tempFolder } from './support/programs.mjs';
import { assertCounted, currentVersion, datasetsIn, report, snapshot } from './support/snapshots.mjs';

const manifest = {
    id: 'parks',
    title: { ja: '公園', en: 'Parks' },
    source: { path: 'parks.csv', crs: 'EPSG:6668' },
    geometry: { from: 'columns', lon: '経度', lat: '緯度' },
    key: ['number'],
    fields: [
        { name: 'number', source: '番号', label: { ja: '番号', en: 'Number' }, required: true },
        { name: 'name', source: '名称', label: { ja: '名称', en: 'Name' }, searchable: true },
    ],
};
const rows = ['番号,名称,緯度,経度', '1,中央公園,34.72,135.36', '2,東公園,34.73,135.37', '3,西公園,34.71,135.35'];

/** A folder with a manifest and its CSV. */
function parks(changes = {}, lines = rows) {
    const folder = tempFolder('machizu-parks');
    writeFileSync(join(folder, 'parks.json'), JSON.stringify({ ...manifest, ...changes }));
    writeFileSync(join(folder, 'parks.csv'), `${lines.join('\r\n')}\r\n`);
    return { folder, path: join(folder, 'parks.json'), store: join(folder, 'store') };
}

test('0: published, and again unchanged', async () => {
    const { path, store } = parks();
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    const version = currentVersion(store, 'parks');
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    assert.equal(currentVersion(store, 'parks'), version);
});

test('--json says for machines what became of each dataset, and nothing else', async () => {
    const { path, store } = parks();
    for (const expected of ['published', 'unchanged']) {
        const { status, stdout } = await ingest('run', path, '--store', store, '--json');
        assert.equal(status, 0);
        JSON.parse(stdout);
        assert.ok(stdout.includes('parks') && stdout.includes(expected), stdout);
        assert.ok(stdout.includes(currentVersion(store, 'parks')), stdout);
    }
});

test('1: too many rejected rows; nothing is published and the old version stays', async () => {
    const { folder, path, store } = parks();
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    const version = currentVersion(store, 'parks');
    writeFileSync(join(folder, 'parks.csv'), [...rows, '4,北公園,,', '5,南公園,0,0', ''].join('\r\n'));
    const { status, stdout, stderr } = await ingest('run', path, '--store', store);
    assert.equal(status, 1, stdout + stderr);
    assert.equal(currentVersion(store, 'parks'), version);
    assert.match(stdout + stderr, /parks/);
});

test('rejected rows within the limit stand verbatim in rejects.csv, with row number and reason', async () => {
    const { path, store } = parks({ max_rejected: 2 }, [...rows, '4,"北公園, 予定地",,', '1,もう一つの中央公園,34.72,135.36']);
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    const dataset = snapshot(store, 'parks');
    assert.deepEqual({ ...assertCounted(dataset), repaired: 0 }, { read: 5, published: 3, rejected: 2, repaired: 0, without_position: 0 });
    const rejects = readFileSync(dataset.file('rejects.csv'), 'utf8');
    assert.match(rejects, /北公園, 予定地/);
    assert.match(rejects, /もう一つの中央公園/);
    const { entries } = report(dataset);
    assert.deepEqual(entries.filter(({ kind }) => kind === 'rejected').map(({ row }) => row), [5, 6], 'as a clerk counts: the header is row 1');
    assert.doesNotMatch(JSON.stringify(report(dataset)), /予定地/, 'the report is public and quotes no rejected row');
});

test('1: a source file that is missing is named, and nothing is published', async () => {
    const { path, store } = parks({ source: { path: 'lost.csv' } });
    const { status, stdout, stderr } = await ingest('run', path, '--store', store);
    assert.equal(status, 1);
    assert.match(stdout + stderr, /lost\.csv/);
    assert.deepEqual(existsSync(store) ? datasetsIn(store) : [], []);
});

test('check --standard: 0 for a table that conforms, 1 for one that does not, 2 for a standard there is none of', async () => {
    const folder = tempFolder();
    const table = join(folder, 'aed.csv');
    writeFileSync(table, '名称,名称_カナ,住所,設置位置\n市役所,シヤクショ,中央1,玄関\n');
    assert.equal((await ingest('check', '--standard', 'AED設置箇所一覧', table)).status, 0);
    writeFileSync(table, '名称,名称_カナ,所在地,設置位置,小児対応設備の有無\n市役所,シヤクショ,中央1,玄関,○\n');
    const { status, stdout } = await ingest('check', '--standard', 'AED設置箇所', table, '--json');
    assert.equal(status, 1);
    const [{ conforms, findings }] = JSON.parse(stdout).results;
    assert.equal(conforms, false);
    assert.deepEqual(findings.filter(({ kind }) => kind === 'error').map(({ code, column, found }) => [code, column, found]),
        [['column.misnamed', '住所', '所在地'], ['cell.not_listed', '小児対応設備の有無', '○']]);
    assert.equal((await ingest('check', '--standard', '投票所一覧', table)).status, 2);
    assert.equal((await ingest('check')).status, 2, 'neither a manifest nor a standard');
    assert.match((await ingest('check', '--standard', 'list')).stdout, /文化財一覧/);
});

test('2: a manifest with a misspelt key is wrong, and the key is named', async () => {
    const { path, store } = parks({ titel: {} });
    const { status, stderr } = await ingest('run', path, '--store', store);
    assert.equal(status, 2);
    assert.match(stderr, /titel/);
});

test('2: a manifest that is not there is named', async () => {
    const { status, stderr } = await ingest('run', '/nowhere/parks.json', '--store', tempFolder());
    assert.equal(status, 2);
    assert.match(stderr, /'\/nowhere\/parks\.json' がありません/);
});

test('2: a folder in place of a manifest: what to write is said, and written so it is right', async () => {
    const { folder, store } = parks();
    const { status, stderr } = await ingest('run', folder, '--store', store);
    assert.equal(status, 2);
    assert.match(stderr, /フォルダーです.* is a folder: name the manifests in it/);
    const [, pattern] = /for instance (\S+)/.exec(stderr);
    assert.equal(pattern, join(folder, '*.json'));
    assert.equal((await ingest('run', pattern.replace('*', 'parks'), '--store', store)).status, 0);
});

test('2: wrong usage', async () => {
    for (const args of [[], ['run'], ['run', '--store', 'x', '--unknown', 'y.json'], ['walk'], ['list']]) {
        assert.equal((await ingest(...args)).status, 2, args.join(' '));
    }
    assert.equal((await ingest('--help')).status, 0);
});

test('one refused dataset does not keep the others from being published', async () => {
    const good = parks();
    const bad = parks({ id: 'lost', source: { path: 'lost.csv' } });
    const { status } = await ingest('run', bad.path, good.path, '--store', good.store);
    assert.equal(status, 1);
    assert.deepEqual(datasetsIn(good.store), ['parks']);
});

test('a dataset whose rows are all without a position is published, and served', async () => {
    const { path, store } = parks({ geometry: { ...manifest.geometry, missing: 'publish' } }, [rows[0], '1,中央公園,,', '2,東公園,0,0']);
    assert.equal((await ingest('run', path, '--store', store)).status, 0);
    assert.equal(snapshot(store, 'parks').info.without_geometry, 2);
    const server = await serve(store);
    try {
        assert.equal((await get(`${server.url}/api/collections/parks/items`)).status, 200);
        assert.equal((await get(`${server.url}/tiles/parks/0/0/0`)).status, 204);
    } finally {
        await server.stop();
    }
});

test('machizu-serve: wrong usage is 2, a store that is not there 1', async () => {
    const program = serveProgram;
    assert.equal((await run(program, ['--unknown'])).status, 2);
    for (const url of ['map.city.example', 'https://', 'https://map.city.example/?lang=ja', 'ftp://map.city.example']) {
        const { status, stderr } = await run(program, ['--store', '/nowhere/store', '--public-url', url]);
        assert.equal(status, 2, url);
        assert.ok(stderr.includes(`'${url}'`) && stderr.includes('is no URL such as https://'), stderr);
    }
    const { status, stderr } = await run(program, ['--store', '/nowhere/store', '--port', '0']);
    assert.equal(status, 1);
    assert.match(stderr, /nowhere\/store/);
});
