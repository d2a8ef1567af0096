// Every tile of an archive, and what readers that are not ours say of it.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tileIdToZxy } from 'pmtiles';
import { run, ingestProgram } from './programs.mjs';
import { decode, withArchive } from './tiles.mjs';

/** Every tile that the directories name, as the npm package pmtiles reads them: { z, x, y, data } without gzip. */
export async function* tilesOf(archive) {
    const header = await archive.getHeader();
    const directory = (offset, length) => archive.cache.getDirectory(archive.source, offset, length, header);
    async function* entriesOf(entries) {
        for (const entry of entries) {
            if (entry.runLength > 0) yield entry;
            else yield* entriesOf(await directory(header.leafDirectoryOffset + entry.offset, entry.length));
        }
    }
    for await (const { tileId, runLength } of entriesOf(await directory(header.rootDirectoryOffset, header.rootDirectoryLength))) {
        for (let id = tileId; id < tileId + runLength; ++id) {
            const [z, x, y] = tileIdToZxy(id);
            yield { z, x, y, data: Buffer.from((await archive.getZxy(z, x, y)).data) };
        }
    }
}

/** What machizu-ingest says of a file of tiles; a problem is an answer, not an error. */
export async function inspect(file, ...args) {
    const { status, stdout, stderr } = await run(ingestProgram, ['tiles', 'inspect', String(file), '--json', ...args]);
    assert.ok(status === 0 || status === 1, `${file}: ${status} ${stderr}`);
    assert.ok(stdout !== '', `${file}: ${stderr}`);
    return { status, ...JSON.parse(stdout) };
}

const layerNames = (metadata) => metadata.vector_layers.map(({ id }) => id).sort();

/** Twice the area of a ring as the surveyor's formula has it: positive for exterior rings (MVT 2.1, 4.3.4.4). */
const doubledArea = (ring) => ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % ring.length];
    return sum + x * next.y - next.x * y;
}, 0);

/** What @mapbox/vector-tile finds wrong with a tile: winding, points outside of extent and buffer. And how many features of each layer. */
export function lookAt(data, { z, x, y }, buffer = 64) {
    const wrong = [];
    const features = {};
    for (const layer of Object.values(decode(data).layers)) {
        features[layer.name] = layer.length;
        for (let i = 0; i < layer.length; ++i) {
            const feature = layer.feature(i);
            const rings = feature.loadGeometry();
            const where = `${z}/${x}/${y} ${layer.name} ${feature.id}`;
            if (feature.type === 3 && !(doubledArea(rings[0]) > 0)) wrong.push(`${where}: the first ring is no exterior one`);
            if (feature.type === 3 && rings.some((ring) => doubledArea(ring) === 0)) wrong.push(`${where}: a ring without area`);
            const far = rings.flat().filter((p) => Math.min(p.x, p.y) < -buffer || Math.max(p.x, p.y) > layer.extent + buffer);
            if (far.length > 0) wrong.push(`${where}: ${far.length} points beyond the buffer`);
        }
    }
    return { wrong, features };
}

/**
 * Reads every tile of an archive with pmtiles, @mapbox/vector-tile, GDAL and `machizu-ingest tiles inspect` (which asks GEOS about every
 * polygon), and answers what each found: all must agree about the features, and find nothing wrong.
 */
export async function judge(file, folder) {
    const report = await inspect(file);
    const found = { tiles: 0, features: 0, wrong: report.problems.filter(({ severity }) => severity === 'error').map(({ tile, layer, en, detail }) => `${tile} ${layer}: ${en} (${detail})`) };
    await withArchive(file, async (archive) => {
        const metadata = await archive.getMetadata();
        const perZoom = {};
        for await (const tile of tilesOf(archive)) {
            const { wrong, features } = lookAt(tile.data, tile);
            found.wrong.push(...wrong);
            ++found.tiles;
            const path = join(folder, String(tile.z), String(tile.x));
            mkdirSync(path, { recursive: true });
            writeFileSync(join(path, `${tile.y}.pbf`), tile.data);
            const zoom = (perZoom[tile.z] ??= {});
            for (const [name, count] of Object.entries(features)) zoom[name] = (zoom[name] ?? 0) + count;
        }
        const ours = Object.fromEntries(Object.entries(report.zooms).map(([z, { layers }]) => [z, Object.fromEntries(Object.entries(layers).map(([name, { features }]) => [name, features]))]));
        if (JSON.stringify(sorted(ours)) !== JSON.stringify(sorted(perZoom))) found.wrong.push(`inspect counts ${JSON.stringify(ours)}, vector-tile ${JSON.stringify(perZoom)}`);
        for (const [z, layers] of Object.entries(perZoom)) {
            const seen = await seenByGdal(join(folder, z), layerNames(metadata));
            if (JSON.stringify(sorted(seen)) !== JSON.stringify(sorted(layers))) found.wrong.push(`zoom ${z}: GDAL counts ${JSON.stringify(seen)}, vector-tile ${JSON.stringify(layers)}`);
            found.features += Object.values(layers).reduce((sum, count) => sum + count, 0);
        }
    });
    return { ...found, inspected: report };
}

/**
 * Counts an archive's features over again from its tiles, and answers where its metadata say otherwise. `located`: how many features
 * have a place on the map, counted elsewhere. A feature is drawn if a tile has its feature_id, unless others are merged into it; a cluster
 * counts as many as it says; what is in no tile, and in none's number of merged ones, must be what the metadata call omitted.
 */
