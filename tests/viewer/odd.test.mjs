// Datasets the viewer has never seen, of odd shapes, published while the page is open.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ingest, tempFolder } from '../end_to_end/support/programs.mjs';
import { checkbox, collection, drawn, idle, jump, launch, nothingToComplain, openPage as openIn, only, shot, tool } from './support/page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
const openPage = (...more) => openIn(browser, ...more);

const store = process.env.MACHIZU_STORE;
const common = {
    publisher: { ja: '汐凪市', en: 'Shionagi City' }, license: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    attribution: { ja: '試験', en: 'Test' }, contact: 'test@example.jp', update_cycle: 'never', theme: 'test', date: '2026-04-01',
};
const field = (name, type = 'text', more = {}) => ({ name, source: name, type, label: { ja: name, en: name }, ...more });
const collectionOf = (features) => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (geometry, properties) => ({ type: 'Feature', geometry, properties });

/** One polygon around all of Japan; its only field is a number, and it has no view at all. */
const huge = {
    manifest: {
        ...common, id: 'odd-huge', title: { ja: '大きな区域', en: 'A huge area' }, description: { ja: '一つだけ。', en: 'Only one.' },
        source: { path: 'huge.geojson', crs: 'EPSG:6668' }, geometry: { from: 'source' }, key: ['n'], fields: [field('n', 'integer')], tiles: { maxzoom: 6 }, view: {},
    },
    files: { 'huge.geojson': collectionOf([feature({ type: 'Polygon', coordinates: [[[124, 25], [145, 25], [145, 45], [124, 45], [124, 25]]] }, { n: 1 })]) },
};

const names = Array.from({ length: 300 }, (_, i) => `種類${i}`);

/** Points of three hundred categories with Arabic names, some without a position. */
const motley = {
    manifest: {
        ...common, id: 'odd-motley', title: { ja: '三百種類', en: 'Three hundred kinds' }, description: { ja: 'いろいろ。', en: 'All sorts.' },
        source: { path: 'motley.geojson', crs: 'EPSG:6668' }, geometry: { from: 'source', missing: 'publish' }, key: ['n'],
        fields: [field('n', 'integer'), field('kind'), field('name', 'text', { searchable: true })], tiles: { maxzoom: 14 },
        view: {
            style: 'categories', field: 'kind', title: 'name', label: 'name', visible: true,
            categories: names.map((value, i) => ({ value, color: `#${((i * 2654435761) % 0xffffff).toString(16).padStart(6, '0')}`, label: { ja: value, en: `Kind ${i}` } })),
        },
    },
    files: {
        'motley.geojson': collectionOf(names.map((kind, n) => feature(n % 10 === 3 ? null : { type: 'Point', coordinates: [135.36 + (n % 20) * 0.002, 34.70 + Math.floor(n / 20) * 0.002] }, { n, kind, name: `مدرسة ${n}` }))),
    },
};

/** Rows without any position, any name, any group, any order. */
const nowhere = {
    manifest: {
        ...common, id: 'odd-nowhere', title: { ja: '位置のない表', en: 'A table without positions' }, description: { ja: '表だけ。', en: 'Only a table.' },
        source: { path: 'nowhere.csv' }, geometry: { from: 'none' }, key: ['n'], fields: [field('n', 'integer'), field('value', 'number')], view: {},
    },
    files: { 'nowhere.csv': 'n,value\n1,2.5\n2,\n3,7\n' },
};

async function publishOdd(...all) {
    const folder = tempFolder('machizu-odd');
    mkdirSync(folder, { recursive: true });
    for (const { manifest, files } of all) {
        writeFileSync(join(folder, `${manifest.id}.json`), JSON.stringify(manifest));
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    }
    const result = await ingest('run', ...all.map(({ manifest }) => join(folder, `${manifest.id}.json`)), '--store', store);
    assert.equal(result.status, 0, result.stdout + result.stderr);
}

test('a dataset published while the page is open appears, and is drawn', { skip: !store }, async () => {
    const page = await openPage('#layers=polling-places');
    assert.equal(await checkbox(page, 'odd-motley').count(), 0);
    await publishOdd(motley);
    for (let i = 0; i < 30 && !(await collection('odd-motley')); ++i) await page.waitForTimeout(500); // the server looks once a second
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))); // somebody comes back to the page
    await checkbox(page, 'odd-motley').waitFor();
    assert.match(await page.locator('#toast').innerText(), /三百種類/);
    await jump(page, [135.37, 34.71], 14);
    assert.ok((await drawn(page, 'odd-motley')).length > 5);
    assert.ok(await checkbox(page, 'polling-places').isChecked(), 'what was on stays on');
    await page.context().close();
    nothingToComplain();
});

test('three hundred kinds, Arabic names and rows without a position show sensibly', { skip: !store }, async () => {
    const page = await openPage('#layers=odd-motley&map=14/34.71/135.375');
    assert.ok((await page.locator('[data-layer="odd-motley"] .legend li:visible').count()) <= 12, 'the legend does not push all else away');
    assert.match(await page.locator('[data-layer="odd-motley"] .legend summary').innerText(), /ほか288種類/);
    await shot(page, 'odd-300-kinds');
    await jump(page, [135.37, 34.708], 16);
    const written = await page.evaluate(() => window.machizu.map.queryRenderedFeatures({ layers: ['odd-motley/name'] }).map(({ properties }) => properties.name));
    assert.ok(written.some((name) => name.startsWith('مدرسة')), 'Arabic names stand on the map too');
    await shot(page, 'odd-arabic');
    await jump(page, [135.375, 34.71], 14);
    await page.locator('#table-open').click();
    await page.locator('#table-all').check();
    await page.locator('#table-summary', { hasText: '全 300 件' }).waitFor();
    // Asked of the document, not of a row found before: rows are drawn anew when the map has come to rest.
    await page.waitForFunction(() => [...document.querySelectorAll('.row-button')].some((row) => getComputedStyle(row).direction === 'rtl'));
    await page.locator('.row-button', { hasText: 'مدرسة 3' }).first().click();
    await page.getByRole('dialog').getByText('位置がない').waitFor();
    await tool(page, 'filter');
    await page.locator('#tool summary', { hasText: 'kind' }).waitFor();
    await page.getByLabel('kindに含まれる文字').fill('種類29');
    await page.locator('#tool .found', { hasText: 'うち11件' }).waitFor();
    await page.context().close();
    nothingToComplain();
});

test('one huge polygon without names, and a table without positions, can be read too', { skip: !store }, async () => {
    await publishOdd(huge, nowhere);
    for (let i = 0; i < 30 && !(await collection('odd-nowhere')); ++i) await new Promise((resolve) => setTimeout(resolve, 500));
    const page = await openPage('#layers=odd-huge,odd-nowhere&map=6/35/136');
    await idle(page);
    assert.ok((await drawn(page, 'odd-huge')).length > 0);
    assert.match(await page.locator('[data-layer="odd-nowhere"]').innerText(), /一覧表で見られます/);
    await page.locator('#map .maplibregl-canvas').click({ position: { x: 300, y: 300 } });
    await page.getByRole('dialog').getByRole('heading', { name: '1', exact: true }).waitFor();
    await shot(page, 'odd-huge');
    await only(page, 'odd-nowhere');
    await page.locator('#table-open').click();
    await page.locator('#table-all').check();
    await page.locator('#table-summary', { hasText: '全 3 件' }).waitFor();
    assert.equal(await page.locator('#table-content tbody tr').count(), 3);
    await page.context().close();
    nothingToComplain();
});
