// The map, its layers, search, table and panels in a real browser, against a machizu-serve that serves the sample city.
//
//   MACHIZU_URL=http://127.0.0.1:8080/ node --test tests/viewer/map.test.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
    api, checkbox, collections, dataCollections, differingPixels, drawn, idle, jump, launch, nothingToComplain, oneWithPosition, only, phone,
    openPage as openIn, shot, somewhere,
} from './support/page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
const openPage = (...more) => openIn(browser, ...more);

test('the map is drawn with WebGL 2, and its ground is there', async () => {
    const page = await openPage();
    assert.ok(await page.evaluate(() => window.machizu.map.getCanvas().getContext('webgl2') !== null));
    assert.equal(await page.locator('html.no-map').count(), 0);
    for (const { id, machizu } of await collections()) {
        if (machizu.view?.role !== 'base' || (machizu.view.minzoom ?? 0) > 11 || machizu.minzoom > 11) continue;
        assert.ok((await drawn(page, id)).length > 0, `${id} is not drawn`);
    }
    await shot(page, 'wide-ja');
    await page.context().close();
    nothingToComplain();
});

test('each layer is drawn when it is switched on, with its legend, licence and downloads', async () => {
    const page = await openPage();
    for (const { id, machizu, links } of await dataCollections()) {
        const feature = await oneWithPosition(id);
        await only(page, undefined);
        await jump(page, somewhere(feature.geometry), Math.max(16, machizu.view.minzoom ?? 0));
        await differingPixels(page);
        await only(page, id);
        const { categories, colors, missing, style } = machizu.view;
        const entries = { categories: categories?.length, classes: colors?.length }[style];
        await page.locator(`[data-layer="${id}"] .layer-name .swatch`).waitFor();
        if (entries) assert.equal(await page.locator(`[data-layer="${id}"] .legend li`).count(), entries + (missing ? 1 : 0), id);
        if (machizu.view.choose) {
            await page.waitForFunction((id) => document.querySelector(`select[name="choose.${id}"]`)?.disabled === false, id);
            await idle(page);
        }
        assert.ok((await drawn(page, id)).length > 0, `${id}: nothing drawn`);
        assert.ok((await differingPixels(page)) > 50, `${id}: the picture is the same`);
        await page.locator(`[data-layer="${id}"] .info`).click();
        const facts = page.locator(`#about-${id}`);
        assert.match(await facts.innerText(), new RegExp(machizu.license.id));
        const downloads = links.filter(({ rel }) => rel === 'enclosure').length;
        assert.ok(downloads >= 2, `${id}: ${downloads} downloads`);
        assert.equal(await facts.locator('a.download').count(), downloads, id);
        const hrefs = await facts.locator('a.download').evaluateAll((all) => all.map(({ href }) => href));
        for (const href of hrefs) assert.equal((await fetch(href, { headers: { Range: 'bytes=0-9' } })).status, 206, href);
        await page.locator(`[data-layer="${id}"] .info`).click();
    }
    await page.context().close();
    nothingToComplain();
});

test('a click on a polling place opens its panel, and Escape gives the focus back', async () => {
    const page = await openPage();
    const { machizu } = (await collections()).find(({ id }) => id === 'polling-places');
    const feature = await oneWithPosition('polling-places');
    await only(page, 'polling-places');
    await jump(page, feature.geometry.coordinates, 17);
    const { x, y } = await page.evaluate((at) => window.machizu.map.project(at), feature.geometry.coordinates);
    await page.locator('.maplibregl-canvas').click({ position: { x, y } });
    const panel = page.getByRole('dialog');
    await panel.locator('.fields').waitFor();
    const words = await panel.innerText();
    assert.ok(words.includes(String(feature.properties[machizu.view.title])), words);
    const labelled = machizu.fields.find(({ name }) => name !== machizu.view.title && feature.properties[name]);
    assert.ok(words.includes(labelled.label.ja), words);
    assert.ok(await panel.evaluate((element) => element.contains(document.activeElement)), 'focus is in the panel');
    assert.match(page.url(), /feature=polling-places\//);
    await shot(page, 'wide-ja-panel');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('maplibregl-canvas')), 'focus is back on the map');
    await page.context().close();
    nothingToComplain();
});

test('a cluster or a heap of cases comes apart by going closer', async () => {
    const page = await openPage();
    await only(page, 'parking-cases');
    await shot(page, 'wide-ja-parking');
    const feature = await oneWithPosition('parking-cases');
    await jump(page, feature.geometry.coordinates, 17);
    const found = await drawn(page, 'parking-cases');
    assert.ok(found.some(({ feature_id }) => feature_id !== undefined), 'single cases at zoom 17');
    await page.context().close();
    nothingToComplain();
});

