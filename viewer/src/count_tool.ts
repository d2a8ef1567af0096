// Counts by district, mesh, drawn area, value or time: on the map, as bars, as a table, as a file.

import { type Aggregate, ApiError, type Collection, type GroupCount, type Text, aggregateUrl, getJson } from './api';
import { type Bar, ranking } from './chart';
import { breaksOf } from './classes';
import { ramp } from './colors';
import { el, icon } from './dom';
import { isNumeric, isTime, toCql } from './filters';
import { layerSelect, subject } from './filter_tool';
import { formatValue } from './format';
import { classLabel } from './legend';
import { count, word } from './page';
import { type Counting, type Method, methods } from './permalink';
import { withheldSwatch } from './swatch';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { byOrder, chooseOf, field, isBase, localeOf, pick, titleOf, viewOf } from './view';
import type { Viewer } from './viewer';

const meshes = [1000, 500, 250, 125];
let method: Method = 'quantile';

export const countTool: ToolPart = (page, body) => {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const collection = page.store.state.count && !page.store.state.about ? page.collections.get(page.store.state.count.collection) : subject(page);
    if (!collection) {
        body.append(el('p', { class: 'hint' }, words.countNone));
        return;
    }
    const by = select(page, words.by, byOptions(page, collection), page.store.state.count?.by);
    const what = select(page, words.what, whatOptions(page, collection), page.store.state.count?.value ?? 'count');
    const how = select(page, words.method, methods.filter((each) => each !== 'hand').map((each) => [each, words[each]]), method);
    const result = el('div', { 'aria-live': 'polite' });
    let asked: AbortController | undefined;
    const ask = async () => {
        asked?.abort();
        asked = new AbortController();
        method = how.made.value as Method;
        const counting: Counting = { collection: collection.id, by: by.made.value, value: what.made.value === 'count' ? undefined : what.made.value };
        page.store.update({ count: counting });
        how.whole.hidden = !isPlace(counting.by);
        try {
            await reckon(page, collection, counting, result, asked.signal);
        } catch (error) {
            if (asked.signal.aborted) return;
            page.paint({ counted: undefined });
            const absent = error instanceof ApiError && error.status === 404;
            result.replaceChildren(el('p', { class: 'note', role: 'alert' }, absent ? words.countMissing : words.countFailed));
        }
    };
    for (const { made } of [by, what, how]) made.addEventListener('change', () => void ask());
    let alive = true;
    page.store.onChange((state, before) => {
        if (state.wishes !== before.wishes || state.area !== before.area || state.choices !== before.choices) void ask();
    }, () => alive);
    body.append(layerSelect(page, collection), by.whole, what.whole, how.whole, result);
    void ask();
    return () => {
        alive = false;
        asked?.abort();
        page.store.update({ count: undefined });
        page.paint({ counted: undefined });
    };
};

const isPlace = (by: string): boolean => by.startsWith('mesh:') || by.startsWith('dataset:');

function select(page: Viewer, label: string, options: [string, string][], value: string | undefined) {
    const made = el('select', {}, ...options.map(([each, name]) => el('option', { value: each }, name)));
    if (options.some(([each]) => each === value)) made.value = value!;
    void page;
    return { made, whole: el('label', { class: 'choice' }, label, made) };
}

/** Areas of other datasets first: districts are what people think in. */
function byOptions(page: Viewer, collection: Collection): [string, string][] {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const placed = collection.machizu.geometry !== 'none';
    const areas = byOrder([...page.collections.values()].filter((each) => each.machizu.geometry === 'polygon' && !isBase(each) && !chooseOf(each) && each !== collection && each.machizu.count > 1));
    const { fields } = collection.machizu;
    const kinds = fields.filter(({ type, name }) => (type === 'text' || type === 'boolean') && name !== viewOf(collection).title);
    const time = fields.find(isTime);
    return [
        ...(placed ? areas.map((each): [string, string] => [`dataset:${each.id}`, titleOf(each, lang)]) : []),
        ...(placed ? meshes.map((size): [string, string] => [`mesh:${size}`, words.mesh(count(page, size))]) : []),
        ...(time ? Object.entries(words.byTime).filter(([by]) => by !== 'time:hour' || time.type === 'datetime') : []),
        ...kinds.map((item): [string, string] => [`field:${item.name}`, words.byField(word(page, item.label) || item.name)]),
    ];
}

function whatOptions(page: Viewer, collection: Collection): [string, string][] {
    const words = toolTexts[page.store.state.lang];
    const view = viewOf(collection);
    const [of, by] = [field(collection, view.numerator), field(collection, view.denominator)];
    return [
        ['count', words.byCount],
        ['density', words.byDensity],
        ...(of && by ? [[`rate`, words.byRate(word(page, of.label), word(page, by.label))] as [string, string]] : []),
        ...collection.machizu.fields.filter((item) => isNumeric(item) && item.unit !== '%').map((item): [string, string] => [item.name, words.bySum(word(page, item.label) || item.name)]),
    ];
}

function parameters(page: Viewer, collection: Collection, { by, value }: Counting): Record<string, string | undefined> {
    const view = viewOf(collection);
    const filter = toCql(collection, page.filterOf(collection.id)) || undefined;
    if (value === 'rate') return { by, filter, functions: 'count,rate', numerator: view.numerator, denominator: view.denominator };
    if (value && value !== 'density') return { by, filter, functions: 'count,sum', value };
    return { by, filter, functions: 'count' };
}

