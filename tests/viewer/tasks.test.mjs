// Tasks people come with, each done from the start page in three actions or fewer, and counted: a click, a choice in a list, or words
// typed are one action each. viewer/README.md lists them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { api, checkbox, idle, launch, nothingToComplain, openPage, shot } from './support/page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Runs a task on the start page; it does everything by `act`, which counts. */
function task(name, most, run, options = {}) {
    test(name, async () => {
        const page = await openPage(browser, '', options);
        let actions = 0;
        const act = async (done) => {
            ++actions;
            await done;
        };
        await run(page, {
            type: (words) => act(page.locator('#search').fill(words)),
            choose: (text) => act(page.locator('#hits [role=option]', text ? { hasText: text } : {}).first().click()),
            click: (locator) => act(locator.click()),
            tick: async (id) => {
                await act(checkbox(page, id).check());
                await idle(page);
            },
            clickMap: async (at) => {
                const position = await page.evaluate((lonlat) => window.machizu.map.project(lonlat), at);
                await act(page.locator('#map .maplibregl-canvas').click({ position: { x: position.x, y: position.y } }));
            },
        });
        assert.ok(actions <= most, `${actions} actions`);
        await page.context().close();
        nothingToComplain();
    });
}

const town = async () => (await api('api/collections/town-boundaries/items?limit=1')).features[0].properties.name;
const saved = async (page, link) => {
    const [download] = await Promise.all([page.waitForEvent('download'), link]);
    return readFileSync(await download.path(), 'utf8').trim().split('\n');
};

task('where do I vote: from my address', 2, async (page, { type, choose }) => {
    await type(await town());
    await choose();
    await page.locator('#panel .told', { hasText: /投票/ }).waitFor();
    await shot(page, 'task-vote');
});

task('which day is burnable garbage here', 2, async (page, { click }) => {
    await click(page.locator('[data-tool="here"]'));
    await click(page.getByRole('button', { name: '現在地' }));
    await page.locator('#tool .told', { hasText: /燃/ }).waitFor();
}, { geolocation: { longitude: 135.37, latitude: 34.71 }, permissions: ['geolocation'] });

task('turnout of my district in the last two elections', 3, async (page, { tick, clickMap, click }) => {
    await tick('turnout');
    const { center } = await page.evaluate(() => ({ center: window.machizu.map.getCenter().toArray() }));
    await clickMap(center);
    await page.locator('#panel .fields').waitFor();
    await click(page.locator('#panel .others button').first());
    await page.locator('#panel .fields').waitFor();
});

task('two elections side by side', 2, async (page, { tick, click }) => {
    await tick('turnout');
    await click(page.locator('[data-tool="compare"]'));
    await page.locator('#map-right canvas').waitFor();
});

task('parking cases by district, as a table', 2, async (page, { tick, click }) => {
    await tick('parking-cases');
    await click(page.locator('[data-tool="count"]'));
    await page.locator('#tool .ranking li').first().waitFor();
    assert.equal(await page.locator('#tool select[name=about]').inputValue(), 'parking-cases', 'it is about what was ticked last');
    await idle(page);
    await shot(page, 'task-count');
});

task('parking cases near the station on Friday nights, as CSV', 3, async (page, { type, choose }) => {
    await type('駐車 金曜 夜間 浜汐凪駅');
    await choose('違法・迷惑駐車');
    await page.locator('#chips .chip', { hasText: '金曜日' }).waitFor();
    await page.locator('#chips .chip', { hasText: '夜間' }).waitFor();
    await page.locator('#tool .found', { hasText: 'うち' }).waitFor();
    await page.waitForTimeout(1500);
    await shot(page, 'task-friday-night');
    const lines = await saved(page, page.locator('#tool a.download', { hasText: 'CSV' }).click()); // the third
    const columns = lines[0].replace('\ufeff', '').split(',');
    const [day, period] = ['occurred', 'period'].map((name) => columns.findIndex((column) => column.trim() === name || column.includes({ occurred: '発生日', period: '時間帯' }[name])));
    assert.ok(lines.length > 1, 'there are some');
    for (const line of lines.slice(1)) {
        const cells = line.split(',');
        assert.equal(new Date(`${cells[day].trim()}T00:00Z`).getUTCDay(), 5, line);
        assert.equal(cells[period].trim(), '夜間', line);
    }
});

task('the sewer pipe in front of my plot, and how deep it lies', 2, async (page, { type, choose }) => {
    await type(await town());
    await choose();
    await page.locator('#panel .told', { hasText: /最も近い下水道管は.*土被り/ }).waitFor();
    await shot(page, 'task-pipe');
});

task('print what I see, at a true scale', 2, async (page, { click }) => {
    await page.evaluate(() => (window.print = () => (window.printed = true)));
    await click(page.locator('[data-tool="print"]'));
    await click(page.getByRole('button', { name: '印刷する' }));
    await page.waitForFunction(() => window.printed, null, { timeout: 60_000 });
});

task('pass on what I see, by QR code', 1, async (page, { click }) => {
    await click(page.locator('[data-tool="share"]'));
    await page.locator('#tool .qr').waitFor();
});

task('the video of a cultural property', 3, async (page, { type, choose }) => {
    const { features } = await api('api/collections/cultural-properties/items?limit=200');
    await type(features.find(({ properties, geometry }) => geometry && properties.video_url).properties.name);
    await choose();
    await page.locator('#panel a.video').waitFor(); // the third would leave the page
});

task('everything of one dataset, as a file', 2, async (page, { click }) => {
    await click(page.locator('[data-layer="polling-places"] .info'));
    const lines = await saved(page, click(page.locator('#about-polling-places a.download', { hasText: 'CSV' }).first()));
    assert.ok(lines.length > 10);
});