export async function miscounted(file, id, located) {
    const wrong = [];
    await withArchive(file, async (archive) => {
        const metadata = await archive.getMetadata();
        const found = new Map(metadata['machizu:zooms'].map(({ zoom }) => [zoom, { tiles: 0, drawn: new Set(), clustered: 0, merged: 0 }]));
        for await (const { z, data } of tilesOf(archive)) {
            const counts = found.get(z);
            const { layers } = decode(data);
            ++counts.tiles;
            for (let i = 0; i < (layers[id]?.length ?? 0); ++i) {
                const { properties } = layers[id].feature(i);
                if (properties.point_count !== undefined) counts.clustered += properties.point_count;
                else if (properties.joined_count === undefined) counts.drawn.add(properties.feature_id);
            }
            counts.merged += layers[`${id}-tile`]?.feature(0).properties.merged ?? 0;
        }
        for (const { zoom, tiles, features, clustered, merged, omitted } of metadata['machizu:zooms']) {
            const counts = found.get(zoom);
            const said = { tiles, features, clustered, omitted };
            // Of lines put together each tile that has a part says so; their number is all that a reader can know.
            const known = merged <= counts.merged ? merged : NaN;
            const seen = { tiles: counts.tiles, features: counts.drawn.size, clustered: counts.clustered, omitted: located - counts.drawn.size - counts.clustered - known };
            if (JSON.stringify(said) !== JSON.stringify(seen)) wrong.push(`${id}, zoom ${zoom}: metadata ${JSON.stringify(said)}, tiles ${JSON.stringify(seen)}`);
        }
    });
    return wrong;
}

/**
 * What is wrong with the labels of an archive's lines, which must be of one part each and not joined: a line has one in at most one tile of a
 * zoom, it stands on the line as that tile has it, and can be read. At maxzoom a line that lies wholly in a tile has one if it is long
 * enough, half way along.
 */
export async function mislabelled(file, id, least = 128) {
    const wrong = [];
    let labels = 0;
    await withArchive(file, async (archive) => {
        const { maxZoom } = await archive.getHeader();
        const named = new Set();
        for await (const { z, x, y, data } of tilesOf(archive)) {
            const { layers } = decode(data);
            const lines = new Map(featuresOf(layers[id]).map((feature) => [feature.properties.feature_id, feature.loadGeometry()]));
            const here = new Map(featuresOf(layers[`${id}-labels`]).map((feature) => [feature.properties.feature_id, feature]));
            for (const [name, label] of here) {
                const where = `${id} ${z}/${x}/${y} ${name}`;
                const [[point]] = label.loadGeometry();
                const angle = label.properties.label_angle;
                if (named.has(`${z} ${name}`)) wrong.push(`${where}: a second label`);
                if (!(point.x >= 0 && point.y >= 0 && point.x < label.extent && point.y < label.extent)) wrong.push(`${where}: not in its tile`);
                if (!(awayFrom(point, lines.get(name) ?? []) <= 1)) wrong.push(`${where}: not on its line`);
                if (!(Number.isInteger(angle) && angle > -90 && angle <= 90)) wrong.push(`${where}: turned by ${angle}`);
                named.add(`${z} ${name}`);
                ++labels;
            }
            for (const [name, paths] of z === maxZoom ? lines : []) {
                const inside = paths.length === 1 && paths[0].every((p) => p.x > 0 && p.y > 0 && p.x < 4095 && p.y < 4095);
                if (!inside) continue;
                const length = stretches(paths[0]).reduce((sum, [a, b]) => sum + Math.hypot(b.x - a.x, b.y - a.y), 0);
                if (Math.abs(length - least) <= paths[0].length) continue; // rounding decides
                const label = here.get(name);
                if ((label !== undefined) !== (length > least)) wrong.push(`${id} ${z}/${x}/${y} ${name}: ${length} long, ${label ? 'a' : 'no'} label`);
                if (label && distance(label.loadGeometry()[0][0], along(paths[0], length / 2)) > paths[0].length) wrong.push(`${id} ${z}/${x}/${y} ${name}: not half way`);
            }
        }
    });
    return { wrong, labels };
}

const featuresOf = (layer) => Array.from({ length: layer?.length ?? 0 }, (_, i) => layer.feature(i));
const stretches = (path) => path.slice(1).map((b, i) => [path[i], b]);
const distance = (p, q) => Math.hypot(p.x - q.x, p.y - q.y);
const between = (a, b, t) => ({ x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });

const awayFrom = (p, paths) => Math.min(...paths.flatMap(stretches).map(([a, b]) => {
    const t = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / Math.max(1, distance(a, b) ** 2);
    return distance(p, between(a, b, Math.min(1, Math.max(0, t))));
}));

function along(path, far) {
    for (const [a, b] of stretches(path)) {
        const step = distance(a, b);
        if (far <= step) return between(a, b, far / step);
        far -= step;
    }
    return path.at(-1);
}

const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, typeof value === 'object' ? sorted(value) : value]);

/** Features of each layer of a folder of tiles, one zoom, counted by GDAL's MVT driver. It must not complain. */
async function seenByGdal(folder, names) {
    const seen = {};
    const { status, stdout, stderr } = await run('ogrinfo', ['-ro', '-so', '-al', '-oo', 'CLIP=NO', `MVT:${folder}`]);
    assert.equal(status, 0, `${folder}: ${stderr}`);
    assert.doesNotMatch(stderr, /warning|error/i, folder);
    let name;
    for (const line of stdout.split('\n')) {
        name = /^Layer name: (.*)$/.exec(line)?.[1] ?? name;
        const count = /^Feature Count: (\d+)$/.exec(line);
        if (count && names.includes(name)) seen[name] = Number(count[1]);
    }
    return seen;
}
