// Counts that the server withholds are shown as withheld, and times of day can be asked for: on the sample city's districts, with a
// dataset whose manifest has a minimum count and whose times are told to the minute.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ingest, tempFolder } from '../end_to_end/support/programs.mjs';
import { api, collection, drawn, idle, jump, launch, nothingToComplain, openPage, shot, tool } from './support/page.mjs';

const store = process.env.MACHIZU_STORE;
const text = (ja) => ({ ja, en: ja });
const field = (name, type) => ({ name, source: name, type, label: text(name) });

const manifest = {
    id: 'bicycles', title: { ja: '放置自転車', en: 'Abandoned bicycles' }, description: text('試験'), publisher: { ja: '汐凪市', en: 'Shionagi City' },
    license: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' }, attribution: text('試験'), contact: 'test@example.jp',
    update_cycle: 'never', theme: 'test', date: '2026-04-01', source: { path: 'bicycles.geojson', crs: 'EPSG:6668' }, geometry: { from: 'source' }, key: ['n'],
    fields: [field('n', 'integer'), field('at', 'datetime'), field('bikes', 'integer')], time: 'at',
    privacy: { min_count: { threshold: 5, sums: [{ total: 'bikes' }] } }, tiles: { maxzoom: 14 }, view: { style: 'heat', title: 'n' },
};

/** Two cases in every third district, more in each of the others: every second by day, the others at night. */
async function publishBicycles() {
    const { features } = await api('api/collections/polling-districts/items?limit=200');
    const cases = [];
    features.forEach(({ geometry }, i) => {
        const ring = (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates[0])[0].slice(1);
        const middle = [0, 1].map((axis) => ring.reduce((sum, at) => sum + at[axis], 0) / ring.length);
        for (let k = 0; k < (i % 3 === 0 ? 2 : 10 + 2 * i); ++k) {
            const at = `2025-04-${String(1 + (k % 14)).padStart(2, '0')}T${k % 2 ? '10' : '19'}:30:00+09:00`;
            cases.push({ type: 'Feature', geometry: { type: 'Point', coordinates: middle }, properties: { n: cases.length, at, bikes: 7 } });
        }
    });
    const folder = tempFolder('machizu-bicycles');
    writeFileSync(join(folder, 'bicycles.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'bicycles.geojson'), JSON.stringify({ type: 'FeatureCollection', features: cases }));
    const result = await ingest('run', join(folder, 'bicycles.json'), '--store', store);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    for (let i = 0; i < 30 && !(await collection('bicycles')); ++i) await new Promise((resolve) => setTimeout(resolve, 500));
}

async function middleOf(id) {
    const [west, south, east, north] = (await collection(id)).extent.spatial.bbox[0];
    return [[(west + east) / 2, (south + north) / 2], 12];
}

let browser;
before(async () => {
    browser = await launch();
    if (store) await publishBicycles();
});
after(() => browser?.close());

test('counts below the minimum are hatched and named as withheld: on the map, in the legend, as bars, in the table', { skip: !store }, async () => {
    const { groups } = await api('api/collections/bicycles/aggregate?by=dataset:polling-districts&functions=count');
    const hidden = groups.filter(({ suppressed }) => suppressed);
    assert.ok(hidden.length > 1 && hidden.length < groups.length, `the server withholds some: ${hidden.length} of ${groups.length}`);
    const page = await openPage(browser, '#layers=bicycles');
    await tool(page, 'count');
    await page.locator('#tool select').nth(1).selectOption('dataset:polling-districts');
    await page.locator('#tool .hint', { hasText: `${hidden.length}の区分` }).waitFor();
    await page.locator('#tool .legend li', { hasText: '少数のため非公表' }).waitFor();
    await jump(page, ...(await middleOf('polling-districts'))); // not the way home: that shows what other tests have published, too
    const areas = await drawn(page, 'overlay');
    for (const { key } of hidden) {
        const area = areas.find((each) => each.key === String(key));
        if (area) assert.deepEqual([area.suppressed, area.label, area.value ?? null], [true, '非公表', null]);
    }
    assert.ok(areas.some(({ suppressed }) => suppressed));
    assert.equal(await page.evaluate(() => window.machizu.map.getLayer('bicycles/heat')), undefined, 'no heat lies over the colours');
    await shot(page, 'count-withheld');
    await page.locator('#tool summary', { hasText: '数字の表' }).click();
    assert.equal(await page.locator('#tool .numbers tr', { hasText: '少数のため非公表' }).count(), hidden.length);
    await page.locator('#tool .close').click();
    await idle(page);
    assert.ok(await page.evaluate(() => window.machizu.map.getLayer('bicycles/heat')), 'and it is back after that');
    await page.context().close();
    nothingToComplain();
});

test('times are filtered by day of the week and part of the day, on the map, in the count and in the download alike', { skip: !store }, async () => {
    const page = await openPage(browser, '#layers=bicycles');
    await tool(page, 'filter');
    const pill = (name) => page.locator('#tool .pills label', { hasText: name });
    await pill('夜').first().click();
    await page.locator('#chips .chip', { hasText: '17:00–24:00' }).waitFor();
    await pill('金').click();
    await page.locator('#chips .chip', { hasText: '金曜日' }).waitFor();
    await page.waitForTimeout(1500);
    await shot(page, 'filter-week');
    const told = Number((await page.locator('#tool .found').innerText()).match(/うち([\d,]+)件/)[1].replaceAll(',', ''));
    const { features } = await api('api/collections/bicycles/items?limit=5000');
    const wanted = features.filter(({ properties: { at } }) => new Date(`${at.slice(0, 10)}T00:00Z`).getUTCDay() === 5 && Number(at.slice(11, 13)) >= 17);
    assert.ok(wanted.length > 0 && told === wanted.length, `${told} of ${wanted.length}`);
    const href = await page.locator('#tool a.download', { hasText: 'GeoJSON' }).getAttribute('href');
    assert.equal((await (await fetch(href)).json()).features.length, told);
    assert.match(page.url(), /days\.bicycles\.at=5.*hours\.bicycles\.at=17-24/);
    await page.keyboard.press('Tab');
    const link = page.url();
    await page.context().close();
    const again = await openPage(browser, link.slice(link.indexOf('#')));
    await again.locator('#chips .chip', { hasText: '金曜日' }).waitFor();
    await again.context().close();
    nothingToComplain();
});