test('a manhole is found by its number, with the keyboard alone', async () => {
    const page = await openPage();
    const { machizu } = (await collections()).find(({ id }) => id === 'sewer-manholes');
    const feature = await oneWithPosition('sewer-manholes');
    const number = String(feature.properties[machizu.view.title]);
    assert.equal(await checkbox(page, 'sewer-manholes').isChecked(), false);
    await page.locator('#search').focus();
    await page.keyboard.type(number);
    const option = page.getByRole('option', { name: number }).filter({ hasText: machizu.title.ja }).first();
    await option.waitFor();
    await shot(page, 'wide-ja-search');
    for (let i = 0; i < 12 && (await option.getAttribute('aria-selected')) !== 'true'; ++i) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading', { name: number }).waitFor();
    await idle(page);
    assert.equal(await checkbox(page, 'sewer-manholes').isChecked(), true);
    const [lon, lat] = feature.geometry.coordinates;
    const bounds = await page.evaluate(() => window.machizu.map.getBounds().toArray().flat());
    assert.ok(bounds[0] < lon && lon < bounds[2] && bounds[1] < lat && lat < bounds[3], 'the map flew there');
    assert.ok((await drawn(page, 'sewer-manholes')).some(({ feature_id }) => String(feature_id) === String(feature.id)));
    await shot(page, 'wide-ja-manhole');
    await page.context().close();
    nothingToComplain();
});

test('another election changes map and table, another language all words, and the link brings it all back', async () => {
    const page = await openPage();
    await only(page, 'turnout');
    const select = page.locator('select[name="choose.turnout"]');
    await page.waitForFunction(() => document.querySelector('select[name="choose.turnout"]')?.disabled === false);
    const elections = await select.locator('option').allInnerTexts();
    assert.equal(elections.length, 3);
    for (const election of elections) {
        await select.selectOption(election);
        await idle(page);
        const shown = new Set((await drawn(page, 'turnout')).map((properties) => properties.election));
        assert.deepEqual([...shown], [election]);
    }
    await select.selectOption(elections[0]);
    await page.locator('#table-open').click();
    await page.waitForFunction(({ chosen, others }) => {
        const words = document.querySelector('#table-content').textContent;
        return words.includes(chosen) && others.every((other) => !words.includes(other));
    }, { chosen: elections[0], others: elections.slice(1) });
    await idle(page);
    await shot(page, 'wide-ja-turnout');

    await page.locator('#language').selectOption('en');
    await page.locator('html[lang=en]').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByRole('heading', { name: 'Map contents' }).waitFor();
    await page.locator('#table-summary', { hasText: 'in view' }).waitFor();
    assert.match(await page.title(), /Machizu/);

    await page.locator('#table-content .row-button').nth(1).click();
    await page.getByRole('dialog').locator('.fields').waitFor();
    await idle(page);
    const state = () => page.evaluate(() => ({
        hash: location.hash, lang: document.documentElement.lang, heading: document.querySelector('#panel-title')?.textContent,
        on: [...document.querySelectorAll('#layers input:checked')].map(({ value }) => value),
        choice: document.querySelector('select[name="choose.turnout"]').value,
        zoom: window.machizu.map.getZoom().toFixed(1), table: document.querySelector('#table-layer').value,
    }));
    const left = await state();
    await page.reload();
    await idle(page);
    await page.getByRole('dialog').locator('.fields').waitFor();
    await page.waitForFunction(() => document.querySelector('select[name="choose.turnout"]')?.disabled === false);
    await idle(page);
    assert.deepEqual(await state(), left);
    await shot(page, 'wide-en-turnout');
    await page.context().close();
    nothingToComplain();
});

test('the table counts and lists what is in view, as the API does', async () => {
    const page = await openPage();
    await only(page, 'polling-places');
    await page.locator('#table-open').click();
    await page.locator('#table-content tbody tr').first().waitFor();
    await idle(page);
    await page.waitForTimeout(1500);
    const bounds = await page.evaluate(() => window.machizu.map.getBounds().toArray().flat());
    const { numberMatched } = await api(`api/collections/polling-places/items?bbox=${bounds.map((part) => part.toFixed(6))}&limit=1`);
    assert.match(await page.locator('#table-summary').innerText(), new RegExp(`^表示範囲に ${numberMatched} 件$`));
    assert.equal(await page.locator('#table-content tbody tr').count(), Math.min(50, numberMatched));
    assert.match(await page.locator('#status').innerText(), new RegExp(`${numberMatched}件`));
    await page.locator('#table-content tbody tr td').first().click();
    await page.getByRole('dialog').locator('.fields').waitFor();
    await shot(page, 'wide-ja-table');
    await page.context().close();
    nothingToComplain();
});

