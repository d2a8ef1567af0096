// What the user asked for, one chip each, over the map: seen at a glance, taken out with a press.

import type { Collection } from './api';
import { el, icon } from './dom';
import { type Wish, withWish } from './filters';
import { bandText, formatValue, weekdayName } from './format';
import { type Page, t, word } from './page';
import { field, pick, viewOf } from './view';

export function renderChips(root: HTMLElement, page: Page): void {
    const { wishes, area } = page.store.state;
    const words = t(page);
    const chips: HTMLElement[] = [];
    for (const [id, asked] of Object.entries(wishes)) {
        const collection = page.collections.get(id);
        if (!collection) continue;
        for (const [name, wish] of Object.entries(asked)) {
            const text = describe(collection, name, wish, page);
            const without = () => page.store.update({ wishes: { ...page.store.state.wishes, [id]: withWish(page.store.state.wishes[id] ?? {}, name, {}) } });
            chips.push(chip(text, () => without(), words.takeOut(text)));
        }
    }
    if (area) chips.push(chip(words.drawnArea, () => page.store.update({ area: undefined }), words.takeOut(words.drawnArea)));
    if (chips.length > 1) {
        const all = el('button', { type: 'button', class: 'chip all', onclick: () => page.store.update({ wishes: {}, area: undefined }) }, words.clearAll);
        chips.push(el('li', {}, all));
    }
    root.replaceChildren(...chips);
    root.hidden = chips.length === 0;
}

function chip(text: string, remove: () => void, label: string): HTMLElement {
    return el('li', {}, el('button', { type: 'button', class: 'chip', 'aria-label': label, title: label, onclick: remove }, text, icon('close')));
}

/** A wish in words: 時間帯: 夜、深夜. */
export function describe(collection: Collection, name: string, { is, from, to, has, days, hours }: Wish, page: Page): string {
    const words = t(page);
    const { lang } = page.store.state;
    const item = field(collection, name);
    const unit = item?.unit ?? '';
    const said = (value: string) => {
        const known = viewOf(collection).field === name ? viewOf(collection).categories?.find((each) => String(each.value) === value) : undefined;
        if (known) return pick(known.label, lang) || value;
        if (item?.type === 'boolean') return value === 'true' ? words.yes : words.no;
        const number = item?.type === 'integer' || item?.type === 'number';
        return `${formatValue(number ? Number(value) : value, item?.type ?? 'text', lang)}${unit}`;
    };
    const parts = [
        is?.map(said).join(words.or), from && words.from(said(from)), to && words.to(said(to)), has && words.hasText(has),
        days?.map((day) => weekdayName(day, lang, 'long')).join(words.or), hours?.map(bandText).join(words.or),
    ];
    return `${word(page, item?.label) || name}: ${parts.filter(Boolean).join(' ')}`;
}
