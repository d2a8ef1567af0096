// Filters of one layer, by category, number, day, text and drawn area. They act on map, table, counts and downloads alike.

import { type Collection, type Field, fetchItems } from './api';
import { histogram } from './chart';
import { debounced, el, icon } from './dom';
import { exportLinks } from './exports';
import { isNumeric, isTime } from './filters';
import { formatValue } from './format';
import { count, t, word } from './page';
import { Rows } from './rows';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { mostGathered, rawValues, seenValues } from './values';
import { byOrder, isBase, isThere, pick, titleOf, viewOf } from './view';
import type { Viewer } from './viewer';
import { weekControls } from './week_filter';
import { wish, wishOf } from './wishes';

const mostBoxes = 30; // values offered to be ticked; more are asked for by text

export const filterTool: ToolPart = (page, body) => {
    const words = toolTexts[page.store.state.lang];
    const collection = subject(page);
    if (!collection) {
        body.append(el('p', { class: 'hint' }, words.filterNone));
        return;
    }
    const found = el('p', { class: 'found', role: 'status' });
    const exports = el('p', { class: 'downloads' });
    const refresh = debounced(250, () => void report(page, collection, found, exports));
    let alive = true;
    page.store.onChange((state, before) => {
        if (state.wishes !== before.wishes || state.area !== before.area || state.choices !== before.choices) refresh();
    }, () => alive);
    const time = timeOf(collection);
    const fields = [...collection.machizu.fields].filter(({ name }) => name !== viewOf(collection).choose);
    const first = fields.find(({ name }) => name === (time ?? viewOf(collection).field));
    body.append(
        layerSelect(page, collection), found, exports,
        el('p', { class: 'actions' }, el('button', { type: 'button', class: 'quiet', onclick: () => page.store.update({ table: collection.id }) }, icon('table'), words.showTable)),
        areaButtons(page),
        ...fields.sort((a, b) => rank(a, first) - rank(b, first)).map((item) => fieldPart(page, collection, item, item === first)),
    );
    refresh();
    return () => (alive = false);
};

const rank = (item: Field, first: Field | undefined): number => (item === first ? 0 : item.type === 'boolean' ? 1 : isTime(item) ? 2 : item.searchable ? 4 : 3);

/** The layer the tool is about: the one it was opened for, the one listed, or the first switched on. */
export function subject(page: Viewer, fits: (collection: Collection) => boolean = () => true): Collection | undefined {
    const { about, table } = page.store.state;
    const able = subjects(page, fits);
    return able.find(({ id }) => id === about) ?? able.find(({ id }) => id === table) ?? able[0];
}

function subjects(page: Viewer, fits: (collection: Collection) => boolean): Collection[] {
    const { about, visible } = page.store.state;
    return byOrder([...page.collections.values()].filter((each) => !isBase(each) && (visible.has(each.id) || each.id === about) && fits(each)));
}

export function layerSelect(page: Viewer, chosen: Collection, fits: (collection: Collection) => boolean = () => true): HTMLElement {
    const { lang, tool } = page.store.state;
    const select = el('select', { name: 'about' }, ...subjects(page, fits).map((each) => el('option', { value: each.id, selected: each === chosen }, titleOf(each, lang))));
    select.addEventListener('change', () => page.tool(tool, select.value));
    return el('label', { class: 'choice' }, toolTexts[lang].layer, select);
}

function timeOf({ machizu }: Collection): string | undefined {
    return (typeof machizu.time === 'object' ? machizu.time.begin : machizu.time) || machizu.fields.find(isTime)?.name;
}

async function report(page: Viewer, collection: Collection, found: HTMLElement, exports: HTMLElement): Promise<void> {
    const question = { collection, bbox: undefined, filter: page.filterOf(collection.id), serverFilters: page.serverFilters };
    exports.replaceChildren(...exportLinks(question, page));
    try {
        const rows = new Rows(question, 1, fetchItems);
        await rows.more();
        found.textContent = toolTexts[page.store.state.lang].found(count(page, rows.total ?? 0), count(page, collection.machizu.count));
    } catch {
        found.textContent = t(page).tableFailed;
    }
}

function areaButtons(page: Viewer): HTMLElement {
    const words = toolTexts[page.store.state.lang];
    const view = () => {
        const [west, south, east, north] = page.bbox() ?? [0, 0, 0, 0];
        page.store.update({ area: [[west, south], [east, south], [east, north], [west, north]] });
    };
    return el(
        'p', { class: 'actions' },
        page.map && el('button', { type: 'button', class: 'quiet', onclick: view }, words.viewArea),
        page.map && el('button', { type: 'button', class: 'quiet', onclick: () => page.tool('measure', 'area') }, words.drawArea),
    );
}

/** One field: closed until wanted, for its values must be asked for. */
function fieldPart(page: Viewer, collection: Collection, item: Field, open: boolean): HTMLElement {
    const inner = el('div', { class: 'field-filter' });
    const details = el('details', { class: 'field', open: open || Boolean(page.store.state.wishes[collection.id]?.[item.name]) }, el('summary', {}, word(page, item.label) || item.name), inner);
    let filled = false;
    const fill = () => {
        if (!details.open || filled) return;
        filled = true;
        inner.replaceChildren(t(page).loading);
        void controls(page, collection, item).then((parts) => inner.replaceChildren(...parts), () => {
            filled = false;
            inner.replaceChildren(toolTexts[page.store.state.lang].fieldsFailed);
        });
    };
    details.addEventListener('toggle', fill);
    fill();
    return details;
}

