// The list of what the map can show: switches, choices, legends, and where each dataset comes from.

import { type Collection, pageUrl, sameOrigin } from './api';
import { heatColors } from './colors';
import { type Child, el, icon, svg } from './dom';
import { isNumeric } from './filters';
import { formatBytes, formatDate, safeUrl } from './format';
import { type LegendEntry, legend, shapeOf } from './legend';
import { type Page, count, t, word } from './page';
import { toggled } from './state';
import { swatch } from './swatch';
import { bboxOf, chooseOf, field, groups, isBase, titleOf, viewOf } from './view';

export { swatch };

interface Row {
    collection: Collection;
    element: HTMLElement;
    checkbox: HTMLInputElement;
    legend: HTMLElement;
    hint: HTMLElement;
    facts: HTMLElement;
    choice: HTMLSelectElement | undefined;
}

/** How to find an element again when the list has been made anew. */
const focusKey = (element: HTMLElement): string | undefined => {
    const layer = element.closest<HTMLElement>('[data-layer]')?.dataset.layer;
    const kind = ['info', 'filter', 'recolor'].find((name) => element.classList.contains(name));
    return layer && (kind ? `[data-layer="${layer}"] .${kind}` : `[data-layer="${layer}"] ${element.localName}`);
};

export class LayerList {
    private rows: Row[] = [];

    constructor(private readonly root: HTMLElement, private readonly page: Page) {
        this.rebuild();
        page.store.onChange((state, before) => (state.lang === before.lang && state.colors === before.colors ? this.refresh() : this.rebuild()));
    }

    /** Makes the list anew, in the language of the moment. */
    rebuild(): void {
        const { page } = this;
        const focused = document.activeElement instanceof HTMLElement && this.root.contains(document.activeElement) ? focusKey(document.activeElement) : undefined;
        const about = this.rows.filter(({ facts }) => !facts.hidden).map(({ collection }) => collection.id);
        this.rows = [];
        const all = [...page.collections.keys()].map((id) => page.styled(id)!);
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
        for (const { collection, element } of this.rows) {
            if (about.includes(collection.id)) element.querySelector<HTMLElement>('.info')!.click();
        }
        this.refresh();
        if (focused) this.root.querySelector<HTMLElement>(focused)?.focus();
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
            const { visible, tool, about } = page.store.state;
            // The tool that is opened next is about what was ticked last.
            const next = checkbox.checked ? id : about === id ? undefined : about;
            page.store.update({ visible: toggled(visible, id, checkbox.checked), about: tool ? about : next });
        });
        const entries = legend(collection, lang);
        const name = el(
            'label', { class: 'layer-name' }, checkbox, swatch(entries[0]!, collection, entries.length > 1),
            el('span', { dir: 'auto' }, titleOf(collection, lang)),
            !isBase(collection) && el('span', { class: 'count' }, t(page).count(count(page, machizu.count))),
        );
        const choice = this.choice(collection);
        const hint = el('p', { class: 'hint' }, t(page).zoomInToSee);
        const key = el('div', { class: 'legend' }, choice && choice.label, hint, legendList(collection, entries, page), ...actions(collection, page));
        const facts = about(collection, page);
        const element = el('div', { class: 'layer', 'data-layer': id }, el('div', { class: 'layer-head' }, name, infoButton(collection, facts, page)), facts, key);
        this.rows.push({ collection, element, checkbox, legend: key, hint, facts, choice: choice?.select });
        return element;
    }

    private choice(collection: Collection): { label: HTMLElement; select: HTMLSelectElement } | undefined {
        const { choose } = viewOf(collection);
        if (!choose) return undefined;
        const { store } = this.page;
        const field = chooseOf(collection);
        const select = el('select', { name: `choose.${collection.id}` });
        select.addEventListener('change', () => store.update({ choices: { ...store.state.choices, [collection.id]: select.value } }));
        const step = (by: number, name: 'left' | 'right', label: string) => el('button', { type: 'button', class: 'icon-button step', 'aria-label': label, title: label, onclick: () => {
            const next = select.options[select.selectedIndex + by];
            if (next) store.update({ choices: { ...store.state.choices, [collection.id]: next.value } });
        } }, icon(name));
        const words = t(this.page);
        const label = el('label', { class: 'choice' }, el('span', {}, word(this.page, field?.label) || choose), select);
        return { label: el('div', { class: 'chooser' }, step(-1, 'left', words.previous), label, step(1, 'right', words.next)), select };
    }
}