test('what has no position is in the table of all, and its panel says so', async () => {
    const { machizu } = (await collections()).find(({ id }) => id === 'cultural-properties');
    assert.ok(machizu.without_geometry > 0);
    const page = await openPage();
    await only(page, 'cultural-properties');
    await page.locator('#table-open').click();
    await page.locator('#table-all').check();
    await page.locator('#table-summary', { hasText: `全 ${machizu.count} 件` }).waitFor();
    while (await page.locator('.more').count()) {
        const rows = await page.locator('#table-content tbody tr').count();
        await page.locator('.more').click();
        await page.waitForFunction((rows) => document.querySelectorAll('#table-content tbody tr').length > rows, rows);
    }
    const { features } = await api(`api/collections/cultural-properties/items?limit=1000`);
    assert.equal(await page.locator('#table-content tbody tr').count(), features.length);
    const placeless = features.find(({ geometry }) => !geometry);
    await page.locator(`tr[data-feature="${placeless.id}"] .row-button`).click();
    await page.getByRole('dialog').getByText('位置がない').waitFor();
    await page.context().close();
    nothingToComplain();
});

test('on a phone the sheets open and close, nothing scrolls sideways, in the dark too', async () => {
    for (const [name, options] of [['ja', {}], ['en-dark', { locale: 'en-GB', colorScheme: 'dark' }]]) {
        const page = await openPage('', { ...phone, ...options });
        await shot(page, `phone-${name}`);
        await page.locator('#layers-open').click();
        await checkbox(page, 'garbage-areas').check();
        await idle(page);
        await shot(page, `phone-${name}-layers`);
        await page.locator('#layers-close').click();
        await page.locator('#table-open').click();
        await page.locator('#table-content tbody tr').first().waitFor();
        await shot(page, `phone-${name}-table`);
        await page.locator('.row-button').first().click();
        await page.getByRole('dialog').locator('.fields').waitFor();
        await idle(page);
        await shot(page, `phone-${name}-panel`);
        await page.setViewportSize({ width: 320, height: 640 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), 'reflow at 320 px');
        await page.context().close();
    }
    nothingToComplain();
});

test('MapLibre draws MapLibre Tiles just as Mapbox Vector Tiles', async () => {
    const page = await openPage();
    await only(page);
    const id = 'polling-districts';
    const { center } = await api(`tiles/${id}.json`);
    await jump(page, center.slice(0, 2), 12);
    const drawnAs = async (encoding) => {
        const types = [];
        page.on('response', (response) => { if (response.url().includes(`/tiles/${id}@`)) types.push(response.headers()['content-type']); });
        const features = await page.evaluate(async ({ id, encoding, base }) => {
            const { map } = window.machizu;
            map.addSource('trial', { type: 'vector', url: `${base}tiles/${id}.json?f=${encoding}` });
            map.addLayer({ id: 'trial', type: 'fill', source: 'trial', 'source-layer': id, paint: { 'fill-color': '#c00' } });
            await new Promise((resolve) => map.once('idle', resolve));
            const drawn = map.queryRenderedFeatures({ layers: ['trial'] }).map(({ id, properties }) => JSON.stringify([id, Object.entries(properties).sort()]));
            return [...new Set(drawn)].sort();
        }, { id, encoding, base: page.url().split('#')[0].split('?')[0] });
        await idle(page);
        await differingPixels(page);
        return { features, types };
    };
    const remove = () => page.evaluate(() => { window.machizu.map.removeLayer('trial'); window.machizu.map.removeSource('trial'); });
    const mvt = await drawnAs('mvt');
    await remove();
    const mlt = await drawnAs('mlt');
    assert.ok(mlt.types.includes('application/vnd.maplibre-tile'), `${mlt.types}`);
    assert.ok(mlt.features.length > 3, `${mlt.features.length} features`);
    assert.deepEqual(mlt.features, mvt.features);
    await remove();
    await drawnAs('mvt'); // keeps the pixels of MVT
    await remove();
    await drawnAs('mlt');
    assert.equal(await differingPixels(page), 0, 'the same pixels twice');
    await page.context().close();
    nothingToComplain();
});
