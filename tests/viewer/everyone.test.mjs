// The viewer for everyone: languages, colours, keyboard, small screens, no network, no WebGL, no JavaScript.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
    base, checkbox, collection, collections, idle, launch, nothingToComplain, oneWithPosition, openPage as openIn, phone, shot, tool, viewer, violations,
} from './support/page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
const openPage = (...more) => openIn(browser, ...more);

test('axe-core finds nothing wrong in fourteen states, by day, by night, in three languages, on a phone', async () => {
    const looked = [];
    const look = async (page, state) => {
        await idle(page);
        await shot(page, `axe-${state}`);
        assert.deepEqual(await violations(page), [], state);
        looked.push(state);
    };
    let page = await openPage('#layers=turnout,polling-places');
    await look(page, 'start');
    await page.locator('#search').fill('第');
    await page.getByRole('option').first().waitFor();
    await look(page, 'search');
    await page.locator('#search-clear').click();
    await page.locator('#table-open').click();
    await page.locator('#table-content .row-button').first().click();
    await page.getByRole('dialog').locator('.fields').waitFor();
    await page.locator('[data-layer="turnout"] .info').click();
    await look(page, 'panel-and-table');
    for (const name of ['here', 'filter', 'count', 'compare', 'measure', 'print', 'share']) {
        await tool(page, name);
        await page.waitForTimeout(600);
        await look(page, `tool-${name}`);
    }
    await page.locator('#language').selectOption('easy');
    await page.locator('[data-layer="turnout"] .recolor').click();
    await page.locator('.classes-chart figure').waitFor();
    await look(page, 'classes-easy');
    await page.context().close();
    page = await openPage('#layers=parking-cases&lang=en&is.parking-cases.kind=路上駐車', { colorScheme: 'dark' });
    await tool(page, 'filter');
    await look(page, 'dark-en-filtered');
    await page.context().close();
    page = await openPage('#layers=garbage-areas', phone);
    await page.locator('#tools-open').click();
    await look(page, 'phone-tools');
    await page.locator('#tools-open').click();
    await page.locator('#layers-open').click();
    await look(page, 'phone-layers');
    await page.context().close();
    assert.ok(looked.length >= 12, String(looked.length));
    nothingToComplain();
});

test('every word changes with the language, plain, easy and English', async () => {
    const { id } = await oneWithPosition('polling-places');
    const page = await openPage(`#layers=polling-places&feature=polling-places/${id}`);
    const name = page.locator('#panel-title');
    for (const [lang, heading, tag] of [['easy', '地図（ちず）に 出すもの', 'ja'], ['en', 'Map contents', 'en'], ['ja', '地図の内容', 'ja']]) {
        await page.locator('#language').selectOption(lang);
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        assert.equal(await page.locator('html').getAttribute('lang'), tag);
        assert.match(await name.textContent(), /\p{sc=Han}/u);
        assert.equal(await name.getAttribute('lang'), lang === 'en' ? 'ja' : null, 'a name that stays Japanese says so in the English page');
        await page.waitForFunction((lang) => location.hash.includes(`lang=${lang}`), lang);
        await shot(page, `wide-${lang}`);
    }
    await page.context().close();
    nothingToComplain();
});

test('the map is moved, zoomed and read with the keyboard alone', async () => {
    const page = await openPage('#layers=polling-places');
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement.className);
    assert.equal(first, 'skip', 'the first stop is a way past the rest');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('maplibregl-canvas')), 'the second leads to the map');
    const before = await page.evaluate(() => ({ ...window.machizu.map.getCenter(), zoom: window.machizu.map.getZoom() }));
    await page.keyboard.press('ArrowRight');
    await idle(page);
    await page.keyboard.press('+');
    await idle(page);
    const then = await page.evaluate(() => ({ ...window.machizu.map.getCenter(), zoom: window.machizu.map.getZoom() }));
    assert.ok(then.lng > before.lng && then.zoom > before.zoom);
    await page.locator('#status', { hasText: '表示範囲に投票所が' }).waitFor({ state: 'attached' });
    await page.locator('#pan-show').focus();
    await page.keyboard.press('Enter');
    await page.locator('#pan-up').focus();
    await page.keyboard.press('Enter');
    await idle(page);
    assert.ok((await page.evaluate(() => window.machizu.map.getCenter().lat)) > then.lat, 'a button moves it too');
    await page.context().close();
    nothingToComplain();
});

