// MapLibre Tiles as @maplibre/mlt reads them: the package whose decoder MapLibre GL JS has in it.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root, tempFolder } from './programs.mjs';
import { decode } from './tiles.mjs';

/** The package imports its parts without file endings, which only bundlers understand. The viewer has one. */
async function load() {
    const { build } = createRequire(join(root, 'viewer/package.json'))('esbuild');
    const file = join(tempFolder('machizu-mlt'), 'mlt.mjs');
    await build({
        entryPoints: [fileURLToPath(new URL('../node_modules/@maplibre/mlt/dist/index.js', import.meta.url))],
        outfile: file, bundle: true, format: 'esm', target: ['node18'], logLevel: 'warning',
    });
    return import(pathToFileURL(file).href);
}

const { decodeTile } = await load();

const position = ({ x, y }) => [x, y];
const plain = (value) => (typeof value === 'bigint' ? Number(value) : value);

/** Layers as plain values: features with id, type as MVT numbers it, paths, properties. */
export const mltLayers = (bytes) => decodeTile(bytes).map((table) => ({
    name: table.name,
    extent: table.extent,
    features: table.getFeatures().map(({ id, geometry, properties }) => ({
        id: plain(id),
        type: (geometry.type % 3) + 1,
        paths: geometry.coordinates.map((path) => path.map(position)),
        properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)])),
    })),
}));

export const mvtLayers = (bytes) => Object.values(decode(bytes).layers).map((layer) => ({
    name: layer.name,
    extent: layer.extent,
    features: Array.from({ length: layer.length }, (_, i) => layer.feature(i)).map((feature) => ({
        id: feature.id,
        type: feature.type,
        paths: feature.loadGeometry().map((path) => path.map(position)),
        properties: { ...feature.properties },
    })),
}));

/** Insists that both say the same. A layer without features is in MVT only; of mixed types, text is left. */
export function assertSameTile(mlt, mvt, name) {
    const after = mltLayers(mlt);
    const before = mvtLayers(mvt).filter(({ features }) => features.length > 0);
    assert.deepEqual(after.map(({ name, extent }) => ({ name, extent })), before.map(({ name, extent }) => ({ name, extent })), name);
    for (const [i, layer] of before.entries()) {
        assert.equal(after[i].features.length, layer.features.length, `${name} ${layer.name}`);
        for (const [k, feature] of layer.features.entries()) {
            const other = after[i].features[k];
            const mixed = Object.entries(feature.properties).filter(([key, value]) => typeof value !== 'string' && typeof other.properties[key] === 'string');
            for (const [key, value] of mixed) other.properties[key] = String(value) === other.properties[key] ? value : other.properties[key];
            assert.deepEqual(other, feature, `${name} ${layer.name} feature ${k}`);
        }
    }
    return before.reduce((sum, { features }) => sum + features.length, 0);
}
