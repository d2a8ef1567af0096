// The tiles of the sample city: in both encodings, one dataset or several, as standards describe them, and as valid as they must be.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect, judge, mislabelled, miscounted, tilesOf } from './support/archives.mjs';
import { selectedByGdal } from './support/gdal.mjs';
import { forEach, get, getJson } from './support/http.mjs';
import { assertSameTile, mltLayers, mvtLayers } from './support/mlt.mjs';
import { ingest, publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { datasetsIn, snapshot } from './support/snapshots.mjs';
import { decode, withArchive } from './support/tiles.mjs';

const mvtType = 'application/vnd.mapbox-vector-tile';
const mltType = 'application/vnd.maplibre-tile';
const store = tempFolder('machizu-store');
let server;
let archives; // dataset -> file
const tiles = []; // { id, z, x, y } of the whole city

before(async () => {
    await publish(store, sampleManifests());
    server = await serve(store);
    archives = new Map(datasetsIn(store).map((id) => snapshot(store, id)).filter(({ info }) => info.files.some(({ name }) => name === 'tiles.pmtiles'))
        .map(({ id, file }) => [id, file('tiles.pmtiles')]));
    for (const [id, file] of archives) {
        await withArchive(file, async (archive) => {
            for await (const { z, x, y } of tilesOf(archive)) tiles.push({ id, z, x, y });
        });
    }
});
after(() => server?.stop());

const urlOf = ({ id, z, x, y }, query = '') => `${server.url}/tiles/${id}/${z}/${x}/${y}${query}`;
const aTile = () => tiles.find(({ id, z }) => id === 'polling-districts' && z === 12);

test('every tile is valid, and pmtiles, @mapbox/vector-tile, GDAL and GEOS agree on it', async (t) => {
    let all = 0;
    const wrong = [];
    for (const [id, file] of archives) {
        const found = await judge(file, tempFolder('machizu-tiles'));
        all += found.tiles;
        wrong.push(...found.wrong.map((what) => `${id}: ${what}`));
    }
    assert.deepEqual(wrong, []);
    assert.equal(all, tiles.length);
    t.diagnostic(`${all} tiles of ${archives.size} datasets`);
});

test('what the metadata of an archive call drawn, clustered and omitted is what a reader of its tiles counts', async () => {
    const wrong = [];
    for (const [id, file] of archives) {
        const located = await selectedByGdal(snapshot(store, id).file('features.gpkg'), id, 'geom IS NOT NULL');
        wrong.push(...await miscounted(file, id, located));
    }
    assert.deepEqual(wrong, []);
});

test('a line of the city bears its name half way along, in one tile of a zoom', async (t) => {
    for (const id of ['sewer-pipes', 'base-roads']) {
        const { wrong, labels } = await mislabelled(archives.get(id), id);
        assert.deepEqual(wrong, []);
        assert.ok(labels > 10, `${id}: ${labels} labels`);
        t.diagnostic(`${labels} labels of ${id}`);
    }
    const { vector_layers } = await getJson(`${server.url}/tiles/sewer-pipes.json`);
    assert.deepEqual(vector_layers.find(({ id }) => id === 'sewer-pipes-labels').fields, { number: 'String', feature_id: 'String', label_angle: 'Number' });
});

test('every tile of the city says the same in MLT, to its own decoder, as in MVT', async (t) => {
    assert.ok(tiles.length > 1000, `${tiles.length} tiles`);
    let features = 0;
    await forEach(tiles, async (tile) => {
        const [mvt, mlt] = await Promise.all([get(urlOf(tile)), get(urlOf(tile, '?f=mlt'))]);
        assert.deepEqual([mvt.status, mlt.status], [200, 200], urlOf(tile));
        features += assertSameTile(new Uint8Array(mlt.content), mvt.content, urlOf(tile));
    });
    t.diagnostic(`${features} features in ${tiles.length} tiles`);
});

test('MLT is chosen by Accept or f, has ETags of its own, and never stands in for MVT', async () => {
    const url = urlOf(aTile());
    const mvt = await get(url, { accept: '*/*', 'accept-encoding': 'gzip' });
    const mlt = await get(url, { accept: mltType, 'accept-encoding': 'gzip' });
    const plain = await get(`${url}?f=mlt`);
    assert.deepEqual([mvt, mlt, plain].map(({ headers }) => headers['content-type']), [mvtType, mltType, mltType]);
    assert.deepEqual([mvt, mlt, plain].map(({ headers }) => headers['content-encoding']), ['gzip', 'gzip', undefined]);
    const etags = [mvt, mlt, plain].map(({ headers }) => headers.etag);
    assert.equal(new Set(etags).size, 3, 'one ETag a representation');
    for (const etag of etags) assert.match(etag, /^"[^"]+"$/, 'strong');
    for (const { headers } of [mvt, mlt, plain]) assert.deepEqual(headers.vary.split(/, */).sort(), ['Accept', 'Accept-Encoding']);
    assert.deepEqual(mlt.content, plain.content);
    const again = await get(url, { accept: mltType, 'accept-encoding': 'gzip', 'if-none-match': mlt.headers.etag });
    assert.deepEqual([again.status, again.raw.length], [304, 0]);
    const chosen = async (accept) => (await get(url, { accept })).headers['content-type'];
    assert.equal(await chosen(`${mvtType}, ${mltType};q=0.5`), mvtType);
    assert.equal(await chosen(`${mvtType};q=0.5, ${mltType}`), mltType);
    assert.equal(await chosen(`${mltType};q=0`), mvtType);
    assert.equal(await chosen('text/html, */*;q=0.8'), mvtType);
    assert.equal((await get(`${url}?f=mvt`, { accept: mltType })).headers['content-type'], mvtType);
    const wrong = await get(`${url}?f=png`);
    assert.equal(wrong.status, 400);
    assert.equal(JSON.parse(wrong.content).parameter, 'f');
});

test('a TileJSON says in which encoding its tiles are', async () => {
    const [mvt, mlt] = await Promise.all([getJson(`${server.url}/tiles/turnout.json`), getJson(`${server.url}/tiles/turnout.json?f=mlt`)]);
    assert.equal(mvt.encoding, undefined);
    assert.equal(mlt.encoding, 'mlt');
    const { z, x, y } = tiles.find(({ id, z }) => id === 'turnout' && z === 12);
    const filled = (template) => template.replace('{z}', z).replace('{x}', x).replace('{y}', y);
    const [one, other] = await Promise.all([get(filled(mvt.tiles[0])), get(filled(mlt.tiles[0]))]);
    assert.deepEqual([one, other].map(({ headers }) => headers['content-type']), [mvtType, mltType]);
    assert.match(other.headers['cache-control'], /immutable/);
    assertSameTile(new Uint8Array(other.content), one.content, 'turnout');
});

test('several datasets come in one tile, in the order asked for', async () => {
    const ids = ['sewer-pipes', 'polling-districts', 'parking-cases'];
    const tilejson = await getJson(`${server.url}/tiles/${ids.join(',')}.json`);
    const single = await Promise.all(ids.map((id) => getJson(`${server.url}/tiles/${id}.json`)));
    assert.deepEqual(tilejson.vector_layers, single.flatMap(({ vector_layers }) => vector_layers));
    assert.equal(tilejson.maxzoom, Math.min(...single.map(({ maxzoom }) => maxzoom)));
    assert.equal(tilejson.minzoom, Math.min(...single.map(({ minzoom }) => minzoom)));
    assert.deepEqual(tilejson['machizu:datasets'].map(({ id }) => id), ids);
    const { z, x, y } = tiles.find(({ id, z }) => id === 'sewer-pipes' && z === 13);
    const parts = await Promise.all(ids.map((id) => get(urlOf({ id, z, x, y }))));
    const filled = tilejson.tiles[0].replace('{z}', z).replace('{x}', x).replace('{y}', y);
    for (const headers of [{}, { 'accept-encoding': 'gzip' }]) {
        const joined = await get(filled, headers);
        assert.equal(joined.status, 200);
        assert.match(joined.headers['cache-control'], /immutable/);
        assert.deepEqual(mvtLayers(joined.content), parts.filter(({ status }) => status === 200).flatMap(({ content }) => mvtLayers(content)));
    }
    const mlt = await get(`${filled}?f=mlt`);
    assert.deepEqual(mltLayers(new Uint8Array(mlt.content)).map(({ name }) => name), Object.keys(decode((await get(filled)).content).layers));
    assert.equal((await get(`${server.url}/tiles/turnout,turnout/${z}/${x}/${y}`)).status, 400);
    assert.equal((await get(`${server.url}/tiles/turnout,nothing/${z}/${x}/${y}`)).status, 404);
    assert.equal((await get(`${server.url}/tiles/turnout,polling-zones/14/0/0`)).status, 204);
});

test('tiles inspect says what is in an archive and a tile, and by its exit status whether it is good', async () => {
    const file = archives.get('turnout');
    const text = await ingest('tiles', 'inspect', file, '--worst', '2');
    assert.equal(text.status, 0, text.stderr);
    for (const words of ['大きなタイル / largest tiles', '問題は見つかりませんでした / no problems found', 'turnout-labels']) assert.ok(text.stdout.includes(words), words);
    const report = await inspect(file, '--worst', '2');
    assert.deepEqual([report.problems, report.worst.length], [[], 2]);
    const [{ tile }] = report.worst;
    const one = await inspect(file, tile, '--features');
    assert.equal(one.bytes, report.worst[0].bytes);
    assert.equal(one.content.find(({ name }) => name === 'turnout').features.length, one.layers.find(({ name }) => name === 'turnout').features);

    const folder = tempFolder('machizu-damaged');
    const bytes = readFileSync(file);
    const cut = join(folder, 'cut.pmtiles');
    writeFileSync(cut, bytes.subarray(0, bytes.length - 100));
    const damaged = await inspect(cut);
    assert.equal(damaged.status, 1);
    assert.deepEqual([...new Set(damaged.problems.map(({ kind }) => kind))], ['beyond_file']);
    assert.ok(damaged.problems.every(({ ja, en, tile }) => ja && en && tile));
    const none = join(folder, 'none.pmtiles');
    writeFileSync(none, 'no tiles at all');
    assert.equal((await inspect(none)).status, 1);
    for (const args of [[join(folder, 'missing')], [file, '14/x/0'], [file, '--features'], []]) {
        const wrong = await ingest('tiles', 'inspect', ...args);
        assert.equal(wrong.status, 2, `${args}: ${wrong.stderr}`);
        assert.notEqual(wrong.stderr, '');
    }
    assert.equal((await ingest('tiles', 'inspect', file, '14/0/0')).status, 1, 'no such tile');
});
