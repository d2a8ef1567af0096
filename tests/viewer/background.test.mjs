// Backgrounds of the GSI (地理院タイル): only where the operator allows them and the visitor takes one, with their source named, and never
// kept. The GSI itself is not asked: the browser answers in its place, with tiles of one colour.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../end_to_end/support/programs.mjs';
import { collection, idle, launch, patience, shot, wide } from './support/page.mjs';

const store = process.env.MACHIZU_STORE;
const gsi = 'https://cyberjapandata.gsi.go.jp/';
/** A pixel of #1e7878, which nothing of ours has. */
const tile = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGOQq6gAAAHGAQ9s60hPAAAAAElFTkSuQmCC', 'base64');

let browser;
let allowing;
before(async () => {
    browser = await launch();
    if (store) allowing = await serve(store, '--gsi-tiles');
});
after(async () => {
    await browser?.close();
    await allowing?.stop();
});

/** A page of a server, and what it asked of other hosts; `answer` stands for the GSI. */
async function openAt(url, answer) {
    const context = await browser.newContext({ viewport: wide, locale: 'ja-JP', reducedMotion: 'reduce' });
    const foreign = [];
    const complaints = [];
    await context.route((asked) => asked.origin !== new URL(url).origin, async (route) => {
        foreign.push(route.request().url());
        await answer(route);
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    await idle(page);
    return { page, foreign, complaints };
}

const givesTile = (route) => route.fulfill({ contentType: 'image/png', headers: { 'Access-Control-Allow-Origin': '*' }, body: tile });

/** The part of the map that has the tiles' colour: of some hundred places, evenly spread. */
const shareOfTiles = (page) => page.evaluate(() => {
    const { map } = window.machizu;
    const gl = map.getCanvas().getContext('webgl2');
    map.redraw();
    const pixel = new Uint8Array(4);
    let found = 0;
    for (let i = 0; i < 400; ++i) {
        gl.readPixels(((i % 20) + 0.5) * gl.drawingBufferWidth / 20, (Math.floor(i / 20) + 0.5) * gl.drawingBufferHeight / 20, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        if (Math.abs(pixel[0] - 0x1e) < 4 && Math.abs(pixel[1] - 0x78) < 4 && Math.abs(pixel[2] - 0x78) < 4) ++found;
    }
    return found / 400;
});

test('a background of the GSI is drawn and named once it is chosen, and nothing is asked of the GSI before', { skip: !store }, async () => {
    const { page, foreign, complaints } = await openAt(`${allowing.url}/`, givesTile);
    const choice = page.locator('select[name=base]');
    await choice.waitFor();
    assert.deepEqual(await choice.locator('option').allTextContents(), ['市の背景地図', '地理院地図（淡色）', '地理院地図（標準）', '地理院の航空写真']);
    assert.deepEqual(foreign, []);
    assert.equal(await shareOfTiles(page), 0);

    await choice.selectOption('gsi-pale');
    await idle(page);
    assert.ok(foreign.length > 3 && foreign.every((url) => /^https:\/\/cyberjapandata\.gsi\.go\.jp\/xyz\/pale\/\d+\/\d+\/\d+\.png$/.test(url)), foreign.join('\n'));
    assert.ok((await shareOfTiles(page)) > 0.3, 'the ground is the tiles, the data lies on them');
    const credits = page.locator('#attribution');
    assert.match(await credits.textContent(), /地理院タイル/);
    assert.equal(await credits.locator('a').getAttribute('href'), 'https://maps.gsi.go.jp/development/ichiran.html');
    assert.match(page.url(), /base=gsi-pale/);
    await shot(page, 'background-gsi');

    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
    assert.deepEqual(kept.filter((url) => url.startsWith(gsi)), []);

    await choice.selectOption('');
    await idle(page);
    assert.equal(await shareOfTiles(page), 0);
    assert.doesNotMatch(await credits.textContent(), /地理院/);
    assert.deepEqual(complaints, []);
    await page.context().close();
});

test('where the GSI does not answer, the page says so and the data is there', { skip: !store }, async () => {
    const { page } = await openAt(`${allowing.url}/#base=gsi-std&layers=polling-places`, (route) => route.abort());
    await page.getByText('地図の一部を読み込めませんでした').waitFor();
    await page.waitForFunction(() => window.machizu.map.queryRenderedFeatures().some(({ source }) => source === 'polling-places'));
    await page.context().close();
});

test('a link with a background that this server does not allow shows the city’s own ground, and asks nobody', { skip: !store }, async () => {
    const { page, foreign, complaints } = await openAt(`${process.env.MACHIZU_URL}#base=gsi-pale`, givesTile);
    assert.equal(await page.locator('select[name=base]').count(), 0);
    const drawn = await page.evaluate(() => [...new Set(window.machizu.map.queryRenderedFeatures().map(({ source }) => source))]);
    assert.ok(drawn.includes('base-sea') || drawn.includes('base-roads'), drawn.join());
    assert.ok((await page.locator('#attribution').textContent()).includes((await collection('base-roads')).machizu.attribution.ja), 'the ground is named as it is drawn');
    assert.deepEqual([foreign, complaints], [[], []]);
    await page.context().close();
});
