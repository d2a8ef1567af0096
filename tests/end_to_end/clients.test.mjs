// Clients that were written by others read the running server: GDAL's driver for OGC API Features. What it asked is seen in the server's
// log, so that a box that GDAL applies itself does not pass for one of ours.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJson } from './support/http.mjs';
import { publish, run, sampleManifests, serve, tempFolder } from './support/programs.mjs';

const store = tempFolder('machizu-store');
let server;
before(async () => {
    await publish(store, sampleManifests().filter((path) => /polling-(places|districts)|sewer-(manholes|pipes)|turnout/.test(path)));
    server = await serve(store);
});
after(() => server.stop());

const source = () => `OAPIF:${server.url}/api`;

/** Features that ogr2ogr gets, and the requests for items that it made. */
async function read(...options) {
    const before = server.log().length;
    const { status, stdout, stderr } = await run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', source(), ...options]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /error|warning/i);
    const requests = server.log().slice(before).split('\n').filter((line) => line.includes('/items'));
    return { features: JSON.parse(stdout).features, requests };
}

test('GDAL finds every collection, and in each as many features as were published', async () => {
    const { collections } = await getJson(`${server.url}/api/collections`);
    for (const { id, machizu } of collections) {
        const { features } = await read(id);
        assert.equal(features.length, machizu.count, id);
    }
});

test('GDAL lets the server apply a box', async () => {
    const { features, requests } = await read('sewer-manholes', '-spat', '135.31', '34.69', '135.33', '34.71');
    assert.ok(requests.some((line) => line.includes('bbox=')), requests.join('\n'));
    const all = (await read('sewer-manholes')).features.filter(({ geometry }) => geometry
        && geometry.coordinates[0] >= 135.31 && geometry.coordinates[0] <= 135.33
        && geometry.coordinates[1] >= 34.69 && geometry.coordinates[1] <= 34.71);
    assert.equal(features.length, all.length);
});

// GDAL 3.6 knows an older draft of filters only and applies conditions itself; it must find what it needs for that.
test('GDAL applies a condition on attributes', async () => {
    const everything = (await read('sewer-pipes')).features;
    const { features } = await read('sewer-pipes', '-where', "diameter >= 300 AND flow = '自然流下'");
    const expected = everything.filter(({ properties }) => properties.diameter >= 300 && properties.flow === '自然流下');
    assert.ok(expected.length > 0 && expected.length < everything.length);
    assert.equal(features.length, expected.length);
});
