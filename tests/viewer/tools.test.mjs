// The tools, used as residents, planners and businesses would use them, against a machizu-serve that serves the sample city.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
    api, collection, differingPixels, drawn, idle, jump, launch, nothingToComplain, offers, oneWithPosition, openPage as openIn, pictures, shot, tool,
} from './support/page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
const openPage = (...more) => openIn(browser, ...more);

const found = async (page) => Number((await page.locator('#tool .found').innerText()).match(/うち([\d,]+)件/)[1].replaceAll(',', ''));
const summary = async (page) => Number((await page.locator('#table-summary').innerText()).replace(/\D/g, ''));

test('a click tells in sentences what applies at the place', { skip: !offers.here }, async () => {
    const page = await openPage('#layers=polling-districts');
    const feature = await oneWithPosition('polling-places');
    await jump(page, feature.geometry.coordinates, 15);
    await tool(page, 'here');
    await page.locator('#map .maplibregl-canvas').click({ position: { x: 300, y: 300 } });
    await page.locator('#tool .told li').first().waitFor();
    const words = await page.locator('#tool .told').innerText();
    const { machizu } = await collection('garbage-areas');
    for (const expected of [/投票/, new RegExp(machizu.title.ja.slice(0, 2))]) assert.match(words, expected);
    assert.match(page.url(), /here=34\./);
    await shot(page, 'here');
    await page.locator('#tool .more-about').first().click();
    await page.getByRole('dialog').locator('.fields').waitFor();
    await page.context().close();
    nothingToComplain();
});

test('my location is asked of the browser, and a refusal says what else to do', { skip: !offers.here }, async () => {
    const { geometry } = await oneWithPosition('polling-places');
    const [longitude, latitude] = geometry.coordinates;
    let page = await openPage('', { geolocation: { longitude, latitude }, permissions: ['geolocation'] });
    await tool(page, 'here');
    await page.getByRole('button', { name: '現在地' }).click();
    await page.locator('#tool .told li').first().waitFor();
    await page.context().close();
    page = await openPage();
    await tool(page, 'here');
    await page.getByRole('button', { name: '現在地' }).click();
    await page.getByText('現在地がわかりませんでした').waitFor();
    await page.context().close();
    nothingToComplain();
});

test('the panel of a feature has its page, its QR code, its link and what applies there', { skip: !offers.qr }, async () => {
    const { id } = await oneWithPosition('cultural-properties');
    const page = await openPage(`#layers=cultural-properties&feature=cultural-properties/${id}`);
    const panel = page.getByRole('dialog');
    await panel.locator('.fields').waitFor();
    await panel.locator('.told li').first().waitFor();
    const href = await panel.getByRole('link', { name: 'この情報だけのページ' }).getAttribute('href');
    const answer = await fetch(href);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /text\/html/);
    await panel.locator('img.qr').scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('img.qr')?.naturalWidth > 0);
    assert.ok(await panel.locator('a.video').count(), 'the video can be opened');
    await shot(page, 'feature-panel');
    await page.context().close();
    nothingToComplain();
});

test('a filter by category, number, day and area acts on map, table, count and download alike', async () => {
    const page = await openPage('#layers=parking-cases');
    const { machizu } = await collection('parking-cases');
    await page.locator('[data-layer="parking-cases"] .filter').click();
    await page.locator('#tool .found', { hasText: '件' }).waitFor();
    assert.equal(await found(page), machizu.count);
    await page.locator('#tool figure.chart').first().waitFor();
    await page.locator('#tool summary', { hasText: '時間帯' }).click();
    const box = page.locator('#tool .tick', { hasText: '夜' }).first();
    const counted = Number((await box.locator('.count').innerText()).replaceAll(',', ''));
    await differingPixels(page);
    await box.locator('input').check();
    await page.waitForFunction((counted) => document.querySelector('#tool .found').textContent.replaceAll(',', '').includes(`うち${counted}件`), counted);
    await idle(page);
    assert.ok((await differingPixels(page)) > 200, 'the heat has changed');
    assert.equal(await page.locator('#chips .chip').count(), 1);
    await page.locator('#tool input[name="occurred.from"]').fill('2025-04-01');
    await page.locator('#tool input[name="occurred.from"]').press('Tab');
    await page.locator('#chips .chip', { hasText: '2025年4月1日から' }).waitFor();
    await page.locator('#tool').getByRole('button', { name: 'いま見えている範囲に限る' }).click();
    await page.locator('#chips .chip', { hasText: '描いた範囲の中' }).waitFor();
    await idle(page);
    await page.waitForTimeout(1200);
    const told = await found(page);
    assert.ok(told > 0 && told < counted);
    await shot(page, 'filter');

    const saved = async (name) => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#tool a.download', { hasText: name }).click()]);
        return readFileSync(await download.path());
    };
    const csv = await saved('CSV');
    assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'Excel reads it as UTF-8');
    assert.equal(csv.toString('utf8').trim().split('\n').length - 1, told);
    assert.equal(JSON.parse((await saved('GeoJSON')).toString('utf8')).features.length, told);

    await page.locator('#tool').getByRole('button', { name: '一覧表で見る' }).click();
    await page.locator('#table-all').check();
    await page.locator('#table-summary', { hasText: `全 ${told.toLocaleString('ja')} 件` }).waitFor();
    const link = page.url();
    await page.context().close();

    const again = await openPage(link.slice(link.indexOf('#')));
    assert.equal(await again.locator('#chips .chip').count(), 4, 'three filters, and one that removes all');
    await again.locator('#chips .chip', { hasText: '夜' }).click();
    assert.equal(await again.locator('#chips .chip').count(), 3);
    await again.context().close();
    nothingToComplain();
});

