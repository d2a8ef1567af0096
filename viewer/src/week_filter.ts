// Days of the week and parts of the day, to be ticked: Friday nights of all years, which no slider over dates can say.

import type { Collection, Field } from './api';
import { el } from './dom';
import { bandText, weekdayName } from './format';
import type { Page } from './page';
import { toolTexts } from './tool_texts';
import { wish, wishOf } from './wishes';

const days = ['1', '2', '3', '4', '5', '6', '7'];

/** As people divide a day; a link may hold any others. */
export const bands = { morning: '5-10', daytime: '10-17', night: '17-24', midnight: '0-5' } as const;

export function weekControls(page: Page, collection: Collection, item: Field): HTMLElement[] {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const ticks = (key: 'days' | 'hours', legend: string, options: [value: string, text: string, whole: string][]): HTMLElement => {
        const boxes = options.map(([value, text, whole]) => {
            const box = el('input', { type: 'checkbox', value, 'aria-label': whole });
            box.addEventListener('change', () => {
                const asked = options.map(([each]) => each).filter((each) => (each === value ? box.checked : wishOf(page, collection, item)[key]?.includes(each)));
                wish(page, collection, item, { ...wishOf(page, collection, item), [key]: asked.length ? asked : undefined });
            });
            return { box, value, label: el('label', { title: whole }, box, el('span', {}, text)) };
        });
        const show = () => boxes.forEach(({ box, value }) => (box.checked = wishOf(page, collection, item)[key]?.includes(value) ?? false));
        show();
        page.store.onChange((state, before) => state.wishes !== before.wishes && show(), () => boxes[0]!.label.isConnected);
        return el('fieldset', { class: 'pills' }, el('legend', {}, legend), ...boxes.map(({ label }) => label));
    };
    const week = ticks('days', words.weekday, days.map((day) => [day, weekdayName(day, lang, 'short'), weekdayName(day, lang, 'long')]));
    if (item.type !== 'datetime') return [week];
    const parts = Object.entries(bands).map(([name, band]): [string, string, string] => [band, words.bands[name as keyof typeof bands], bandText(band)]);
    return [week, ticks('hours', words.timeOfDay, parts)];
}