async function reckon(page: Viewer, collection: Collection, counting: Counting, result: HTMLElement, signal: AbortSignal): Promise<void> {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const asked = parameters(page, collection, counting);
    const told = await getJson<Aggregate>(aggregateUrl(collection.id, asked), signal);
    const place = isPlace(counting.by);
    const shapes = place ? await getJson<GeoJSON.FeatureCollection>(aggregateUrl(collection.id, { ...asked, f: 'geojson' }), signal) : undefined;
    if (signal.aborted) return;
    const value = valueOf(counting);
    const name = namer(page, collection, counting);
    const groups = told.groups.map((group) => ({ ...group, key: String(group.key), name: name(group), shown: group.suppressed ? null : value(group) }));
    const numbers = groups.map(({ shown }) => shown).filter((shown): shown is number => shown !== null);
    const breaks = breaksOf(numbers, method, Math.min(5, new Set(numbers).size));
    const colors = ramp(breaks.length + 1);
    const paint = (shown: number | null) => (shown === null || !place ? undefined : colors[breaks.filter((low) => shown >= low).length]);
    const unit = unitOf(collection, counting);
    const said = (shown: number | null, suppressed?: boolean) => (suppressed ? words.suppressed : shown === null ? '—' : `${new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: 1 }).format(shown)}${unit}`);
    const ordered = /^time:/.test(counting.by) ? groups : [...groups].sort((a, b) => (b.shown ?? -1) - (a.shown ?? -1));
    const bars: Bar[] = ordered.map((group) => ({ label: group.name, value: group.shown, said: said(group.shown, group.suppressed), color: paint(group.shown) }));
    page.paint({ counted: shapes && { of: collection.id, areas: areasOf(shapes, groups, said, words.withheld), breaks, colors } });
    const most = [...groups].sort((a, b) => (b.shown ?? -1) - (a.shown ?? -1))[0];
    const total = told.total?.count ?? numbers.reduce((sum, each) => sum + each, 0);
    const sentence = words.counted(most ? `${most.name} ${said(most.shown, most.suppressed)}` : '—', count(page, total), count(page, groups.length));
    const csv = aggregateUrl(collection.id, { ...asked, f: 'csv' });
    const geojson = aggregateUrl(collection.id, { ...asked, f: 'geojson' });
    const file = `${collection.id}-${counting.by.replace(/\W+/g, '-')}`;
    const legend = breaks.map((_, i) => i).concat(breaks.length).map((i) => el('li', {}, square(colors[i]!), classLabel(breaks, i, unit, lang)));
    const withheld = groups.filter(({ suppressed }) => suppressed).length;
    if (withheld) legend.push(el('li', {}, withheldSwatch(), words.suppressed));
    result.replaceChildren(
        el('p', { class: 'found' }, sentence),
        ...(told.ungrouped ? [el('p', { class: 'hint' }, words.ungrouped(count(page, told.ungrouped)))] : []),
        ...(withheld ? [el('p', { class: 'hint' }, words.withheldGroups(count(page, withheld)))] : []),
        ...(place && groups.length ? [el('div', { class: 'legend' }, el('ul', {}, ...legend))] : []),
        el('p', { class: 'downloads' }, el('a', { href: csv, download: `${file}.csv`, class: 'download' }, icon('download'), words.csv),
            place && el('a', { href: geojson, download: `${file}.geojson`, class: 'download' }, icon('download'), 'GeoJSON')),
        ranking(bars, sentence, words),
    );
    page.say(sentence);
}

export function square(fill: string): HTMLElement {
    const made = el('span', { class: 'square' });
    made.style.backgroundColor = fill;
    return made;
}

const valueOf = ({ value }: Counting) => (group: GroupCount): number | null =>
    (value === 'density' ? group.density_per_km2 : value === 'rate' ? group.rate : value ? group.sum : group.count) ?? null;

function unitOf(collection: Collection, { value }: Counting): string {
    return value === 'density' ? ' /km²' : value === 'rate' || !value ? '' : (field(collection, value)?.unit ?? '');
}

function namer(page: Viewer, collection: Collection, { by }: Counting): (group: GroupCount) => string {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const item = by.startsWith('field:') ? field(collection, by.slice(6)) : undefined;
    return ({ key, label }) => {
        const told = typeof label === 'string' ? label : pick(label as Text | undefined, lang);
        const own = item ? formatValue(key, item.type, lang) : key === null ? '' : String(key);
        return (item && item.type === 'boolean' ? own : told || own) || words.value;
    };
}

type Shaped = { key: string; name: string; shown: number | null; suppressed?: boolean | undefined };

function areasOf({ features }: GeoJSON.FeatureCollection, groups: Shaped[], said: (shown: number | null) => string, withheld: string) {
    const known = new Map(groups.map((group) => [String(group.key), group]));
    return features.filter(({ geometry }) => geometry).map(({ geometry, properties, id }) => {
        const key = String(properties?.key ?? id ?? '');
        const group = known.get(key);
        const suppressed = Boolean(group?.suppressed);
        return {
            type: 'Feature' as const, geometry,
            properties: { key, value: group?.shown ?? null, suppressed, label: suppressed ? withheld : group ? said(group.shown) : '' },
        };
    });
}
