// The list of what the map can show: switches, choices, legends, and where each dataset comes from.

import { type Collection, sameOrigin } from './api';
import { type Child, el, icon, svg } from './dom';
import { formatBytes, formatDate, safeUrl } from './format';
import { heatColors } from './map_style';
import { type LegendEntry, legend, shapeOf } from './legend';
import { type Page, count, t, word } from './page';
import { toggled } from './state';
import { bboxOf, groups, isBase, titleOf, viewOf } from './view';

interface Row {
    collection: Collection;
    element: HTMLElement;
    checkbox: HTMLInputElement;
    legend: HTMLElement;
    hint: HTMLElement;
    choice: HTMLSelectElement | undefined;
}

export class LayerList {
    private rows: Row[] = [];

    constructor(private readonly root: HTMLElement, private readonly page: Page) {
        this.rebuild();
        page.store.onChange((state, before) => (state.lang === before.lang ? this.refresh() : this.rebuild()));
    }

    /** Makes the list anew, in the language of the moment. */
    rebuild(): void {
        this.rows = [];
        const { page } = this;
        const all = [...page.collections.values()];
        const data = groups(all.filter((collection) => !isBase(collection)));
        const ground = groups(all.filter(isBase)).flatMap(({ collections }) => collections);
        this.root.replaceChildren(
            ...data.map(({ title, collections }) =>
                el('fieldset', {}, el('legend', {}, word(page, title) || t(page).otherGroup), ...collections.map((each) => this.row(each))),
            ),
        );
        if (ground.length) {
            const list = el('fieldset', {}, el('legend', { class: 'visually-hidden' }, t(page).ground), ...ground.map((each) => this.row(each)));
            this.root.append(el('details', { class: 'ground' }, el('summary', {}, t(page).ground), list));
        }
        if (all.length === 0) this.root.append(el('p', {}, t(page).noData));
        this.refresh();
    }

    /** Brings switches, legends and choices in line with the state; leaves focus where it is. */
    refresh(): void {
        const { visible, choices, camera } = this.page.store.state;
        for (const row of this.rows) {
            const { id } = row.collection;
            const on = visible.has(id);
            row.checkbox.checked = on;
            row.legend.hidden = !on;
            row.element.classList.toggle('on', on);
            const minzoom = Math.max(viewOf(row.collection).minzoom ?? 0, row.collection.machizu.minzoom);
            row.hint.hidden = !on || !camera || camera.zoom >= minzoom;
            if (row.choice) this.refreshChoice(row.choice, id, choices[id]);
        }
    }

    private refreshChoice(select: HTMLSelectElement, id: string, chosen: string | undefined): void {
        const values = this.page.choices(id);
        if (Array.isArray(values) && select.options.length !== values.length) {
            select.replaceChildren(...values.map((value) => el('option', { value }, value)));
        } else if (!Array.isArray(values)) {
            select.replaceChildren(el('option', {}, values === 'failed' ? t(this.page).chooseFailed : t(this.page).loading));
        }
        select.disabled = !Array.isArray(values);
        if (chosen !== undefined) select.value = chosen;
    }

    private row(collection: Collection): HTMLElement {
        const { page } = this;
        const { lang } = page.store.state;
        const { id, machizu } = collection;
        const checkbox = el('input', { type: 'checkbox', name: 'layer', value: id });
        checkbox.addEventListener('change', () => {
            page.store.update({ visible: toggled(page.store.state.visible, id, checkbox.checked) });
        });
        const entries = legend(collection, lang);
        const name = el(
            'label', { class: 'layer-name' }, checkbox, swatch(entries[0]!, collection, entries.length > 1),
            el('span', {}, titleOf(collection, lang)),
            !isBase(collection) && el('span', { class: 'count' }, t(page).count(count(page, machizu.count))),
        );
        const choice = this.choice(collection);
        const hint = el('p', { class: 'hint' }, t(page).zoomInToSee);
        const key = el('div', { class: 'legend' }, choice && choice.label, hint, legendList(collection, entries, page));
        const facts = about(collection, page);
        const element = el('div', { class: 'layer', 'data-layer': id }, el('div', { class: 'layer-head' }, name, infoButton(collection, facts, page)), facts, key);
        this.rows.push({ collection, element, checkbox, legend: key, hint, choice: choice?.select });
        return element;
    }

    private choice(collection: Collection): { label: HTMLElement; select: HTMLSelectElement } | undefined {
        const { choose } = viewOf(collection);
        if (!choose) return undefined;
        const { store } = this.page;
        const field = collection.machizu.fields.find(({ name }) => name === choose);
        const select = el('select', { name: `choose.${collection.id}` });
        select.addEventListener('change', () => store.update({ choices: { ...store.state.choices, [collection.id]: select.value } }));
        return { label: el('label', { class: 'choice' }, el('span', {}, word(this.page, field?.label) || choose), select), select };
    }
}

function legendList(collection: Collection, entries: LegendEntry[], page: Page): HTMLElement | undefined {
    if (shapeOf(collection) === 'heat') {
        return el('p', { class: 'ramp' }, el('span', {}, t(page).few), ramp(collection), el('span', {}, t(page).many));
    }
    const said = entries.filter(({ label }) => label);
    if (said.length === 0) return undefined;
    const field = collection.machizu.fields.find(({ name }) => name === viewOf(collection).field);
    const heading = field && entries.length > 1 ? `${word(page, field.label)}${field.unit ? ` (${field.unit})` : ''}` : undefined;
    const list = el('ul', {}, ...said.map((entry) => el('li', {}, entries.length > 1 && swatch(entry, collection, false), entry.label)));
    return el('div', {}, heading && el('p', { class: 'legend-title' }, heading), list);
}

