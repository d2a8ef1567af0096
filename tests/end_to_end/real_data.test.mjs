// Files that real publishers made, through the manifests of tests/real. They lie beside the checkout, in ../shared/corpus; where
// there is no ../shared, these tests are skipped, but where there is one, a missing file is a failure.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { miscounted } from './support/archives.mjs';
import { countedByGdal, featuresSeenByGdal, layersSeenByGdal, selectedByGdal } from './support/gdal.mjs';
import { forEach, get, getJson } from './support/http.mjs';
import { publish, root, run, serve, tempFolder } from './support/programs.mjs';
import { assertCounted, assertWhole, datasetsIn, report, snapshot } from './support/snapshots.mjs';
import { decode, tileOf, tilesIn, withArchive } from './support/tiles.mjs';

const shared = join(root, '../shared');
const corpus = join(shared, 'corpus');
const skip = existsSync(shared) ? false : 'no ../shared beside the checkout';
const store = tempFolder('machizu-store');
const timeout = 900_000;

const datasets = [
    { id: 'takamatsu-polling-places', source: 'takamatsu-opendata/data/polling_place_list/data.xlsx', rows: 70 },
    { id: 'takamatsu-cultural-properties', source: 'takamatsu-opendata/data/cultural_property/data.xlsx', rows: 183, without: 130 },
    { id: 'rutland-sewer-manholes', source: 'vermont-sewer/RutlandCity/RutlandCityPointFeatures.geojson', rows: 4045 },
    { id: 'rutland-sewer-pipes', source: 'vermont-sewer/RutlandCity/RutlandCityLinearFeatures.geojson', rows: 4782 }, // held against its manholes
    { id: 'kagawa-small-areas', source: 'small-areas-kagawa/37.json', rows: 897, repaired: 39 },
    { id: 'npa-accidents', source: 'npa-accidents/all-41-areas-2019-2021.csv.gz', rows: 364_582, without: 126, largest: 8 },
];

for (const { id, source, rows, without = 0, repaired = 0, largest = 14 } of datasets) {
    test(`${id}: all ${rows} rows are published, and GDAL counts them in source and GeoPackage`, { skip, timeout }, async () => {
        const path = join(corpus, source);
        assert.ok(existsSync(path), `${path} is there`);
        assert.equal(await countedByGdal(path.endsWith('.gz') ? `/vsigzip/${path}` : path), rows, 'rows of the source');
        await publish(store, [join(root, 'tests/real', `${id}.json`)]);
        assertWhole(store, id);
        const dataset = snapshot(store, id);
        assert.deepEqual(assertCounted(dataset), { read: rows, published: rows, rejected: 0, repaired, without_position: without });
        assert.equal((await layersSeenByGdal(dataset.file('features.gpkg')))[id], rows, 'features of the GeoPackage');
        await assertTilesRead(dataset, largest);
    });
}

/** Every tile down to a zoom is read and small. */
async function assertTilesRead({ id, file }, zoom) {
    await withArchive(file('tiles.pmtiles'), async (archive) => {
        const header = await archive.getHeader();
        let tiles = 0;
        for (let z = header.minZoom; z <= Math.min(zoom, header.maxZoom); ++z) {
            for (const { x, y } of tilesIn(header, z)) {
                const tile = await archive.getZxy(z, x, y);
                if (!tile) continue;
                ++tiles;
                assert.ok(tile.data.byteLength < 500_000, `${id} ${z}/${x}/${y}: ${tile.data.byteLength} bytes`);
                assert.ok(Object.values(decode(tile.data).layers).every((layer) => layer.length > 0), `${id} ${z}/${x}/${y}`);
            }
        }
        assert.ok(tiles > 0, id);
    });
}

test('the 130 cultural properties at 0/0 are in the report, each with its row', { skip, timeout }, () => {
    const { entries } = report(snapshot(store, 'takamatsu-cultural-properties'));
    const zero = entries.filter(({ code }) => code === 'position.zero').map(({ row }) => row);
    assert.equal(new Set(zero).size, 130);
    assert.equal(zero.includes(2), true, '国分寺本堂, the first row under the header');
});

