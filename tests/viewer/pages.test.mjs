// The server's pages in a real browser, against a running machizu-serve that serves the sample city: axe finds nothing, nothing is wider
// than a phone, nothing runs, everything works by keyboard and without a script.
//
//   MACHIZU_URL=http://127.0.0.1:8080/ node --test tests/viewer/pages.test.mjs
//
// Needs /usr/bin/chromium (or CHROMIUM), a Japanese font, and the packages of viewer/.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pictures } from './support/page.mjs';

const require = createRequire(fileURLToPath(new URL('../../viewer/package.json', import.meta.url)));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const base = new URL(process.env.MACHIZU_URL ?? 'http://127.0.0.1:8080/').href;

const pages = {
    start: 'api', datasets: 'api/collections', dataset: 'api/collections/turnout', table: 'api/collections/polling-places/items',
    cases: 'api/collections/parking-cases/items?limit=20', feature: 'f/polling-places/5', area: 'f/polling-districts/6', town: 'f/town-boundaries/28299002001',
    property: 'f/cultural-properties/1', search: 'api/search?q=小学校', here: 'api/here?lon=135.3712&lat=34.7125', missing: 'f/polling-places/none',
};

let browser;
before(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, chromiumSandbox: false, args: ['--no-first-run', '--disable-background-networking'] });
});
after(() => browser?.close());

const looks = [
    { width: 1280, height: 900, colorScheme: 'light', language: 'ja' },
    { width: 360, height: 740, colorScheme: 'dark', language: 'en' },
    { width: 360, height: 740, colorScheme: 'light', language: 'ja' },
    { width: 1280, height: 900, colorScheme: 'dark', language: 'en' },
];

async function open(path, { width, height, colorScheme, language }, options = {}) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: language === 'ja' ? 'ja-JP' : 'en-GB', ...options });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => { if (message.type() === 'error' && !/404/.test(message.text())) complaints.push(message.text()); });
    page.on('request', (request) => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) complaints.push(`request to ${request.url()}`); });
    await page.goto(base + path);
    return { page, complaints, close: () => context.close() };
}

for (const look of looks) {
    const name = `${look.width}-${look.colorScheme}-${look.language}`;
    test(`axe finds nothing on any page, and nothing is wider than the window: ${name}`, async () => {
        for (const [title, path] of Object.entries(pages)) {
            const { page, complaints, close } = await open(path, look);
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
            assert.deepEqual(violations.map(({ id, nodes }) => `${title}: ${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join('\n')}`), []);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            assert.ok(wide <= 0, `${title} is ${wide} pixels wider than the window`);
            assert.equal(await page.evaluate(() => document.documentElement.lang), look.language);
            assert.deepEqual(complaints, [], title);
            await page.screenshot({ path: join(pictures, `page-${title}-${name}.png`), fullPage: true });
            await close();
        }
    });
}

test('without a script, by keyboard alone: from the start to a polling place and what is said of its place', async () => {
    const { page, close } = await open('api', looks[0], { javaScriptEnabled: false });
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').textContent(), '本文へ移動');
    await page.locator('#q').focus();
    await page.keyboard.type('浜風中学校');
    await page.keyboard.press('Enter');
    await page.locator('ol.hits a').first().focus();
    await page.keyboard.press('Enter');
    assert.match(await page.locator('h1').textContent(), /浜風中学校/);
    await page.getByRole('link', { name: /この場所について/ }).focus();
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.said').first().textContent(), /投票区です。/);
    await page.getByRole('link', { name: 'English' }).click();
    assert.match(await page.locator('.said').first().textContent(), /polling district/);
    await close();
});
