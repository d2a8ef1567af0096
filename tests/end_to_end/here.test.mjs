// What is said of a place, over the sample city: the areas that hold it, what is near and how far, in whole sentences.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { get, getJson } from './support/http.mjs';
import { publish, root, sampleManifests, serve, tempFolder } from './support/programs.mjs';

const store = tempFolder('machizu-store');
let server;

before(async () => {
    const needed = /\/(polling-places|polling-districts|town-boundaries|parking-cases|cultural-properties|base-stations|garbage-areas|city-boundary)\.json$/;
    await publish(store, sampleManifests().filter((manifest) => needed.test(manifest)));
    server = await serve(store, '--quiet');
});
after(() => server?.stop());

const here = (lon, lat) => getJson(`${server.url}/api/here?lon=${lon}&lat=${lat}`);
const source = (name) => JSON.parse(readFileSync(join(root, `datasets/sample/sources/${name}.geojson`), 'utf8')).features;
const fact = (facts, collection) => facts.find((it) => it.collection === collection);

/** Whether a position lies in a polygon, by counting crossings: not the server's own way. */
function holds({ type, coordinates }, [x, y]) {
    const rings = type === 'Polygon' ? coordinates : coordinates.flat();
    let inside = false;
    for (const ring of rings) {
        ring.forEach(([x1, y1], i) => {
            const [x2, y2] = ring[(i + 1) % ring.length];
            if ((y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
        });
    }
    return inside;
}

/** Haversine with the radius of the curve there: good to a thousandth over some kilometres. */
function metres([lon1, lat1], [lon2, lat2]) {
    const rad = Math.PI / 180;
    const e2 = 0.00669438002290;
    const w = 1 - e2 * Math.sin(lat1 * rad) ** 2;
    const north = (lat2 - lat1) * rad * (6378137 * (1 - e2)) / w ** 1.5;
    const east = (lon2 - lon1) * rad * 6378137 / w ** 0.5 * Math.cos((lat1 + lat2) / 2 * rad);
    return Math.hypot(north, east);
}

const places = Array.from({ length: 60 }, (_, i) => [135.355 + (i % 10) * 0.008, 34.69 + Math.floor(i / 10) * 0.008]);

test('the areas that hold a place are those of the sources', async () => {
    let inside = 0;
    for (const place of places) {
        const { within } = await here(...place);
        for (const [collection, file, name] of [['polling-districts', 'polling_districts', '投票区名'], ['garbage-areas', 'garbage_areas', '地区名'], ['town-boundaries', 'town_boundaries', '町丁名']]) {
            const [area] = source(file).filter(({ geometry }) => holds(geometry, place));
            const said = fact(within, collection);
            assert.equal(said?.feature_title ?? undefined, area?.properties[name], `${collection} at ${place}`);
            inside += area ? 1 : 0;
        }
    }
    assert.ok(inside > 60, `${inside} areas were met`);
});

test('the nearest station is the nearest, in true metres', async () => {
    for (const place of places) {
        const { near } = await here(...place);
        const [nearest] = source('base_stations').map(({ properties, geometry }) => ({ name: properties.駅名, m: metres(place, geometry.coordinates) }))
            .sort((a, b) => a.m - b.m);
        const said = fact(near, 'base-stations');
        if (nearest.m > 10_000) continue;
        assert.equal(said.feature_title, nearest.name, `${place}`);
        assert.ok(Math.abs(said.distance_m - nearest.m) < 0.001 * nearest.m + 0.1, `${said.distance_m} m, not ${nearest.m}`);
    }
});

test('sentences are whole, in both languages', async () => {
    const { within, near, position } = await here(135.3712, 34.7125);
    assert.deepEqual(position, { lon: 135.3712, lat: 34.7125 });
    const all = [...within, ...near];
    assert.ok(all.length >= 6, `${all.length} sentences`);
    for (const { sentence } of all) {
        assert.match(sentence.ja, /。$/);
        assert.match(sentence.en, /[.]$/);
        for (const text of [sentence.ja, sentence.en]) assert.doesNotMatch(text, /[{}[\]]|null|undefined/);
    }
    const district = fact(within, 'polling-districts');
    assert.match(district.sentence.ja, new RegExp(`^この場所は${district.properties.name}です。投票所は${district.properties.place}です。$`));
    assert.deepEqual(near.map(({ distance_m: m }) => m), near.map(({ distance_m: m }) => m).sort((a, b) => a - b));
    for (const { href } of all) assert.equal((await get(href)).status, 200, href);
});

test('at sea, far away, and without a position it says so', async () => {
    const { within, near } = await here(0, 0);
    assert.deepEqual(near, []);
    assert.match(fact(within, 'city-boundary').sentence.ja, /市の外/);
    assert.equal(fact(within, 'city-boundary').feature_id, null);
    for (const query of ['', '?lon=135', '?lon=x&lat=34', '?lon=135&lat=91', '?lon=nan&lat=34', '?lon=135&lat=34&radius=5']) {
        const { status, content } = await get(`${server.url}/api/here${query}`);
        assert.equal(status, 400, query);
        assert.ok(JSON.parse(content).parameter, query);
    }
});