test('in forced colours and at 320 pixels everything is there, and nothing scrolls sideways', async () => {
    const page = await openPage('#layers=turnout', { forcedColors: 'active', viewport: { width: 320, height: 640 } });
    await page.locator('#layers-open').click();
    await shot(page, 'forced-colours-320');
    assert.equal(await page.locator('.legend .swatch').first().evaluate((element) => getComputedStyle(element).forcedColorAdjust), 'none');
    for (const name of ['filter', 'print', 'share']) {
        await page.locator('#layers-close, #tool .close').locator('visible=true').first().click();
        await page.locator('#tools-open').click();
        await page.locator(`[data-tool="${name}"]`).click();
        await page.locator('#tool-title').waitFor();
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), `${name}: reflow at 320 px`);
    }
    await page.context().close();
    nothingToComplain();
});

test('after the first visit the map opens without a network', async () => {
    const page = await openPage('#layers=polling-places', { serviceWorkers: 'allow' });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith('machizu-shell-')));
    await page.reload(); // now its answers go through the worker, which keeps them
    await idle(page);
    await page.waitForTimeout(500);
    await page.context().setOffline(true);
    await page.reload();
    await idle(page);
    assert.ok(await checkbox(page, 'polling-places').isChecked());
    assert.ok((await page.evaluate(() => window.machizu.map.queryRenderedFeatures({ layers: ['polling-places/point'] }).length)) > 0, 'its layers are drawn');
    await shot(page, 'offline');
    await page.context().close();
    nothingToComplain();
});

test('without WebGL a message says so, and table, search and panel still work', async () => {
    const poor = await launch('--disable-3d-apis');
    try {
        const page = await openIn(poor, '', {}, { map: false });
        await page.locator('#map-message').waitFor();
        await page.locator('#table-content tbody tr').first().waitFor();
        await page.locator('#table-content .row-button').first().click();
        await page.getByRole('dialog').locator('.fields').waitFor();
        await tool(page, 'filter');
        await page.locator('#tool .found', { hasText: '件' }).waitFor();
        await shot(page, 'wide-ja-no-webgl');
        await page.context().close();
    } finally {
        await poor.close();
    }
    nothingToComplain();
});

test('without JavaScript the list of all datasets leads to their pages', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' });
    const page = await context.newPage();
    await page.goto(base);
    for (const { id, machizu } of await collections()) {
        const link = page.locator(`#layer-list a[href="api/collections/${id}?f=html"]`);
        assert.equal(await link.textContent(), machizu.title.ja);
    }
    await shot(page, 'no-javascript');
    await context.close();
});