async function controls(page: Viewer, collection: Collection, item: Field): Promise<Node[]> {
    if (isNumeric(item) || isTime(item)) return rangeControls(page, collection, item);
    const seen = await seenValues(collection, item);
    if (seen.length > mostBoxes) return [el('p', { class: 'hint' }, toolTexts[page.store.state.lang].tooMany), textControl(page, collection, item)];
    const view = viewOf(collection);
    const { lang } = page.store.state;
    const boxes = seen.map(({ value, count: n }) => {
        const label = view.field === item.name ? view.categories?.find((each) => String(each.value) === value)?.label : undefined;
        const box = el('input', { type: 'checkbox', value, checked: wishOf(page, collection, item).is?.includes(value) });
        box.addEventListener('change', () => {
            const is = new Set(wishOf(page, collection, item).is);
            if (box.checked) is.add(value);
            else is.delete(value);
            wish(page, collection, item, { ...wishOf(page, collection, item), is: [...is] });
        });
        const said = pick(label, lang) || formatValue(item.type === 'boolean' ? value === 'true' : value, item.type, lang);
        return el('label', { class: 'tick' }, box, el('span', { dir: 'auto' }, said), el('span', { class: 'count' }, count(page, n)));
    });
    page.store.onChange((state) => {
        for (const label of boxes) {
            const box = label.querySelector('input')!;
            box.checked = state.wishes[collection.id]?.[item.name]?.is?.includes(box.value) ?? false;
        }
    }, () => boxes[0]?.isConnected ?? false);
    return boxes;
}

function textControl(page: Viewer, collection: Collection, item: Field): HTMLElement {
    const words = toolTexts[page.store.state.lang];
    const input = el('input', { type: 'text', name: item.name, value: wishOf(page, collection, item).has });
    const ask = debounced(400, () => wish(page, collection, item, { has: input.value.trim() }));
    input.addEventListener('input', (event) => !(event as InputEvent).isComposing && ask());
    input.addEventListener('compositionend', ask);
    return el('label', { class: 'choice' }, words.contains(word(page, item.label) || item.name), input);
}

// ---- numbers and days: a distribution, two ends, and for days a slider that plays ----

interface Bin {
    from: string;
    to: string;
    label: string;
    count: number;
}

async function rangeControls(page: Viewer, collection: Collection, item: Field): Promise<Node[]> {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const values = (await rawValues(collection, item.name)).filter(isThere);
    const days = isTime(item);
    const bins = days ? months(values.map(String), lang) : steps(values.map(Number), (value) => formatValue(value, item.type, lang));
    const label = word(page, item.label) || item.name;
    const chart = el('div');
    const input = (end: 'from' | 'to', text: string) => {
        const made = el('input', { type: days ? 'date' : 'number', step: 'any', name: `${item.name}.${end}`, value: wishOf(page, collection, item)[end]?.slice(0, days ? 10 : undefined) });
        made.addEventListener('change', () => wish(page, collection, item, { ...wishOf(page, collection, item), [end]: made.value || undefined }));
        return { made, whole: el('label', { class: 'choice' }, text, made) };
    };
    const [from, to] = [input('from', days ? words.since : words.atLeast), input('to', days ? words.until : words.atMost)];
    const draw = () => {
        const { from: low, to: high } = wishOf(page, collection, item);
        from.made.value = low ?? '';
        to.made.value = high ?? '';
        const most = bins.reduce<Bin | undefined>((best, bin) => (best && best.count >= bin.count ? best : bin), undefined);
        const less = (a: string, b: string) => (days ? a < b.slice(0, a.length) : Number(a) < Number(b));
        const bars = bins.map((bin) => ({
            label: bin.label, value: bin.count, said: count(page, bin.count), dim: Boolean((low && less(bin.to, low)) || (high && less(high, bin.from))),
        }));
        const sentence = words.histogram(label, count(page, values.length), count(page, most?.count ?? 0), most?.label ?? '');
        chart.replaceChildren(...(bins.length > 1 ? [histogram(bars, sentence, words)] : []));
    };
    draw();
    page.store.onChange((state, before) => state.wishes !== before.wishes && draw(), () => chart.isConnected);
    const cut = collection.machizu.count > mostGathered && el('p', { class: 'hint' }, words.sampled(count(page, mostGathered)));
    const slider = bins.length > 2 ? sliders(page, collection, item, bins) : [];
    const week = days ? weekControls(page, collection, item) : [];
    return [chart, ...slider, el('div', { class: 'two' }, from.whole, to.whole), ...week, ...(cut ? [cut] : [])];
}

