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

// GDAL 3.6 knows an older draft of CQL only. What it can say, name = value, it lets the server apply where the definition of the API names the
// property; the rest it applies itself, and must find what it needs for that.
test('GDAL lets the server apply name = value, and applies other conditions itself', async () => {
    const everything = (await read('sewer-pipes')).features;
    const flowing = everything.filter(({ properties }) => properties.flow === '自然流下');
    const equal = await read('sewer-pipes', '-where', "flow = '自然流下'");
    assert.ok(equal.requests.some((line) => line.includes('flow=')), equal.requests.join('\n'));
    assert.ok(flowing.length > 0 && flowing.length < everything.length);
    assert.equal(equal.features.length, flowing.length);
    const { features, requests } = await read('sewer-pipes', '-where', "diameter >= 300 AND flow = '自然流下'");
    const expected = flowing.filter(({ properties }) => properties.diameter >= 300);
    assert.ok(requests.some((line) => line.includes('flow=')), requests.join('\n'));
    assert.ok(expected.length > 0 && expected.length < everything.length);
    assert.equal(features.length, expected.length);
    const diameter = everything.find(({ properties }) => properties.diameter).properties.diameter;
    const whole = await read('sewer-pipes', '-where', `diameter = ${diameter}`);
    assert.equal(whole.features.length, everything.filter(({ properties }) => properties.diameter === diameter).length);
});