test('time runs: the slider chooses months, and play goes from one to the next', async () => {
    const page = await openPage('#layers=parking-cases');
    await page.locator('[data-layer="parking-cases"] .filter').click();
    const handles = page.locator('#tool .handle');
    await handles.first().waitFor();
    await handles.first().focus();
    for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowRight');
    await page.locator('#chips .chip', { hasText: 'から' }).waitFor();
    await page.locator('#tool .play').click();
    const chip = async () => (await page.locator('#chips .chip').allInnerTexts()).join();
    const first = await chip();
    await page.waitForFunction((first) => [...document.querySelectorAll('#chips .chip')].map((each) => each.innerText).join() !== first, first);
    await page.locator('#tool .play').click();
    await shot(page, 'time');
    await page.context().close();
    nothingToComplain();
});

test('classes are cut by the method chosen, said in words, and kept in the link', async () => {
    const page = await openPage('#layers=turnout');
    await page.waitForFunction(() => document.querySelector('select[name="choose.turnout"]')?.disabled === false);
    await idle(page);
    await page.locator('[data-layer="turnout"] .recolor').click();
    const method = page.locator('#tool select').nth(2);
    const labels = async () => (await page.locator('[data-layer="turnout"] .legend li').allInnerTexts()).join('|');
    const seen = new Set([await labels()]);
    for (const name of ['quantile', 'equal', 'jenks']) {
        await method.selectOption(name);
        await page.waitForFunction((name) => location.hash.includes(`,${name},`), name);
        await idle(page);
        seen.add(await labels());
        assert.match(await page.locator('#tool [role=status]').innerText(), /値のないもの/);
    }
    assert.equal(seen.size, 4, [...seen].join('\n'));
    await method.selectOption('hand');
    await page.locator('#tool input[name=breaks]').fill('45, x');
    await page.locator('#tool input[name=breaks]').press('Tab');
    await page.locator('#breaks-problem').waitFor();
    await page.locator('#tool input[name=breaks]').fill('45, 50, 55');
    await page.locator('#tool input[name=breaks]').press('Tab');
    await page.locator('[data-layer="turnout"] .legend li', { hasText: '45〜50' }).waitFor();
    assert.match(await labels(), /無投票/, 'what is missing stands in the legend as itself');
    await idle(page);
    await shot(page, 'classes');
    const link = page.url();
    await page.context().close();
    const again = await openPage(link.slice(link.indexOf('#')));
    await again.locator('[data-layer="turnout"] .legend li', { hasText: '45〜50' }).waitFor();
    await again.context().close();
    nothingToComplain();
});

test('cases are counted by district and by mesh: on the map, as bars, in a table, as a file', { skip: !offers.aggregate }, async () => {
    const page = await openPage('#layers=parking-cases');
    await tool(page, 'count');
    await page.locator('#tool .ranking li').first().waitFor();
    const by = page.locator('#tool select').nth(1);
    await by.selectOption('dataset:polling-districts');
    await page.locator('#tool .ranking li', { hasText: '投票区' }).first().waitFor();
    await idle(page);
    const areas = await drawn(page, 'overlay');
    assert.ok(areas.length > 5);
    const { groups } = await api('api/collections/parking-cases/aggregate?by=dataset:polling-districts&functions=count');
    for (const { key, value, suppressed } of areas) {
        if (!suppressed) assert.equal(value, groups.find((group) => String(group.key) === key).count, key);
    }
    await shot(page, 'count-districts');
    await by.selectOption('mesh:500');
    await page.waitForFunction(() => location.hash.includes('mesh:500'));
    await idle(page);
    await page.locator('#tool .ranking li').first().waitFor();
    await shot(page, 'count-mesh');
    const href = await page.locator('#tool a.download').first().getAttribute('href');
    assert.match(await (await fetch(href)).text(), /,/);
    await by.selectOption('time:weekday');
    await page.waitForFunction(() => document.querySelectorAll('#tool .ranking li').length === 7);
    await page.context().close();
    nothingToComplain();
});