function legendList(collection: Collection, entries: LegendEntry[], page: Page): HTMLElement | undefined {
    if (shapeOf(collection) === 'heat') {
        return el('p', { class: 'ramp' }, el('span', {}, t(page).few), ramp(collection), el('span', {}, t(page).many));
    }
    if (collection.machizu.geometry === 'none') return el('p', { class: 'hint' }, t(page).noGeometry);
    const said = entries.filter(({ label }) => label);
    if (said.length === 0) return undefined;
    const view = viewOf(collection);
    const shown = field(collection, view.field);
    const heading = shown && entries.length > 1 ? `${word(page, shown.label)}${shown.unit ? ` (${shown.unit})` : ''}` : undefined;
    const item = (entry: LegendEntry) => el('li', {}, entries.length > 1 && swatch(entry, collection, false), el('span', { dir: 'auto' }, entry.label));
    const rest = said.slice(mostEntries);
    const [of, by] = [field(collection, view.numerator), field(collection, view.denominator)];
    return el(
        'div', {},
        heading && el('p', { class: 'legend-title' }, heading),
        of && by && el('p', { class: 'legend-title' }, t(page).denominator(word(page, of.label), word(page, by.label))),
        el('ul', {}, ...(rest.length > 4 ? said.slice(0, mostEntries) : said).map(item)),
        rest.length > 4 && el('details', {}, el('summary', {}, t(page).more(count(page, rest.length))), el('ul', {}, ...rest.map(item))),
    );
}

const mostEntries = 12; // a legend of hundreds would push the other layers out of sight

/** What can be done with a layer, beside its legend. */
function actions(collection: Collection, page: Page): (HTMLElement | false)[] {
    if (isBase(collection)) return [];
    const words = t(page);
    const title = titleOf(collection, page.store.state.lang);
    const button = (kind: 'filter' | 'recolor', tool: 'filter' | 'color', text: string, label: string) =>
        el('button', { type: 'button', class: `quiet ${kind}`, 'aria-label': label, onclick: () => page.tool(tool, collection.id) }, icon(tool === 'filter' ? 'filter' : 'layers'), text);
    const numbers = collection.machizu.fields.some((item) => isNumeric(item) && item.name !== viewOf(collection).choose);
    return [el(
        'p', { class: 'actions' },
        button('filter', 'filter', words.filter, words.filterLayer(title)),
        numbers && ['polygon', 'point', 'line', 'mixed'].includes(collection.machizu.geometry) && button('recolor', 'color', words.colorLayer, `${words.colorLayer}: ${title}`),
    )];
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
        el('p', {}, el('a', { href: pageUrl(collection.id), class: 'quiet page-link' }, icon('page'), words.layerPage)),
        box && el('button', { type: 'button', class: 'quiet', onclick: () => page.zoomTo(box) }, icon('home'), words.zoomTo),
    );
}

export function licence(license: { id: string; url?: string }): HTMLElement | string {
    const href = safeUrl(license.url);
    return href ? el('a', { href, rel: 'license noopener noreferrer', target: '_blank' }, license.id) : license.id;
}

/** What a download is called, by how its name goes on after the dataset's; another one is called by its ending. */
const formats: Record<string, string> = {
    geojson: 'GeoJSON', csv: 'CSV', 'cp932.csv': 'CSV (CP932)', gpkg: 'GeoPackage', fgb: 'FlatGeobuf', pmtiles: 'PMTiles', 'shp.zip': 'Shapefile', xlsx: 'Excel', kml: 'KML',
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
