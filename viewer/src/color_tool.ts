// Classes of a layer's numbers: which field, how they are cut, and how many fall into each.

import type { Collection, Field } from './api';
import { type Bar, histogram } from './chart';
import { breaksOf, tally } from './classes';
import { ramp } from './colors';
import { el } from './dom';
import { isNumeric } from './filters';
import { layerSelect, subject } from './filter_tool';
import { classLabel } from './legend';
import { count, word } from './page';
import { type Coloring, type Method, methods } from './permalink';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { rawValues } from './values';
import { chooseOf, field, viewOf } from './view';
import type { Viewer } from './viewer';

const classable = (collection: Collection): Field[] => collection.machizu.fields.filter((item) => isNumeric(item) && item !== chooseOf(collection));

export const color: ToolPart = (page, body) => {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const collection = subject(page, (each) => classable(each).length > 0);
    if (!collection) {
        body.append(el('p', { class: 'hint' }, words.countNone));
        return;
    }
    const view = viewOf(collection);
    const now = page.store.state.colors[collection.id];
    const fields = classable(collection);
    const start: Coloring = now ?? (view.style === 'classes' && view.breaks && field(collection, view.field)
        ? { field: view.field!, method: 'hand', n: view.breaks.length + 1, breaks: view.breaks }
        : { field: (field(collection, view.field) && fields.find(({ name }) => name === view.field) ? view.field! : fields[0]!.name), method: 'quantile', n: 5 });
    const select = (label: string, options: [string, string][], value: string) => {
        const made = el('select', {}, ...options.map(([each, name]) => el('option', { value: each }, name)));
        made.value = value;
        made.addEventListener('change', () => void choose());
        return { made, whole: el('label', { class: 'choice' }, label, made) };
    };
    const fieldSelect = select(words.colorField, fields.map((item) => [item.name, word(page, item.label) || item.name]), start.field);
    const methodSelect = select(words.method, methods.map((method) => [method, words[method]]), start.method);
    const classSelect = select(words.classes, [3, 4, 5, 6, 7].map((n) => [String(n), String(n)]), String(Math.min(7, Math.max(3, start.n))));
    const byHand = el('input', { type: 'text', name: 'breaks', inputmode: 'decimal', value: start.breaks?.join(', ') ?? '', 'aria-describedby': 'breaks-problem' });
    const handLabel = el('label', { class: 'choice' }, words.breaks, byHand);
    const problem = el('p', { id: 'breaks-problem', class: 'note', role: 'alert', hidden: true }, words.breaksBad);
    const chart = el('div', { class: 'classes-chart' });
    const said = el('p', { role: 'status' });
    byHand.addEventListener('change', () => void choose());

    const choose = async () => {
        const method = methodSelect.made.value as Method;
        const values = await valuesOf(collection, fieldSelect.made.value);
        let breaks = breaksOf(values, method, Number(classSelect.made.value));
        if (method === 'hand') {
            breaks = byHand.value.split(/[,、，\s]+/).filter(Boolean).map(Number);
            const good = breaks.length > 0 && breaks.length < 9 && breaks.every((each, i) => Number.isFinite(each) && (i === 0 || each > breaks[i - 1]!));
            problem.hidden = good;
            if (!good) return;
        }
        apply({ field: fieldSelect.made.value, method, n: method === 'hand' ? breaks.length + 1 : Number(classSelect.made.value), breaks });
    };
    const apply = (coloring: Coloring) => {
        page.store.update({ colors: { ...page.store.state.colors, [collection.id]: coloring }, visible: new Set([...page.store.state.visible, collection.id]) });
        byHand.value = coloring.breaks?.join(', ') ?? '';
        void show();
    };
    const show = async () => {
        const name = fieldSelect.made.value;
        const coloring = page.store.state.colors[collection.id] ?? start;
        const breaks = coloring.breaks ?? [];
        handLabel.hidden = methodSelect.made.value !== 'hand';
        classSelect.whole.hidden = !handLabel.hidden;
        const raw = await rawValues(collection, name);
        const values = numbers(raw);
        const colors = ramp(breaks.length + 1, view.style === 'classes' ? view.colors : undefined);
        const unit = field(collection, name)?.unit ?? '';
        const bars: Bar[] = tally(values, breaks).map((n, i) => ({ label: classLabel(breaks, i, unit, lang), value: n, said: words.inClass(count(page, n)), color: colors[i] }));
        const sentence = words.classesSay(words[coloring.method], count(page, bars.length), count(page, raw.length - values.length));
        said.textContent = sentence;
        chart.replaceChildren(histogram(bars, sentence, words));
    };
    const back = el('button', { type: 'button', class: 'quiet', onclick: () => {
        const { [collection.id]: _, ...others } = page.store.state.colors;
        page.store.update({ colors: others });
        page.tool('color', collection.id);
        body.replaceChildren();
        color(page, body);
    } }, words.back);
    body.append(layerSelect(page, collection, (each) => classable(each).length > 0), fieldSelect.whole, methodSelect.whole, classSelect.whole, handLabel, problem, said, chart, el('p', { class: 'actions' }, back));
    if (now?.breaks || start.method === 'hand') void show();
    else void choose();
};

const numbers = (raw: readonly unknown[]): number[] => raw.filter((value): value is number => typeof value === 'number');

/** Over all choices together: the same colours mean the same in every election. */
const valuesOf = async (collection: Collection, name: string): Promise<number[]> =>
    numbers(await rawValues(collection, name));

/** Breaks that a link leaves to be reckoned. */
export async function learnBreaks(page: Viewer): Promise<void> {
    const colors = { ...page.store.state.colors };
    for (const [id, coloring] of Object.entries(colors)) {
        const collection = page.collections.get(id);
        if (!collection || coloring.breaks) continue;
        colors[id] = { ...coloring, breaks: breaksOf(await valuesOf(collection, coloring.field), coloring.method, coloring.n) };
    }
    page.store.update({ colors });
}
