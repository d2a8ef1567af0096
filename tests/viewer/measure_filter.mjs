// Not a test: how long it takes from a tick in the filter to the finished picture, with 100,000 points in view. Prints a table for
// tests/benchmark/README.md.
//
//   node tests/end_to_end/support/with_server.mjs node tests/viewer/measure_filter.mjs [POINTS]
//
// Drawn by SwiftShader on the processor: what a graphics chip takes is less. The figures are printed, none is asserted.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ingest, tempFolder } from '../end_to_end/support/programs.mjs';
import { collection, idle, launch, openPage } from './support/page.mjs';

const count = Number(process.argv[2] ?? 100_000);
const ticks = 9; // three kinds ticked one after the other, taken back, and ticked again
const text = (ja) => ({ ja, en: ja });
const manifest = {
    id: 'many', title: text('たくさん'), description: text('たくさん'), publisher: text('試験'), license: { id: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    attribution: text('試験'), contact: 'test@example.jp', update_cycle: 'never', theme: 'test', date: '2026-04-01',
    source: { path: 'many.csv', crs: 'EPSG:6668' }, geometry: { from: 'columns', lon: 'lon', lat: 'lat', notation: 'decimal' }, key: ['n'],
    fields: [{ name: 'n', source: 'n', type: 'integer', label: text('番号') }, { name: 'kind', source: 'kind', type: 'text', label: text('種類') }],
    tiles: { minzoom: 8, maxzoom: 14 }, view: { style: 'single', color: '#0072b2', radius: 3, title: 'n' },
};

async function publishMany() {
    const folder = tempFolder('machizu-many');
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const rows = Array.from({ length: count }, (_, n) => `${n},種類${n % 10},${(135.34 + random() * 0.09).toFixed(6)},${(34.69 + random() * 0.06).toFixed(6)}`);
    writeFileSync(join(folder, 'many.csv'), `n,kind,lon,lat\n${rows.join('\n')}\n`);
    writeFileSync(join(folder, 'many.json'), JSON.stringify(manifest));
    const result = await ingest('run', join(folder, 'many.json'), '--store', process.env.MACHIZU_STORE);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    while (!(await collection('many'))) await new Promise((resolve) => setTimeout(resolve, 500));
}

/** What stands for how many features in the picture: a point for one, a cluster for those it says. Tiles overlap at their edges. */
const inPicture = () => {
    const { map } = window.machizu;
    const layers = map.getStyle().layers.filter(({ source }) => source === 'many').map(({ id }) => id);
    const marks = new Map(map.queryRenderedFeatures({ layers }).map(({ properties, geometry }) => [properties.feature_id ?? geometry.coordinates.map((degrees) => degrees.toFixed(4)).join(), properties.point_count ?? 1]));
    return { marks: marks.size, features: [...marks.values()].reduce((sum, n) => sum + n, 0) };
};

/** Milliseconds from a click on the nth value to the picture that holds. */
const tickToPicture = (n) => new Promise((resolve) => {
    const { map } = window.machizu;
    const began = performance.now();
    let last;
    const settle = () => {
        last = performance.now();
        setTimeout(() => performance.now() - last > 900 && map.loaded() && done(), 1000);
    };
    const done = () => {
        map.off('idle', settle);
        resolve(last - began);
    };
    map.on('idle', settle); // the filter may be drawn in two steps: the last picture counts
    document.querySelectorAll('#tool .tick input')[n].click();
});

const median = (values) => Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);

await publishMany();
const browser = await launch();
console.log('| zoom | features in view | marks | first tick, ms | later ticks, median ms | slowest, ms |\n| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const zoom of [12.2, 13, 14]) {
    const page = await openPage(browser, `#layers=many&map=${zoom}/34.72/135.385`);
    const { marks, features } = await page.evaluate(inPicture);
    await page.locator('[data-layer="many"] .filter').click();
    await page.locator('#tool summary', { hasText: '種類' }).click();
    await page.locator('#tool .tick input').first().waitFor();
    await idle(page);
    const taken = [];
    for (let i = 0; i < ticks; ++i) taken.push(await page.evaluate(tickToPicture, i % 3));
    const [first, ...later] = taken;
    console.log(`| ${[zoom, features, marks, Math.round(first), median(later), Math.round(Math.max(...later))].join(' | ')} |`);
    await page.context().close();
}
await browser.close();
