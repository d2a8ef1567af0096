#!/usr/bin/env node
// MapLibre Tile beside Mapbox Vector Tile: bytes of every tile of every dataset as the server sends them, raw and by gzip.
// Over the sample city and the manifests of tests/real. Prints a Markdown table.
//
//   tests/benchmark/mlt_size.mjs [DATASET ...]        # build/release/bin, or MACHIZU_BIN; all datasets, or those
//   MACHIZU_STORE=FOLDER tests/benchmark/mlt_size.mjs # what is published there, instead of publishing

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tilesOf } from '../end_to_end/support/archives.mjs';
import { forEach, get } from '../end_to_end/support/http.mjs';
import { manifestsIn, publish, root, sampleManifests, serve, tempFolder } from '../end_to_end/support/programs.mjs';
import { datasetsIn, snapshot } from '../end_to_end/support/snapshots.mjs';
import { withArchive } from '../end_to_end/support/tiles.mjs';

const wanted = process.argv.slice(2);
const store = process.env.MACHIZU_STORE ?? tempFolder('machizu-store');
if (!process.env.MACHIZU_STORE) {
    const real = existsSync(join(root, '../shared/corpus')) ? manifestsIn(join(root, 'tests/real')) : [];
    await publish(store, [...sampleManifests(), ...real]);
}
const server = await serve(store);

const kB = (bytes) => (bytes / 1000).toFixed(0);
const ratio = (a, b) => (b === 0 ? '' : (a / b).toFixed(2));
const row = (name, s) => console.log(`| ${name} | ${s.tiles} | ${kB(s.mvt)} | ${kB(s.mlt)} | ${ratio(s.mlt, s.mvt)} | ${kB(s.mvtGzip)} | ${kB(s.mltGzip)} | ${ratio(s.mltGzip, s.mvtGzip)} |`);
const fresh = () => ({ tiles: 0, mvt: 0, mlt: 0, mvtGzip: 0, mltGzip: 0 });

const all = fresh();
console.log('| dataset | tiles | MVT kB | MLT kB | ratio | MVT gzip kB | MLT gzip kB | ratio |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const id of datasetsIn(store)) {
    const file = snapshot(store, id).file('tiles.pmtiles');
    if ((wanted.length > 0 && !wanted.includes(id)) || !existsSync(file)) continue;
    const sum = fresh();
    const tiles = await withArchive(file, async (archive) => {
        const list = [];
        for await (const { z, x, y } of tilesOf(archive)) list.push({ z, x, y });
        return list;
    });
    await forEach(tiles, async ({ z, x, y }) => {
        const url = `${server.url}/tiles/${id}/${z}/${x}/${y}`;
        const [mvt, mlt] = await Promise.all([get(url, { 'accept-encoding': 'gzip' }), get(`${url}?f=mlt`, { 'accept-encoding': 'gzip' })]);
        ++sum.tiles;
        sum.mvt += mvt.content.length;
        sum.mlt += mlt.content.length;
        sum.mvtGzip += mvt.raw.length;
        sum.mltGzip += mlt.raw.length;
    });
    row(id, sum);
    for (const key of Object.keys(all)) all[key] += sum[key];
}
row('all', all);
await server.stop();
