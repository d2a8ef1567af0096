#!/usr/bin/env node
// Every tile of every dataset, at every zoom: polygons that GEOS calls invalid, rings wound the wrong way, points beyond extent and buffer, and
// whether pmtiles, @mapbox/vector-tile and GDAL read all of them and count alike. Over the sample city and the manifests of tests/real.
//
//   tests/benchmark/tile_validity.mjs [DATASET ...]        # build/release/bin, or MACHIZU_BIN; all datasets, or those
//   MACHIZU_STORE=FOLDER tests/benchmark/tile_validity.mjs # what is published there, instead of publishing
//
// Ends with 1 if anything is wrong.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../end_to_end/support/archives.mjs';
import { manifestsIn, publish, root, sampleManifests, tempFolder } from '../end_to_end/support/programs.mjs';
import { datasetsIn, snapshot } from '../end_to_end/support/snapshots.mjs';

const wanted = process.argv.slice(2);
const store = process.env.MACHIZU_STORE ?? tempFolder('machizu-store');
if (!process.env.MACHIZU_STORE) {
    const real = existsSync(join(root, '../shared/corpus')) ? manifestsIn(join(root, 'tests/real')) : [];
    await publish(store, [...sampleManifests(), ...real]);
}

const count = (faults, ...names) => names.reduce((sum, name) => sum + (faults[name] ?? 0), 0);
let bad = 0;
console.log('| dataset | tiles | features in them | invalid | wound wrongly | beyond the buffer | other | readers disagree |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const id of datasetsIn(store)) {
    const file = snapshot(store, id).file('tiles.pmtiles');
    if ((wanted.length > 0 && !wanted.includes(id)) || !existsSync(file)) continue;
    const { tiles, features, wrong, inspected: { faults, problems } } = await judge(file, tempFolder('machizu-tiles'));
    const errors = Object.entries(faults).filter(([fault]) => problems.some(({ kind, severity }) => kind === fault && severity === 'error'));
    const all = errors.reduce((sum, [, n]) => sum + n, 0);
    const known = count(faults, 'polygon') + count(faults, 'winding') + count(faults, 'beyond_buffer');
    const disagree = wrong.length - problems.filter(({ severity }) => severity === 'error').length;
    console.log(`| ${id} | ${tiles} | ${features} | ${count(faults, 'polygon')} | ${count(faults, 'winding')} | ${count(faults, 'beyond_buffer')} | ${all - known} | ${disagree} |`);
    for (const what of wrong.slice(0, 10)) console.error(`${id}: ${what}`);
    bad += wrong.length;
}
process.exitCode = bad === 0 ? 0 : 1;
