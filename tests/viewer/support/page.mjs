// A browser with WebGL 2 and the viewer in it, and what every test asks of them.
//
// Needs /usr/bin/chromium (or CHROMIUM), a Japanese font, and the packages of viewer/. MACHIZU_URL is the server's address.
// Pictures to look at stay in build/screenshots, or in the folder MACHIZU_SCREENSHOTS.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const viewer = fileURLToPath(new URL('../../../viewer/', import.meta.url));
const require = createRequire(join(viewer, 'package.json'));
const { chromium } = require('playwright-core');

export const base = new URL(process.env.MACHIZU_URL ?? 'http://127.0.0.1:8080/').href;
export const pictures = process.env.MACHIZU_SCREENSHOTS ?? fileURLToPath(new URL('../../../build/screenshots', import.meta.url));
export const patience = 30_000; // a loaded machine without a GPU

export const wide = { width: 1280, height: 800 };
export const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** WebGL 2 without a GPU; nothing that calls home. */
const flags = [
    '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
];

export const launch = (...more) => {
    mkdirSync(pictures, { recursive: true });
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, chromiumSandbox: false, args: [...flags, ...more],
    });
};

/** Parts of the API that a server may lack: the viewer says so then, and tests of them are left out. */
async function statusOf(path) {
    const response = await fetch(new URL(path, base)).catch(() => undefined);
    await response?.body?.cancel(); // one that nobody reads keeps the connection, and with it this process, for half a minute
    return response?.status ?? 404;
}
const answers = async (path) => (await statusOf(path)) !== 404;
const isGiven = async (path) => (await statusOf(path)) < 300;
export const offers = {
    here: await answers('api/here?lon=135.385&lat=34.72'),
    aggregate: await answers('api/collections/parking-cases/aggregate?by=mesh:500&functions=count'),
    qr: await answers('f/polling-places/1/qr.svg'),
    export: await answers('api/collections/polling-places/export?f=csv'),
    tiles: await isGiven('tiles/parking-cases/0/0/0?filter=vehicles%3E0'),
    pages: await isGiven('api/collections?f=html'),
};
const lacking = new RegExp([!offers.here && '/api/here', !offers.aggregate && '/aggregate', !offers.qr && '/qr.svg', !offers.tiles && '/tiles/.*filter='].filter(Boolean).join('|') || '^$');

const complaints = []; // what a page said or did that it should not; looked at after every test

/** Opens the viewer and waits until it has drawn. The service worker stays out unless asked for: it would keep answers from test to test. */
export async function openPage(browser, hash = '', options = {}, { map = true, expected } = {}) {
    const context = await browser.newContext({ viewport: wide, locale: 'ja-JP', reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    watch(page, map, expected);
    await page.goto(base + hash);
    await idle(page);
    if (map) assert.ok(await page.evaluate(() => window.machizu.map.getCanvas().getContext('webgl2') !== null), 'WebGL 2 is really there');
    return page;
}

function watch(page, map, expected) {
    const harmless = map ? /GPU stall due to ReadPixels|Service Worker registration blocked/ : /WebGL|GPU stall|Service Worker registration blocked/i;
    page.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type()) || harmless.test(message.text())) return;
        if (expected?.test(message.text()) || expected?.test(message.location().url) || lacking.test(message.location().url)) return;
        complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith('http') && url.host !== new URL(base).host) complaints.push(`request to another host: ${url}`);
    });
    page.on('response', (response) => {
        if (response.status() >= 400 && !expected?.test(response.url()) && !lacking.test(response.url())) complaints.push(`${response.status()} for ${response.url()}`);
    });
}

export function nothingToComplain() {
    assert.deepEqual(complaints.splice(0), []);
}

/** Waits until the map has drawn all it has to; what was just done needs a moment to begin. */
export async function idle(page) {
    await page.waitForTimeout(300);
    await page.waitForFunction(() => document.documentElement.dataset.ready === '1', null, { timeout: patience });
}

export async function shot(page, name) {
    await page.screenshot({ path: join(pictures, `${name}.png`) });
}

export async function api(path) {
    const response = await fetch(new URL(path, base));
    assert.equal(response.status, 200, path);
    return response.json();
}

export const collections = async () => (await api('api/collections')).collections;
export const dataCollections = async () => (await collections()).filter(({ machizu }) => machizu.view?.role !== 'base' && machizu.geometry !== 'none');
export const collection = async (id) => (await collections()).find((each) => each.id === id);

/** Any position of a feature: on a line, on the edge of an area. */
export function somewhere(geometry) {
    let part = geometry.coordinates;
    while (Array.isArray(part[0])) part = part[0];
    return part;
}

export async function oneWithPosition(id) {
    const { features } = await api(`api/collections/${id}/items?limit=100`);
    const found = features.find(({ geometry }) => geometry);
    assert.ok(found, `no feature of ${id} has a position`);
    return found;
}

export async function jump(page, center, zoom) {
    await page.evaluate(({ center, zoom }) => window.machizu.map.jumpTo({ center, zoom }), { center, zoom });
    await idle(page);
}

export const checkbox = (page, id) => page.locator(`#layers input[value="${id}"]`);

/** Leaves one layer of the data switched on, or none; the ground stays. */
export async function only(page, id) {
    const on = await page.locator('#layers fieldset input:checked:visible').evaluateAll((boxes) => boxes.map(({ value }) => value));
    for (const value of on) {
        if (value !== id) await checkbox(page, value).uncheck();
    }
    if (id) await checkbox(page, id).check();
    await idle(page);
}

/** Keeps the pixels of the map; answers how many differ from those kept before. */
export const differingPixels = (page) => page.evaluate(() => {
    const { map } = window.machizu;
    const gl = map.getCanvas().getContext('webgl2');
    map.redraw();
    const pixels = new Uint8Array(gl.drawingBufferWidth * gl.drawingBufferHeight * 4);
    gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const old = window.keptPixels;
    window.keptPixels = pixels;
    let different = 0;
    for (let i = 0; old && i < pixels.length; i += 4) {
        if (old[i] !== pixels[i] || old[i + 1] !== pixels[i + 1] || old[i + 2] !== pixels[i + 2]) ++different;
    }
    return different;
});

export const drawn = (page, source) => page.evaluate((source) => {
    const { map } = window.machizu;
    const layers = map.getStyle().layers.filter((layer) => layer.source === source).map(({ id }) => id);
    return map.queryRenderedFeatures({ layers }).map(({ properties }) => properties);
}, source);

export async function tool(page, name) {
    await page.locator(`[data-tool="${name}"]`).click();
    await page.locator('#tool').waitFor();
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong, one line a rule. Through the debugger: the page's own policy would, rightly, refuse the script. */
export async function violations(page) {
    if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
    return page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const result = await window.axe.run(document, { runOnly: { type: 'tag', values: tags } });
        return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    });
}
