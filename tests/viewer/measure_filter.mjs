// Not a test: how long it takes from a tick in the filter to the finished picture, with 100,000 points in view.
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
const text = (ja) => ({ ja, en: ja });
const manifest = {
    id: 'many', title: text('たくさん'), description: text('たくさん'), publisher: text('試験'), license: { id: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    attribution: text('試験'), contact: 'test@example.jp', update_cycle: 'never', theme: 'test', date: '2026-04-01',
    source: { path: 'many.csv', crs: 'EPSG:6668' }, geometry: { from: 'columns', lon: 'lon', lat: 'lat', notation: 'decimal' }, key: ['n'],
    fields: [{ name: 'n', source: 'n', type: 'integer', label: text('番号') }, { name: 'kind', source: 'kind', type: 'text', label: text('種類') }],
    tiles: { minzoom: 8, maxzoom: 14 }, view: { style: 'single', color: '#0072b2', radius: 3, title: 'n' },
};
const folder = tempFolder('machizu-many');
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const rows = Array.from({ length: count }, (_, n) => `${n},種類${n % 10},${(135.34 + random() * 0.09).toFixed(6)},${(34.69 + random() * 0.06).toFixed(6)}`);
writeFileSync(join(folder, 'many.csv'), `n,kind,lon,lat\n${rows.join('\n')}\n`);
writeFileSync(join(folder, 'many.json'), JSON.stringify(manifest));
const result = await ingest('run', join(folder, 'many.json'), '--store', process.env.MACHIZU_STORE);
assert.equal(result.status, 0, result.stdout + result.stderr);
while (!(await collection('many'))) await new Promise((resolve) => setTimeout(resolve, 500));

const browser = await launch();
for (const zoom of [12.2, 14]) {
    const page = await openPage(browser, `#layers=many&map=${zoom}/34.72/135.385`);
    const inView = await page.evaluate(() => window.machizu.map.queryRenderedFeatures({ layers: window.machizu.map.getStyle().layers.filter(({ source }) => source === 'many').map(({ id }) => id) })
        .reduce((sum, { properties }) => sum + (properties.point_count ?? 1), 0));
    await page.locator('[data-layer="many"] .filter').click();
    await page.locator('#tool summary', { hasText: '種類' }).click();
    await page.locator('#tool .tick input').first().waitFor();
    const taken = [];
    for (let i = 0; i < 6; ++i) {
        taken.push(await page.evaluate((i) => new Promise((resolve) => {
            const began = performance.now();
            const { map } = window.machizu;
            document.querySelectorAll('#tool .tick input')[i % 3].click();
            // Idle before anything has changed does not count: the style is set within the click's task.
            setTimeout(() => (map.loaded() ? resolve(performance.now() - began) : map.once('idle', () => resolve(performance.now() - began))), 0);
        }), i));
        await idle(page);
        await page.waitForTimeout(800);
    }
    console.log(`zoom ${zoom}: about ${inView} features drawn of ${count}; tick to picture ${taken.map((ms) => Math.round(ms)).join(', ')} ms`);
    await page.context().close();
}
await browser.close();
