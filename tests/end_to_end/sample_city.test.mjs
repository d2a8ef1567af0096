// The sample city from its files to published snapshots, read by programs that are not ours: GDAL and the npm package pmtiles.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { countedByGdal, featuresSeenByGdal, layersSeenByGdal } from './support/gdal.mjs';
import { get, getJson } from './support/http.mjs';
import { ingest, publish, run, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { assertCounted, assertWhole, currentVersion, datasetsIn, leftovers, report, snapshot, versionsOf } from './support/snapshots.mjs';
import { decode, tilesIn, withArchive } from './support/tiles.mjs';

const store = tempFolder('machizu-store');
const largestTile = 500_000; // bytes, not compressed

let first;
before(async () => { first = await publish(store, sampleManifests()); });

const eachDataset = (work) => Promise.all(datasetsIn(store).map((id) => work(snapshot(store, id))));

test('every manifest of the sample city publishes its dataset, whole', () => {
    assert.equal(datasetsIn(store).length, sampleManifests().length);
    for (const id of datasetsIn(store)) assertWhole(store, id);
});

test('in a pipe the run says what it did, without progress that only a terminal can show', () => {
    assert.doesNotMatch(first.stdout + first.stderr, /[\r\u001b]/);
    for (const id of datasetsIn(store)) assert.ok(first.stdout.includes(id), `${id} is named`);
});

test('no row is lost: read = published + rejected, and each rejected row has its entry', async () => {
    await eachDataset((dataset) => assertCounted(dataset));
});

test('parking cases: faulty positions are named, swapped ones repaired, and none is lost', () => {
    const { rows, entries } = report(snapshot(store, 'parking-cases'));
    assert.equal(rows.repaired >= 6, true, 'six rows have latitude and longitude swapped');
    assert.equal(rows.without_position + rows.rejected, 11, 'nine without a position, one at 0/0, one in Seoul');
    assert.equal(new Set(entries.filter(({ code }) => code.startsWith('position.')).map(({ row }) => row)).size >= 8, true);
});

test('sewer pipes: the five faults of the ledger are named with their rows, and so is the pipe of 18 cm that is level', () => {
    const { entries } = report(snapshot(store, 'sewer-pipes'));
    assert.deepEqual(entries.map(({ row, kind, code }) => `${row} ${kind} ${code}`), [
        '421 warning check.falls', '421 warning check.slope',
        '861 warning check.slope', '861 warning check.length',
        '1331 warning network.number',
        '1781 note network.reversed',
        '2051 warning check.length', '2051 warning network.end',
        '2911 warning check.falls',
    ]);
});

test('turnout: the three elections stand side by side, 無投票 is a note and no number', async () => {
    const { info, file } = snapshot(store, 'turnout');
    const features = await featuresSeenByGdal(file('features.gpkg'), 'turnout');
    assert.equal(features.length, info.count);
    const uncontested = features.filter(({ properties }) => Object.values(properties).includes('無投票'));
    assert.equal(uncontested.length, 1);
    assert.equal(new Set(features.map(({ properties }) => properties.election)).size, 3);
});

test('the zone of a polling place is of the version of the places it takes its names from, and says what it was made of', async () => {
    const { info, file } = snapshot(store, 'polling-zones');
    assert.deepEqual(info.joined, { 'polling-places': currentVersion(store, 'polling-places') });
    const features = await featuresSeenByGdal(file('features.gpkg'), 'polling-zones');
    assert.equal(features.length, snapshot(store, 'polling-places').info.count);
    for (const { properties: { name, basis, entrances } } of features) {
        assert.ok(name);
        assert.match(basis, entrances > 0 ? /^出入口から300m$/ : /^概略/);
    }
    assert.ok(features.some(({ properties }) => properties.entrances > 1), 'some have several entrances');
});

test('parking cases are counted once each in the towns, and what is not counted is said', async () => {
    const { file } = snapshot(store, 'town-boundaries');
    const towns = await featuresSeenByGdal(file('features.gpkg'), 'town-boundaries');
    const counted = towns.reduce((sum, { properties }) => sum + properties.parking_cases, 0);
    const notes = report(snapshot(store, 'town-boundaries')).entries.filter(({ code }) => code.startsWith('count.'));
    const said = Object.fromEntries(notes.map(({ code, detail }) => [code, Number(/: (\d+)/.exec(detail.en)[1])]));
    assert.equal(said['count.counted'], counted);
    assert.equal(said['count.counted'] + said['count.outside'] + said['count.without_position'], snapshot(store, 'parking-cases').info.count);
    for (const { properties: { parking_cases: cases, population, parking_per_1000: rate } } of towns) {
        assert.ok(Math.abs(rate - 1000 * cases / population) <= 0.0501, `${cases} / ${population} = ${rate}`);
    }
});

test('a second run publishes nothing', async () => {
    const versions = datasetsIn(store).map((id) => versionsOf(store, id));
    const { status, stdout } = await ingest('run', ...sampleManifests(), '--store', store, '--json');
    assert.equal(status, 0);
    assert.deepEqual(datasetsIn(store).map((id) => versionsOf(store, id)), versions);
    assert.doesNotMatch(stdout, /"published"\s*:\s*true|"status"\s*:\s*"published"/);
    for (const id of datasetsIn(store)) assert.deepEqual(leftovers(store, id), []);
});

test('`list` names every dataset with its version', async () => {
    const { status, stdout } = await ingest('list', '--store', store);
    assert.equal(status, 0);
    for (const id of datasetsIn(store)) {
        const line = stdout.split('\n').find((text) => text.includes(currentVersion(store, id)));
        assert.ok(line?.includes(id), `${id} ${currentVersion(store, id)}`);
    }
});

test('GDAL reads every GeoPackage: one layer of the right size, and the data dictionary', async () => {
    await eachDataset(async ({ id, info, file }) => {
        const layers = await layersSeenByGdal(file('features.gpkg'));
        assert.deepEqual(layers, { [id]: info.count, data_dictionary: info.schema.length });
    });
});

test('GDAL finds every geometry of every GeoPackage valid', async () => {
    await eachDataset(async ({ id, file }) => {
        const sql = `SELECT count(*) AS bad FROM "${id}" WHERE geom IS NOT NULL AND NOT ST_IsValid(geom)`;
        const { stdout } = await run('ogrinfo', ['-ro', '-q', '-dialect', 'sqlite', '-sql', sql, file('features.gpkg')]);
        assert.match(stdout, /bad \(Integer\) = 0/, id);
    });
});

test('the downloads hold every feature, as GDAL counts them', async () => {
    await eachDataset(async ({ id, info, file }) => {
        for (const name of [`downloads/${id}.geojson`, `downloads/${id}.csv`, `downloads/${id}.kml`]) {
            assert.equal(await countedByGdal(file(name)), info.count, name);
        }
        if (info.geometry !== 'none') {
            assert.equal(await countedByGdal(file(`downloads/${id}.fgb`)), info.count - info.without_geometry, `${id}.fgb`);
        }
        const sheets = await layersSeenByGdal(file(`downloads/${id}.xlsx`));
        assert.deepEqual(sheets, { データ: info.count, データ辞書: info.schema.length });
        const shapes = await layersSeenByGdal(`/vsizip/${file(`downloads/${id}.shp.zip`)}`);
        assert.equal(Object.values(shapes).reduce((sum, count) => sum + count, 0), info.count, id);
    });
});

test('every kind of download is there, each said to be one in dataset.json', async () => {
    const endings = ['cp932.csv', 'csv', 'dictionary.csv', 'dictionary.json', 'fgb', 'geojson', 'gpkg', 'kml', 'pmtiles', 'shp.zip', 'xlsx'];
    await eachDataset(({ id, info }) => {
        const downloads = info.files.filter((entry) => entry.download).map(({ download }) => download).sort();
        const wanted = endings.filter((ending) => !['fgb', 'pmtiles'].includes(ending) || info.geometry !== 'none');
        assert.deepEqual(downloads, wanted.map((ending) => `${id}.${ending}`));
    });
});

test('GDAL reads a vector tile and sees in it what the npm decoder sees', async () => {
    const { file } = snapshot(store, 'polling-districts');
    await withArchive(file('tiles.pmtiles'), async (archive) => {
        const header = await archive.getHeader();
        const [tile] = tilesIn(header, 8);
        const bytes = Buffer.from((await archive.getZxy(tile.z, tile.x, tile.y)).data);
        const folder = join(tempFolder(), String(tile.z), String(tile.x));
        mkdirSync(folder, { recursive: true });
        const path = join(folder, `${tile.y}.mvt`);
        writeFileSync(path, bytes);
        const layers = Object.values(decode(bytes).layers);
        assert.deepEqual(await layersSeenByGdal(`MVT:${path}`), Object.fromEntries(layers.map(({ name, length }) => [name, length])));
    });
});

test('the npm package pmtiles reads every archive: all tiles of all zooms, each right and small', async () => {
    await eachDataset(async ({ id, info, file }) => {
        await withArchive(file('tiles.pmtiles'), async (archive) => {
            const header = await archive.getHeader();
            const { vector_layers: layers } = await archive.getMetadata();
            const names = layers.map((layer) => layer.id);
            assert.ok(names.includes(id));
            let tiles = 0;
            const drawn = new Set();
            for (let z = header.minZoom; z <= header.maxZoom; ++z) {
                for (const { x, y } of tilesIn(header, z, 1)) {
                    const tile = await archive.getZxy(z, x, y);
                    if (!tile) continue;
                    ++tiles;
                    assert.ok(tile.data.byteLength < largestTile, `${id} ${z}/${x}/${y}: ${tile.data.byteLength} bytes`);
                    for (const layer of Object.values(decode(tile.data).layers)) {
                        assert.ok(names.includes(layer.name), `${id} ${z}/${x}/${y}: layer ${layer.name}`);
                        for (let i = 0; i < layer.length; ++i) {
                            const { properties, id: fid } = layer.feature(i);
                            if (layer.name === `${id}-tile`) continue; // numbers, nobody
                            if (z === header.maxZoom && layer.name === id && !properties.point_count) drawn.add(fid);
                            assert.ok(properties.point_count ?? properties.feature_id, `${id} ${z}/${x}/${y}: who is it?`);
                        }
                    }
                }
            }
            assert.equal(tiles, header.numAddressedTiles, `${id}: no tile lies elsewhere`);
            for (const { zoom, features, clustered, merged, omitted } of info.zooms) {
                assert.equal(features + clustered + merged + omitted, info.count - info.without_geometry, `${id}: zoom ${zoom}`);
            }
            assert.equal(drawn.size, info.zooms.at(-1).features, `${id}: what is not said to be left out is drawn`);
            assert.ok(info.zooms.at(-1).omitted <= 1, `${id}: nearly nothing is left out at the last zoom`);
        });
    });
});

test('clusters of a zoom sum to the features there are: nothing is cut off', async () => {
    const clustered = datasetsIn(store).map((id) => snapshot(store, id)).filter(({ info }) => info.manifest.tiles?.cluster);
    assert.ok(clustered.length > 0);
    for (const { id, info, file } of clustered) {
        await withArchive(file('tiles.pmtiles'), async (archive) => {
            const header = await archive.getHeader();
            for (let z = header.minZoom; z <= header.maxZoom; ++z) {
                let sum = 0;
                for (const { x, y } of tilesIn(header, z)) {
                    const tile = await archive.getZxy(z, x, y);
                    if (tile) sum += featuresOwnedBy(decode(tile.data).layers[id]);
                }
                assert.equal(sum, info.count - info.without_geometry, `${id}: zoom ${z}`);
            }
        });
    }
});

/** Features of a tile without those that stand in its buffer only, clusters as many as they stand for. */
function featuresOwnedBy(layer) {
    let sum = 0;
    for (let i = 0; i < (layer?.length ?? 0); ++i) {
        const feature = layer.feature(i);
        const [[{ x, y }]] = feature.loadGeometry();
        if (x >= 0 && y >= 0 && x < layer.extent && y < layer.extent) sum += feature.properties.point_count ?? 1;
    }
    return sum;
}

test('GDAL reads the running server as OGC API Features: every collection, every feature, page by page', async () => {
    const server = await serve(store);
    try {
        const counts = await layersSeenByGdal(`OAPIF:${server.url}/api`);
        const published = datasetsIn(store).map((id) => [id, snapshot(store, id).info.count]);
        assert.deepEqual(counts, Object.fromEntries(published));

        const { info } = snapshot(store, 'polling-places');
        const pages = ['-ro', '-q', '-al', '-oo', 'PAGE_SIZE=7', `OAPIF:${server.url}/api`, 'polling-places'];
        const features = (await run('ogrinfo', pages)).stdout.match(/^OGRFeature/gm);
        assert.equal(features.length, info.count);
    } finally {
        await server.stop();
    }
});

test('datetime finds the parking cases of a month, as many as an independent count', async () => {
    const server = await serve(store);
    try {
        const { file } = snapshot(store, 'parking-cases');
        const { features } = JSON.parse(readFileSync(file('downloads/parking-cases.geojson'), 'utf8'));
        const days = features.map(({ properties }) => properties.occurred).filter(Boolean).sort();
        const inMay = days.filter((day) => day.startsWith('2024-05')).length;
        assert.ok(inMay > 0);
        const items = `${server.url}/api/collections/parking-cases/items?limit=1`;
        assert.equal((await getJson(`${items}&datetime=2024-05-01/2024-05-31`)).numberMatched, inMay);
        assert.equal((await getJson(`${items}&datetime=2024-04-30T15:00:00Z/2024-05-31T14:59:59Z`)).numberMatched, inMay);
        const { extent } = await getJson(`${server.url}/api/collections/parking-cases`);
        assert.deepEqual(extent.temporal.interval, [[`${days[0]}T00:00:00+09:00`, `${days.at(-1)}T23:59:59+09:00`]]);
    } finally {
        await server.stop();
    }
});

test('a tile from the server is the tile of the archive, gzip and all', async () => {
    const server = await serve(store);
    try {
        const tilejson = await getJson(`${server.url}/tiles/polling-districts.json`);
        await withArchive(snapshot(store, 'polling-districts').file('tiles.pmtiles'), async (archive) => {
            const [{ z, x, y }] = tilesIn(await archive.getHeader(), 12);
            const url = tilejson.tiles[0].replace('{z}', z).replace('{x}', x).replace('{y}', y);
            const { status, raw, headers } = await get(new URL(url, server.url), { 'Accept-Encoding': 'gzip' });
            assert.equal(status, 200);
            assert.equal(headers['content-encoding'], 'gzip');
            assert.deepEqual(gunzipSync(raw), Buffer.from((await archive.getZxy(z, x, y)).data));
        });
    } finally {
        await server.stop();
    }
});