/** A sample of the drawing. `several`: the layer has many colours, and the sample beside its name shows that by stripes. */
export function swatch(entry: LegendEntry, collection: Collection, several: boolean): SVGElement {
    const box = (...children: Node[]) => svg('svg', { viewBox: '0 0 22 16', class: 'swatch', 'aria-hidden': 'true' }, ...children);
    const stroke = entry.outline ?? 'currentColor';
    const edge = { stroke, 'stroke-opacity': entry.outline ? 1 : 0.35, 'stroke-width': 1 };
    if (several) {
        const colors = legend(collection, 'ja').map(({ color }) => color).slice(0, 5);
        const width = 20 / colors.length;
        return box(...colors.map((fill, i) => svg('rect', { x: 1 + i * width, y: 3, width, height: 10, fill })));
    }
    if (entry.shape === 'heat') {
        return box(svg('circle', { cx: 11, cy: 8, r: 7, fill: entry.color, opacity: 0.3 }), svg('circle', { cx: 11, cy: 8, r: 3.5, fill: entry.color, opacity: 0.8 }));
    }
    if (entry.shape === 'line') return box(svg('path', { d: 'M2 12L9 5l5 5 6-6', fill: 'none', stroke: entry.color, 'stroke-width': 3, 'stroke-linecap': 'round' }));
    if (entry.shape === 'area') {
        const width = { stroke: entry.outline ?? entry.color, 'stroke-width': 1.5 };
        return box(svg('rect', { x: 2, y: 2, width: 18, height: 12, rx: 2, fill: entry.color, 'fill-opacity': Math.max(entry.opacity ?? 0.45, 0.06), ...width }));
    }
    return box(svg('circle', { cx: 11, cy: 8, r: entry.shape === 'cluster' ? 7 : 5.5, fill: entry.color, ...edge }));
}

function ramp(collection: Collection): SVGElement {
    const colors = heatColors(viewOf(collection));
    const width = 96 / colors.length;
    const cells = colors.map((fill, i) => svg('rect', { x: i * width, y: 0, width, height: 10, fill }));
    return svg('svg', { viewBox: '0 0 96 10', class: 'ramp-colors', 'aria-hidden': 'true', preserveAspectRatio: 'none' }, ...cells);
}

function infoButton(collection: Collection, facts: HTMLElement, page: Page): HTMLElement {
    const label = t(page).about(titleOf(collection, page.store.state.lang));
    const button = el('button', { type: 'button', class: 'icon-button info', 'aria-expanded': 'false', 'aria-controls': facts.id, 'aria-label': label, title: label }, icon('info'));
    button.addEventListener('click', () => {
        facts.hidden = !facts.hidden;
        button.setAttribute('aria-expanded', String(!facts.hidden));
    });
    return button;
}

/** Who made it, when, under which licence, and the files: what makes it possible to trust a dataset and to use it again. */
function about(collection: Collection, page: Page): HTMLElement {
    const { machizu } = collection;
    const words = t(page);
    const { lang } = page.store.state;
    const facts: [string, Child][] = [
        [words.publisher, word(page, machizu.publisher)],
        [words.attribution, word(page, machizu.attribution)],
        [words.date, machizu.date && formatDate(machizu.date, lang)],
        [words.published, machizu.published && formatDate(machizu.published.slice(0, 10), lang)],
        [words.license, machizu.license && licence(machizu.license)],
        [words.contact, machizu.contact],
    ];
    const box = bboxOf(collection);
    return el(
        'div', { class: 'about', id: `about-${collection.id}`, hidden: true },
        el('p', {}, word(page, machizu.description)),
        el('dl', {}, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
        downloads(collection, page),
        box && el('button', { type: 'button', class: 'quiet', onclick: () => page.zoomTo(box) }, icon('home'), words.zoomTo),
    );
}

export function licence(license: { id: string; url?: string }): HTMLElement | string {
    const href = safeUrl(license.url);
    return href ? el('a', { href, rel: 'license noopener noreferrer', target: '_blank' }, license.id) : license.id;
}

/** What a download is called, by how its name goes on after the dataset's; another one is called by its ending. */
const formats: Record<string, string> = {
    geojson: 'GeoJSON', csv: 'CSV', 'cp932.csv': 'CSV (CP932)', gpkg: 'GeoPackage', fgb: 'FlatGeobuf', 'shp.zip': 'Shapefile', xlsx: 'Excel', kml: 'KML',
};

export function downloads(collection: Collection, page: Page): HTMLElement | undefined {
    const { lang } = page.store.state;
    const files = collection.links.filter(({ rel }) => rel === 'enclosure');
    if (files.length === 0) return undefined;
    const links = files.map(({ href, title, length }) => {
        const file = title ?? href.split('/').pop() ?? '';
        const ending = file.slice(file.indexOf('.') + 1);
        const format = formats[ending] ?? ending.replace(/^dictionary\./, `${t(page).dictionary} `);
        const name = t(page).downloadOf(titleOf(collection, lang), format);
        const size = length ? ` ${formatBytes(length, lang)}` : '';
        return el('a', { href: sameOrigin(href), download: true, class: 'download', 'aria-label': name + size }, icon('download'), format, el('small', {}, size));
    });
    return el('p', { class: 'downloads' }, ...links);
}
