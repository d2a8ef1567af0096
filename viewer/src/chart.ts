// Bars as SVG with a sentence for those who do not see them, and the same numbers as a table.

import { el, svg } from './dom';
import type { ToolTexts } from './tool_texts';

export interface Bar {
    label: string;
    value: number | null; // null: not told
    said: string; // the value in words
    color?: string | undefined;
    dim?: boolean;
}

/** Upright bars side by side: a distribution. */
export function histogram(bars: Bar[], sentence: string, words: ToolTexts): HTMLElement {
    const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
    const width = 100 / bars.length;
    const drawn = bars.map(({ value, color, dim, label, said }, i) => {
        const high = ((value ?? 0) / most) * 56;
        const title = svg('title', {});
        title.textContent = `${label}: ${said}`;
        return svg('rect', {
            x: i * width + 0.1, y: 58 - high, width: Math.max(width - 0.2, 0.2), height: high + 2, class: barClass(color, dim), ...(color && { fill: color }),
        }, title);
    });
    const ends = [bars[0], bars.at(-1)].map((bar) => el('span', {}, bar?.label ?? ''));
    return el(
        'figure', { class: 'chart' },
        svg('svg', { viewBox: '0 0 100 60', preserveAspectRatio: 'none', role: 'img', 'aria-label': sentence, class: 'bars' }, ...drawn),
        el('div', { class: 'ends', 'aria-hidden': 'true' }, ...ends),
        numbers(bars, sentence, words, false),
    );
}

/** Lying bars with names: groups, the largest first. */
export function ranking(bars: Bar[], sentence: string, words: ToolTexts, shown = 12): HTMLElement {
    const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
    const rows = bars.slice(0, shown).map(({ label, value, said, color }) => {
        const bar = svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', class: 'lying', 'aria-hidden': 'true' },
            svg('rect', { x: 0, y: 0, width: value === null ? 0 : Math.max(0.5, (value / most) * 100), height: 8, class: barClass(color), ...(color && { fill: color }) }));
        return el('li', {}, el('span', { class: 'bar-label', dir: 'auto' }, label), bar, el('span', { class: 'bar-value' }, said));
    });
    return el('figure', { class: 'chart' }, el('ul', { class: 'ranking' }, ...rows), numbers(bars, sentence, words, bars.length > shown));
}

const barClass = (color: string | undefined, dim = false): string => `${color ? 'colored' : 'bar'}${dim ? ' dim' : ''}`;

function numbers(bars: Bar[], caption: string, words: ToolTexts, open: boolean): HTMLElement {
    const rows = bars.map(({ label, said }) => el('tr', {}, el('th', { scope: 'row', dir: 'auto' }, label), el('td', { class: 'number' }, said)));
    const head = el('tr', {}, el('th', { scope: 'col' }, words.value), el('th', { scope: 'col', class: 'number' }, words.number));
    const table = el('table', {}, el('caption', { class: 'visually-hidden' }, caption), el('thead', {}, head), el('tbody', {}, ...rows));
    return el('details', { open: open && bars.length <= 40 }, el('summary', {}, words.asTable), el('div', { class: 'numbers', tabindex: 0, role: 'region', 'aria-label': words.asTable }, table));
}