test('the page is small, packed beforehand, and stands before the map has come', async () => {
    const size = (file) => readFileSync(join(viewer, 'dist', file)).length;
    const packed = (file) => (existsSync(join(viewer, 'dist', `${file}.br`)) ? size(`${file}.br`) : size(file)); // the smallest stay as they are
    const files = readdirSync(join(viewer, 'dist/assets')).filter((name) => name.endsWith('.br')).map((name) => name.slice(0, -3));
    const page = await browser.newPage({ locale: 'ja-JP', serviceWorkers: 'block' });
    const loaded = [];
    page.on('response', (response) => loaded.push(response));
    let release;
    await page.route(/map_view/, async (route) => {
        await new Promise((resolve) => (release = resolve));
        await route.continue();
    });
    await page.goto(base);
    await page.locator('#layer-list input').first().waitFor();
    await page.locator('#search').fill('第');
    await page.getByRole('option').first().waitFor();
    assert.equal(await page.locator('canvas').count(), 0, 'all this without the map');
    const own = loaded.map((response) => new URL(response.url()).pathname).filter((path) => /\/assets\/.*(js|css)$/.test(path)).map((path) => path.split('/').pop());
    const html = loaded[0];
    assert.equal(html.headers()['content-encoding'], 'gzip');
    const first = own.filter((name) => !/map_view|maplibre|^more|^tools/.test(name)).reduce((sum, name) => sum + packed(`assets/${name}`), Number(html.headers()['content-length']));
    for (const response of loaded.filter((each) => /\/assets\/.*(js|css)$/.test(each.url()))) {
        const raw = size(`assets/${response.url().split('/').pop()}`);
        assert.ok(raw < 200 || ['br', 'gzip'].includes(response.headers()['content-encoding']), response.url());
        assert.match(response.headers()['cache-control'], /immutable/);
    }
    release?.();
    await page.close();
    const ours = ['index.html', 'sw.js', 'machizu.webmanifest', ...files.filter((name) => !/^maplibre-gl/.test(name)).map((name) => `assets/${name}`)];
    const sum = (some) => some.reduce((bytes, file) => bytes + packed(file), 0);
    const all = sum(ours);
    const japanese = sum(ours.filter((file) => !/_(easy|en)-/.test(file)));
    console.log(`first paint ${(first / 1024).toFixed(1)} KiB; all of ours ${(all / 1024).toFixed(1)} KiB, in Japanese alone ${(japanese / 1024).toFixed(1)} KiB`);
    assert.ok(first <= 30 * 1024, `first paint: ${first}`);
    assert.ok(all <= 60 * 1024, `all of ours: ${all}`);
});

test('the head of the page asks for no file before the first picture, and the map can be installed all the same', async () => {
    const [head] = (await (await fetch(base)).text()).split('</head>');
    const asked = [...head.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url]) => url);
    assert.deepEqual(asked.map((url) => url.split(',')[0]), ['data:image/svg+xml'], 'the icon alone, in its own bytes');
    const page = await openPage();
    const manifest = await page.evaluate(async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json());
    assert.equal(manifest.start_url, './');
    const icon = await page.evaluate(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return image.naturalWidth > 0;
    }, asked[0]);
    assert.ok(icon, 'a picture a browser can draw');
    await page.context().close();
    nothingToComplain();
});

test('what the server sends forbids everything foreign, and the page needs nothing of it', async () => {
    const response = await fetch(base);
    const policy = response.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|data: blob:;.*script/);
    const page = await openPage('#layers=polling-places,turnout');
    const refused = await page.evaluate(() => new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
        setTimeout(() => resolve('none'), 1500);
    }));
    assert.equal(refused, 'none');
    await page.context().close();
    nothingToComplain();
});

test('a shared link, its QR code and its frame open the same map', async () => {
    const { id } = await oneWithPosition('polling-places');
    const page = await openPage(`#layers=polling-places&feature=polling-places/${id}`);
    await page.getByRole('dialog').locator('.fields').waitFor();
    await tool(page, 'share');
    await shot(page, 'share');
    const link = await page.locator('#tool input').inputValue();
    assert.match(link, /layers=polling-places/);
    assert.ok(await page.locator('#tool svg.qr').isVisible());
    const frame = await page.locator('#tool textarea').inputValue();
    const source = /src="([^"]+)"/.exec(frame)[1];
    await page.context().close();
    const embedded = await openPage(source.slice(base.length), { viewport: { width: 600, height: 400 } });
    assert.equal(await embedded.locator('header').isVisible(), false);
    assert.ok(await embedded.locator('#table-open').isVisible());
    await shot(embedded, 'embedded');
    await embedded.context().close();
    assert.ok((await collection('polling-places')).machizu.count > 0);
    nothingToComplain();
});