test('two elections stand side by side under a curtain that keys move', async () => {
    const page = await openPage('#layers=turnout');
    await page.waitForFunction(() => document.querySelector('select[name="choose.turnout"]')?.disabled === false);
    await idle(page);
    await tool(page, 'compare');
    await page.locator('#map-right canvas').waitFor();
    await page.waitForTimeout(1500);
    const elections = [await page.locator('select[name="choose.turnout"]').inputValue(), await page.locator('select[name="compare-choice"]').inputValue()];
    assert.notEqual(elections[0], elections[1]);
    await shot(page, 'compare');
    const clip = () => page.locator('#map-right').evaluate((element) => element.style.clipPath);
    const middle = await clip();
    await page.locator('#divider').focus();
    for (let i = 0; i < 10; ++i) await page.keyboard.press('ArrowLeft');
    assert.notEqual(await clip(), middle);
    await page.locator('#tool .close').click();
    await page.locator('#map-right').waitFor({ state: 'hidden' });
    await page.context().close();
    nothingToComplain();
});

test('a distance and an area are measured by clicks and by keys, and an area becomes a filter', async () => {
    const page = await openPage('#layers=polling-places&map=15/34.72/135.385');
    await tool(page, 'measure');
    const canvas = page.locator('#map .maplibregl-canvas');
    for (const position of [{ x: 200, y: 200 }, { x: 400, y: 200 }]) await canvas.click({ position });
    const [a, b] = await page.evaluate(() => [[200, 200], [400, 200]].map((at) => window.machizu.map.unproject(at).toArray()));
    const radius = 6378137 * Math.cos((a[1] * Math.PI) / 180) * ((b[0] - a[0]) * Math.PI / 180);
    const said = Number((await page.locator('.measured').innerText()).match(/長さ ([\d,]+) m/)[1].replaceAll(',', ''));
    assert.ok(Math.abs(said - radius) < radius * 0.005, `${said} m, about ${radius}`);
    await page.getByLabel('面積').check();
    await page.getByRole('button', { name: '消す' }).click();
    await canvas.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
        await page.getByRole('button', { name: '中心に点を打つ' }).click();
        await canvas.focus();
        await page.keyboard.press(key);
        await idle(page);
    }
    await page.locator('.measured', { hasText: '面積' }).waitFor();
    await shot(page, 'measure');
    await page.getByRole('button', { name: 'この範囲で絞り込む' }).click();
    await page.locator('#chips .chip', { hasText: '描いた範囲の中' }).waitFor();
    await page.context().close();
    nothingToComplain();
});

test('a sheet of A4 has the map at the scale it says, legend, dates, licences and what it does not prove', async () => {
    const page = await openPage('#layers=turnout&map=13/34.72/135.385');
    await page.evaluate(() => (window.print = () => (window.printed = true)));
    await tool(page, 'print');
    await page.locator('#tool select[name=scale]').selectOption('25000');
    await page.getByRole('button', { name: '印刷する' }).click();
    await page.waitForFunction(() => window.printed, null, { timeout: 60_000 });
    await page.emulateMedia({ media: 'print' });
    const sheet = page.locator('#paper');
    const words = await sheet.innerText();
    for (const expected of [/汐凪市の地図/, /投票率/, /40%?未満/, /時点、CC-BY-4.0/, /証明するものではありません/, /印刷/, /縮尺 約 1:25,000/]) assert.match(words, expected);
    // The bar is so long that at 1:25,000 it is as many metres as it says.
    const bar = await page.locator('.paper-bar').evaluate((element) => ({ mm: element.getBoundingClientRect().width / 96 * 25.4, metres: Number(element.dataset.metres) }));
    assert.ok(Math.abs((bar.metres / bar.mm) * 1000 - 25_000) < 100, JSON.stringify(bar));
    const size = await page.locator('.paper-picture img').evaluate((image) => ({ mm: image.getBoundingClientRect().width / 96 * 25.4, width: image.naturalWidth }));
    assert.ok(size.mm > 180 && size.width > 1000, JSON.stringify(size));
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false, path: `${pictures}/print.pdf` });
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'on one page');
    await page.context().close();
    nothingToComplain();
});

test('what the table lists can be sorted and downloaded as it stands', async () => {
    const page = await openPage('#layers=polling-places&table=polling-places');
    await page.locator('#table-content tbody tr').first().waitFor();
    await page.waitForTimeout(1500);
    const listed = await summary(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#table-exports a', { hasText: 'CSV' }).click()]);
    assert.equal(readFileSync(await download.path(), 'utf8').trim().split('\n').length - 1, listed);
    if (offers.export) { // such a server sorts too
        await page.locator('thead .sort', { hasText: '番号' }).first().click();
        await page.locator('th[aria-sort=ascending]').waitFor();
    }
    await page.context().close();
    nothingToComplain();
});