test('positions by address: AEDs of Takamatsu are placed in their towns, and each says how far it was found', { skip, timeout }, async () => {
    const ids = ['kagawa-towns', 'takamatsu-aed-by-address'];
    await publish(store, ids.map((id) => join(root, 'tests/real', `${id}.json`)));
    ids.forEach((id) => assertWhole(store, id));
    assert.equal(assertCounted(snapshot(store, 'kagawa-towns')).published, 978);
    const aeds = snapshot(store, 'takamatsu-aed-by-address');
    const { read, published, without_position } = assertCounted(aeds);
    assert.deepEqual([read, published], [450, 450]);
    assert.ok(without_position < 20, `${without_position} without a position`);
    const features = await featuresSeenByGdal(aeds.file('features.gpkg'), 'takamatsu-aed-by-address');
    const levels = features.map(({ geometry, properties }) => [geometry !== null, ['小字', '丁目', '大字'].includes(properties.match)]);
    assert.ok(levels.every(([placed, told]) => placed === told), 'a position and how it was found, or neither');
    const { entries } = report(aeds);
    const [{ detail }] = entries.filter(({ code }) => code === 'address.levels');
    const counted = [...detail.en.matchAll(/(?:小字|丁目|大字) (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    assert.equal(counted, 450 - without_position, detail.en);
    assert.ok(entries.every(({ code, detail: { ja } }) => !code.startsWith('address.') || !ja.includes('高松市')), 'no address is quoted');
});

test('coded degrees-minutes-seconds: 420221769, 1431731849 is 42.0393803, 143.2921803', { skip, timeout }, async () => {
    const { file } = snapshot(store, 'npa-accidents');
    const [{ geometry, properties }] = await featuresSeenByGdal(file('features.gpkg'), 'npa-accidents', '-fid', '1', '-lco', 'COORDINATE_PRECISION=12');
    const [lon, lat] = geometry.coordinates;
    assert.ok(Math.abs(lon - 143.2921803) < 5e-8 && Math.abs(lat - 42.0393803) < 5e-8, `${lon}, ${lat}`);
    assert.equal(properties.occurred, '2021-04-30T13:36');
    assert.equal(properties.municipality, '609', 'codes stay text');
});

test('at every zoom, tiles of real data have, cluster and omit as many as their metadata say, and lose none', { skip, timeout }, async (t) => {
    for (const id of datasetsIn(store)) {
        const { file } = snapshot(store, id);
        const located = await selectedByGdal(file('features.gpkg'), id, 'geom IS NOT NULL');
        assert.deepEqual(await miscounted(file('tiles.pmtiles'), id, located), []);
        t.diagnostic(`${id}: ${located} features`);
    }
});

// CQL2, the same in SQL, and the deepest zoom that is counted: the fewer cases, the fewer tiles.
const filters = [
    ["severity = '1'", "severity = '1'", 9],
    ['deaths >= 2', 'deaths >= 2', 14],
    ["kind = '61'", "kind = '61'", 14],
    ["weather = '4' OR (weather = '5' AND NOT daylight IN ('11', '12', '13'))", "weather = '4' OR (weather = '5' AND daylight NOT IN ('11', '12', '13'))", 10],
    ["occurred >= TIMESTAMP('2020-12-31T15:00:00Z') AND kind = '41'", "occurred >= '2021-01-01T00:00' AND kind = '41'", 8],
    ["municipality LIKE '20%' AND deaths > 0", "municipality LIKE '20%' AND deaths > 0", 14],
    ["S_INTERSECTS(geom, BBOX(134.0, 34.2, 134.1, 34.4))", 'ST_MinX(geom) <= 134.1 AND ST_MinX(geom) >= 134.0 AND ST_MinY(geom) >= 34.2 AND ST_MinY(geom) <= 34.4', 12],
    ["weather IS NULL OR weather <> '1'", "weather IS NULL OR weather <> '1'", 6],
    ['deaths BETWEEN 0 AND 0', 'deaths = 0', 5],
    ["NOT (severity = '2' AND daylight = '12')", "NOT (severity = '2' AND daylight = '12')", 6],
];

test('tiles on request under ten filters: at every zoom the clusters sum to the number that GDAL selects', { skip, timeout }, async () => {
    const { version, file } = snapshot(store, 'npa-accidents');
    const server = await serve(store, '--quiet');
    try {
        for (const [cql, sql, deepest] of filters) {
            const selected = await selectedByGdal(file('features.gpkg'), 'npa-accidents', `geom IS NOT NULL AND (${sql})`);
            assert.ok(selected > 0, sql);
            let tiles = [{ z: 0, x: 0, y: 0 }];
            for (let z = 0; z <= deepest; ++z) {
                let sum = 0;
                const next = [];
                await forEach(tiles, async ({ x, y }) => {
                    const { status, content } = await get(`${server.url}/tiles/npa-accidents@${version}/${z}/${x}/${y}?filter=${encodeURIComponent(cql)}`);
                    if (status === 204) return;
                    assert.equal(status, 200, `${cql} ${z}/${x}/${y}: ${content}`);
                    const layer = decode(content).layers['npa-accidents'];
                    for (let i = 0; i < layer.length; ++i) sum += layer.feature(i).properties.point_count ?? 1;
                    for (const [dx, dy] of [[0, 0], [0, 1], [1, 0], [1, 1]]) next.push({ z: z + 1, x: 2 * x + dx, y: 2 * y + dy });
                });
                assert.equal(sum, selected, `${cql} at zoom ${z}`);
                tiles = next;
            }
        }
    } finally {
        await server.stop();
    }
});

test('sums by area, by mesh and by month count each case once', { skip, timeout }, async () => {
    const server = await serve(store, '--quiet');
    try {
        const url = `${server.url}/api/collections/npa-accidents/aggregate?`;
        const { info } = snapshot(store, 'npa-accidents');
        for (const by of ['mesh:1000', 'field:kind', 'field:occurred', 'dataset:kagawa-small-areas']) {
            if (by === 'field:occurred') { // more different moments than anybody reads
                assert.equal((await get(`${url}by=${by}`)).status, 400);
                continue;
            }
            const { groups, total, ungrouped, in_several: several } = await getJson(`${url}by=${by}&value=deaths`);
            assert.equal(total.count, info.count, by);
            assert.equal(groups.reduce((sum, { count }) => sum + count, 0) + ungrouped, info.count, by);
            // Some of Kagawa's areas overlap: a case in two of them is counted once, and how many there are is said.
            if (!by.startsWith('dataset')) assert.equal(several, undefined, by);
            if (by.startsWith('mesh')) assert.equal(ungrouped, info.without_geometry, by);
            if (by === 'field:kind') assert.equal(groups.reduce((sum, group) => sum + group.sum, 0), total.sum);
        }
    } finally {
        await server.stop();
    }
});

test('the server serves all of it: a page from the middle, a search, a tile, an id that is an address', { skip, timeout }, async () => {
    const server = await serve(store, '--quiet');
    try {
        const items = await getJson(`${server.url}/api/collections/npa-accidents/items?bbox=134.0,34.3,134.1,34.4&limit=10000`);
        assert.ok(items.numberMatched > 1000 && items.features.length === Math.min(items.numberMatched, 10_000));
        const hits = await getJson(`${server.url}/api/search?q=${encodeURIComponent('本町３丁目')}`);
        assert.ok(hits.features.some(({ properties }) => properties.collection === 'kagawa-small-areas'));
        const [{ id }] = (await getJson(`${server.url}/api/collections/kagawa-small-areas/items?limit=1`)).features;
        assert.match(id, /^http:\/\//, 'the ids of these areas are addresses, slashes and all');
        assert.equal((await getJson(`${server.url}/api/collections/kagawa-small-areas/items/${encodeURIComponent(id)}`)).id, id);
        const { z, x, y } = tileOf([134.05, 34.34], 14);
        assert.equal((await get(`${server.url}/tiles/npa-accidents/${z}/${x}/${y}`)).status, 200);
    } finally {
        await server.stop();
    }
});

test('draft and run of every file of the publishers: no row is lost, every refusal has a reason', { skip, timeout }, async (t) => {
    const { status, stdout, stderr } = await run(join(root, 'tests/benchmark/corpus_drafts'), [corpus]);
    t.diagnostic(stdout.trim().split('\n').at(-1));
    assert.equal(status, 0, stdout.split('\n').filter((line) => line.includes('**')).join('\n') + stderr);
});
