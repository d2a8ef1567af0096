// Files that are read in parts: the npm packages flatgeobuf and pmtiles open downloads of the running server by HTTP Range, and find in
// what they fetched the same as the server answers. How much they fetched is read in the server's log.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { FetchSource, PMTiles } from 'pmtiles';
import { get, getJson } from './support/http.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { snapshot } from './support/snapshots.mjs';
import { tilesIn } from './support/tiles.mjs';

const store = tempFolder('machizu-store');
let server;
before(async () => {
    console.debug = () => {}; // flatgeobuf tells each of its steps
    await publish(store, sampleManifests().filter((path) => /sewer-(manholes|pipes)/.test(path)));
    server = await serve(store);
});
after(() => server.stop());

const sizeOf = (id, name) => statSync(snapshot(store, id).file(name)).size;

/** Lets `read` read a download; answers what it found, and the responses it took: how many, how many bytes, with which statuses. */
async function watched(file, read) {
    const { length } = server.log();
    const found = await read(`${server.url}/downloads/${file}`);
    await get(`${server.url}/health/live?after=${file}`); // the log is in order: once this is there, so is all before
    const lines = () => server.log().slice(length).split('\n').slice(0, -1);
    while (!lines().some((line) => line.includes(`after=${file}`))) await sleep(10);
    const responses = lines().filter((line) => line.includes(`/downloads/${file}"`)).map((line) => / (\d{3}) (\d+) \d+us /.exec(line));
    return {
        found, count: responses.length, statuses: new Set(responses.map(([, status]) => status)),
        bytes: responses.reduce((sum, [, , bytes]) => sum + Number(bytes), 0),
    };
}

async function readBox(url, [minX, minY, maxX, maxY]) {
    const features = [];
    for await (const feature of deserialize(url, { rect: { minX, minY, maxX, maxY } })) features.push(feature);
    return features;
}

/** A box in the middle of a collection. */
async function someBox(id) {
    const [west, south, east, north] = (await getJson(`${server.url}/api/collections/${id}`)).extent.spatial.bbox[0];
    return [west + (east - west) * 0.4, south + (north - south) * 0.4, west + (east - west) * 0.5, south + (north - south) * 0.5];
}

async function itemsIn(id, box) {
    const { features, numberMatched } = await getJson(`${server.url}/api/collections/${id}/items?limit=10000&bbox=${box}`);
    assert.equal(features.length, numberMatched);
    assert.ok(features.length > 20, `${features.length} features of ${id} in ${box}`);
    return features;
}

test('flatgeobuf reads the features of a box out of a download, and they are those that the API finds there', async (t) => {
    const box = await someBox('sewer-manholes');
    const { found, count, statuses, bytes } = await watched('sewer-manholes.fgb', (url) => readBox(url, box));
    const size = sizeOf('sewer-manholes', 'downloads/sewer-manholes.fgb');
    assert.deepEqual([...statuses], ['206']);
    assert.ok(bytes < size / 4, `${bytes} of ${size} bytes`);
    t.diagnostic(`${count} requests, ${bytes} of ${size} bytes, ${found.length} features`);

    const short = (at) => at.map((degrees) => degrees.toFixed(7)); // as the API writes them
    const told = (features, idOf) => new Map(features.map((feature) => {
        const known = Object.entries(feature.properties).filter(([name, value]) => name !== 'feature_id' && value !== null && value !== undefined);
        return [idOf(feature), { at: short(feature.geometry.coordinates), ...Object.fromEntries(known) }];
    }));
    assert.deepEqual(told(found, ({ properties }) => properties.feature_id), told(await itemsIn('sewer-manholes', box), ({ id }) => id));
});

// Of lines the file's index knows the boxes around them only: some that it gives pass the box by. The API asks the lines themselves.
test('of lines, flatgeobuf gives all that the API finds in a box, and others only whose own box reaches into it', async () => {
    const box = await someBox('sewer-pipes');
    const { found, bytes } = await watched('sewer-pipes.fgb', (url) => readBox(url, box));
    assert.ok(bytes < sizeOf('sewer-pipes', 'downloads/sewer-pipes.fgb') / 4, `${bytes} bytes`);
    const given = new Set(found.map(({ properties }) => properties.feature_id));
    const items = await itemsIn('sewer-pipes', box);
    assert.deepEqual(items.filter(({ id }) => !given.has(id)), []);
    const inside = new Set(items.map(({ id }) => id));
    for (const { geometry, properties } of found) {
        const [xs, ys] = [0, 1].map((axis) => geometry.coordinates.flat(geometry.type === 'MultiLineString' ? 1 : 0).map((at) => at[axis]));
        const reaches = Math.min(...xs) <= box[2] && Math.max(...xs) >= box[0] && Math.min(...ys) <= box[3] && Math.max(...ys) >= box[1];
        assert.ok(inside.has(properties.feature_id) || reaches, properties.feature_id);
    }
});

test('pmtiles reads tiles out of the archive, and they are those that the server gives', async (t) => {
    const { found, count, statuses, bytes } = await watched('sewer-pipes.pmtiles', async (url) => {
        const archive = new PMTiles(new FetchSource(url));
        const header = await archive.getHeader();
        const centre = { minLon: header.centerLon, minLat: header.centerLat, maxLon: header.centerLon, maxLat: header.centerLat };
        const tiles = [];
        for (let z = header.maxZoom - 2; z <= header.maxZoom; ++z) {
            const [{ x, y }] = tilesIn(centre, z);
            tiles.push({ path: `${z}/${x}/${y}`, data: (await archive.getZxy(z, x, y))?.data });
        }
        return { tiles, layers: (await archive.getMetadata()).vector_layers };
    });
    const size = sizeOf('sewer-pipes', 'tiles.pmtiles');
    assert.deepEqual([...statuses], ['206']);
    assert.ok(bytes < size / 2, `${bytes} of ${size} bytes`);
    t.diagnostic(`${count} requests, ${bytes} of ${size} bytes, ${found.tiles.length} tiles`);
    for (const { path, data } of found.tiles) {
        const { status, content } = await get(`${server.url}/tiles/sewer-pipes/${path}`);
        assert.equal(status, 200, path);
        assert.deepEqual(Buffer.from(data), content, path);
    }
    assert.deepEqual(found.layers.map(({ id }) => id), (await getJson(`${server.url}/tiles/sewer-pipes.json`)).vector_layers.map(({ id }) => id));
});
