// The page as people see it: wide and on a phone, in Japanese and English, by day and by night. What a machine can tell is tested (nothing
// is cut off sideways, no two controls lie over each other); the rest is for eyes: the pictures stay in build/screenshots.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { idle, launch, nothingToComplain, oneWithPosition, openPage, patience, phone, shot, wide } from './support/page.mjs';

let browser;
let place;
before(async () => {
    browser = await launch();
    place = await oneWithPosition('polling-places');
});
after(() => browser?.close());

/** Links to what is worth a look, and what must stand before the picture is taken. */
const scenes = () => ({
    start: ['', '#map canvas'],
    layers: ['layers=turnout,polling-places', '#map canvas', (page) => page.evaluate(() => document.documentElement.classList.add('layers-open'))],
    panel: [`layers=polling-places&feature=polling-places/${place.id}`, '#panel .told li'],
    here: [`layers=polling-districts&here=${place.geometry.coordinates[1]}/${place.geometry.coordinates[0]}`, '#tool .told li'],
    filter: ['layers=parking-cases&days.parking-cases.occurred=5,6&is.parking-cases.period=夜間', '#chips .chip', async (page) => {
        await page.evaluate(() => (document.querySelector('#tools-open').offsetParent ? document.querySelector('#tools-open').click() : undefined));
        await page.locator('[data-tool="filter"]').click();
        await page.locator('#tool .pills').waitFor();
        await page.locator('#tool .pills').scrollIntoViewIfNeeded();
    }],
    count: ['layers=parking-cases&count=parking-cases,dataset:polling-districts', '#tool .ranking li'],
    table: ['layers=polling-places&table=polling-places', '#table-content tbody tr'],
    compare: ['layers=turnout&compare=turnout', '#map-right canvas'],
});

/** Buttons of the map that lie on one another: their middles must be their own. */
const covered = (page) => page.evaluate(() => [...document.querySelectorAll('.controls > button, .tabs button, #chips button')].filter((button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    if (!button.offsetParent || width === 0) return false;
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return top && !button.contains(top) && !top.closest('.sheet, .panel, .table-panel');
}).map(({ id, textContent }) => id || textContent));

// Of the eight looks those four in which each size, language and scheme meets each other; all eight if asked for.
const looks = process.env.MACHIZU_LOOKS === 'all'
    ? ['1280', '360'].flatMap((size) => ['ja', 'en'].flatMap((lang) => ['light', 'dark'].map((scheme) => [size, lang, scheme])))
    : [['1280', 'ja', 'light'], ['1280', 'en', 'dark'], ['360', 'ja', 'dark'], ['360', 'en', 'light']];

for (const [size, lang, colorScheme] of looks) {
    const look = `${size}-${lang}-${colorScheme}`;
    test(`every scene stands whole: ${look}`, async () => {
        for (const [name, [link, there, more]] of Object.entries(scenes())) {
            const page = await openPage(browser, `#${link}&lang=${lang}`, { ...(size === '360' ? phone : { viewport: wide }), colorScheme });
            await page.locator(there).first().waitFor({ timeout: patience });
            await more?.(page);
            await idle(page);
            await page.waitForTimeout(400);
            await shot(page, `${name}-${look}`);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: wider than the window`);
            assert.deepEqual(await covered(page), [], `${name}: buttons under something else`);
            await page.context().close();
        }
        nothingToComplain();
    });
}
