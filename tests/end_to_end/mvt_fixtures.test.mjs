// The suite @mapbox/mvt-fixtures against our reader, through `machizu-ingest tiles inspect`: what is valid is read as it says, the rest refused.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from './support/archives.mjs';
import { mvtLayers } from './support/mlt.mjs';

const folder = fileURLToPath(new URL('node_modules/@mapbox/mvt-fixtures/', import.meta.url));
const readJson = (...path) => JSON.parse(readFileSync(join(folder, 'fixtures', ...path), 'utf8'));

/** Called valid by the suite, and refused here. */
const refused = {
    '016': 'its bytes are those of fixture 003, a feature without a type, which is invalid: both leave out the field',
    '049': 'a coordinate beyond 32 bits',
    '050': 'a coordinate beyond 32 bits',
    '061': 'its bytes leave out the version, as those of fixture 024 do, which is invalid',
    '057': 'MoveTo 536870911 times, with one pair of parameters',
};

const allBuffer = ['--buffer', '1000000'];

/** Our features in the form of mvtLayers. */
function ours(content) {
    const type = { MultiPoint: 1, MultiLineString: 2, MultiPolygon: 3 };
    const paths = ({ type, coordinates }) => (type === 'MultiPoint' ? coordinates.map((p) => [p]) : type === 'MultiPolygon' ? coordinates.flat() : coordinates);
    return content.map(({ name, extent, features }) => ({
        name,
        extent,
        features: features.map(({ id, geometry, properties }) => ({ id: id ?? undefined, type: type[geometry.type], paths: paths(geometry), properties })),
    }));
}

const withFeatures = (layers) => layers.filter(({ features }) => features.length > 0);

/** Floats as the 32 bits that they are; features of type UNKNOWN are left out. */
const theirs = (bytes) => withFeatures(mvtLayers(bytes).map((layer) => ({ ...layer, features: layer.features.filter(({ type }) => type !== 0) })));

const ids = readdirSync(join(folder, 'fixtures')).filter((name) => /^\d+$/.test(name)).sort();

test('there are as many fixtures as ever', () => assert.ok(ids.length >= 74, `${ids.length}`));

for (const id of ids) {
    const { description, validity } = readJson(id, 'info.json');
    const file = join(folder, 'fixtures', id, 'tile.mvt');
    const { version } = readJson(id, 'tile.json').layers?.[0] ?? { version: 2 };
    const valid = validity[`v${version}`] ?? validity.v2;
    test(`${id} ${valid && !refused[id] ? 'is read' : 'is refused'}: ${description.slice(0, 80)}`, async () => {
        const { status, problems, content } = await inspect(file, '--features', ...allBuffer);
        if (!valid || refused[id]) {
            assert.equal(status, 1, refused[id]);
            assert.ok(problems.some(({ severity }) => severity === 'error'));
            return;
        }
        assert.deepEqual(problems.filter(({ severity }) => severity === 'error'), []);
        assert.equal(status, 0);
        assert.deepEqual(withFeatures(ours(content)), theirs(readFileSync(file))); // vector-tile leaves out empty layers
    });
}

test('tiles of the real world are read as vector-tile reads them', async (t) => {
    const cities = readdirSync(join(folder, 'real-world'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    let tiles = 0;
    for (const { name } of cities) {
        const files = readdirSync(join(folder, 'real-world', name)).filter((file) => file.endsWith('.mvt'));
        for (const file of files.slice(0, 3)) { // a few of each: these are megabytes
            const path = join(folder, 'real-world', name, file);
            const { content } = await inspect(path, '--features', ...allBuffer);
            if (name !== 'compressed') assert.deepEqual(ours(content), theirs(readFileSync(path)), path);
            ++tiles;
        }
    }
    t.diagnostic(`${tiles} tiles`);
    assert.ok(tiles > 10);
});