/** Two handles over the distribution, each a native slider; play moves what lies between them along. */
function sliders(page: Viewer, collection: Collection, item: Field, bins: Bin[]): HTMLElement[] {
    const words = toolTexts[page.store.state.lang];
    const last = bins.length - 1;
    const days = isTime(item);
    const handle = (text: string, value: number) => el('input', { type: 'range', min: 0, max: last, value, 'aria-label': text, class: 'handle' });
    const [low, high] = [handle(days ? words.since : words.atLeast, 0), handle(days ? words.until : words.atMost, last)];
    const place = () => {
        const { from, to } = wishOf(page, collection, item);
        const at = (value: string, end: 'from' | 'to') => bins.findIndex((bin) => (days ? bin[end].slice(0, value.length) >= value.slice(0, bin[end].length) : Number(bin[end]) >= Number(value)));
        low.value = String(from ? Math.max(0, at(from, 'from')) : 0);
        const found = to ? at(to, 'to') : last;
        high.value = String(found < 0 ? last : found);
        say();
    };
    const say = () => {
        low.setAttribute('aria-valuetext', bins[Number(low.value)]!.label);
        high.setAttribute('aria-valuetext', bins[Number(high.value)]!.label);
    };
    const ask = () => {
        const [a, b] = [Number(low.value), Number(high.value)].sort((x, y) => x - y) as [number, number];
        wish(page, collection, item, { ...wishOf(page, collection, item), from: a === 0 ? undefined : bins[a]!.from, to: b === last ? undefined : bins[b]!.to });
        say();
    };
    const soon = debounced(60, ask);
    low.addEventListener('input', soon);
    high.addEventListener('input', soon);
    place();
    page.store.onChange((state, before) => document.activeElement !== low && document.activeElement !== high && state.wishes !== before.wishes && place(), () => low.isConnected);
    let timer: ReturnType<typeof setInterval> | undefined;
    const button = el('button', { type: 'button', class: 'quiet play' }, icon('play'), words.play);
    const stop = () => {
        clearInterval(timer);
        timer = undefined;
        button.replaceChildren(icon('play'), words.play);
    };
    button.addEventListener('click', () => {
        if (timer) return stop();
        button.replaceChildren(icon('close'), words.stop);
        if (Number(high.value) - Number(low.value) >= last) [low.value, high.value] = ['0', '0'];
        else if (Number(high.value) === last) high.value = String(Number(high.value) - Number(low.value)), (low.value = '0');
        ask();
        timer = setInterval(() => {
            if (!button.isConnected || Number(high.value) >= last) return stop();
            [low.value, high.value] = [String(Number(low.value) + 1), String(Number(high.value) + 1)];
            ask();
            page.say(`${bins[Number(low.value)]!.label} – ${bins[Number(high.value)]!.label}`);
        }, 900);
    });
    return [el('div', { class: 'handles' }, low, high), ...(days ? [button] : [])];
}

/** By month, by year where there would be more than sixty months: with the empty ones between. */
function months(dates: string[], lang: 'ja' | 'easy' | 'en'): Bin[] {
    const said = dates.filter((date) => /^\d{4}-\d\d/.test(date)).sort();
    if (said.length === 0) return [];
    const [first, end] = [said[0]!, said.at(-1)!];
    const span = (Number(end.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(end.slice(5, 7)) - Number(first.slice(5, 7)) + 1;
    const yearly = span > 60;
    const key = (date: string) => date.slice(0, yearly ? 4 : 7);
    const counts = new Map<string, number>();
    for (const date of said) counts.set(key(date), (counts.get(key(date)) ?? 0) + 1);
    const bins: Bin[] = [];
    for (let [year, month] = [Number(first.slice(0, 4)), yearly ? 1 : Number(first.slice(5, 7))]; ; ) {
        const at = yearly ? String(year) : `${year}-${String(month).padStart(2, '0')}`;
        if (at > key(end)) break;
        const lastDay = yearly ? `${at}-12-31` : new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
        const label = yearly ? (lang === 'en' ? at : `${at}年`) : lang === 'en' ? at : `${year}年${month}月`;
        bins.push({ from: yearly ? `${at}-01-01` : `${at}-01`, to: lastDay, label, count: counts.get(at) ?? 0 });
        if (yearly || ++month > 12) [year, month] = [year + 1, 1];
    }
    return bins;
}

function steps(numbers: number[], said: (value: number) => string): Bin[] {
    const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const [low, high] = [sorted[0]!, sorted.at(-1)!];
    const whole = sorted.every(Number.isInteger);
    const n = whole ? Math.min(20, high - low + 1) : 20;
    const size = whole ? Math.ceil((high - low + 1) / n) : (high - low) / n || 1;
    const digits = whole ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
    const round = (value: number) => Number(value.toFixed(digits));
    const bins = Array.from({ length: Math.ceil(whole ? (high - low + 1) / size : n) }, (_, i) => {
        const [from, next] = [round(low + i * size), round(low + (i + 1) * size)];
        const to = whole ? next - 1 : next;
        return { from: String(from), to: String(to), label: from === to ? said(from) : `${said(from)}–${said(to)}`, count: 0 };
    });
    for (const value of sorted) bins[Math.min(bins.length - 1, Math.floor((value - low) / size))]!.count++;
    return bins;
}
