// The table of what is in view: the same content as the map, for everyone a map does not serve.

import { type Bbox, type Collection, type Feature, type Field, type Lang, fetchItems } from './api';
import { debounced, el } from './dom';
import { columns, formatValue } from './format';
import { type Page, count, t, word } from './page';
import { exportLinks } from './exports';
import { type Question, Rows } from './rows';
import { byOrder, featureTitle, isBase, pick, titleOf, viewOf } from './view';

const pageSize = 50;

export class TablePanel {
    private rows: Rows | undefined;
    private asked: AbortController | undefined;
    private shown = 0;
    private body: HTMLElement | undefined;
    private sort: string | undefined;
    private readonly refreshSoon = debounced(400, () => void this.refresh());

    constructor(
        private readonly root: HTMLElement,
        private readonly select: HTMLSelectElement,
        private readonly all: HTMLInputElement,
        private readonly summary: HTMLElement,
        private readonly exports: HTMLElement,
        private readonly content: HTMLElement,
        private readonly page: Page,
    ) {
        select.addEventListener('change', () => page.store.update({ table: select.value }));
        all.addEventListener('change', () => void this.refresh());
        page.store.onChange((state, before) => {
            if (state.visible !== before.visible || state.lang !== before.lang || state.table !== before.table) this.renderSelect();
            const same = state.table === before.table && state.lang === before.lang && state.visible === before.visible;
            if (state.table !== before.table) this.sort = undefined;
            if (!same || state.choices !== before.choices || state.wishes !== before.wishes || state.area !== before.area) this.refreshSoon();
        });
        this.renderSelect();
    }

    /** What could be listed has changed: new data, or the server filters after all. */
    renew(): void {
        this.renderSelect();
        this.refreshSoon();
    }

    /** To be called when the map has come to rest: counts anew, and fills the table if it is open. */
    mapMoved(): void {
        this.refreshSoon();
    }

    open(): void {
        const first = this.listable()[0];
        this.page.store.update({ table: this.listed()?.id ?? first?.id ?? [...this.page.collections.keys()][0] });
    }

    /** What can be listed: the data layers that are switched on. */
    private listable(): Collection[] {
        const { visible } = this.page.store.state;
        return byOrder([...this.page.collections.values()].filter((each) => !isBase(each) && visible.has(each.id)));
    }

    /** The layer listed, or the first that could be. */
    private listed(): Collection | undefined {
        const { table } = this.page.store.state;
        const list = this.listable();
        return list.find(({ id }) => id === table) ?? list[0];
    }

    /** Where to list; undefined is everywhere, and is the only way to list what has no position. */
    private bbox(): Bbox | undefined {
        return this.all.checked && !this.root.hidden ? undefined : this.page.bbox();
    }

    private renderSelect(): void {
        const { lang, table } = this.page.store.state;
        this.root.hidden = table === undefined;
        const listed = this.listed();
        this.select.replaceChildren(...this.listable().map((each) => el('option', { value: each.id }, titleOf(each, lang))));
        if (listed) this.select.value = listed.id;
        this.select.disabled = !listed;
    }

    private async refresh(): Promise<void> {
        this.asked?.abort();
        const listed = this.listed();
        const words = t(this.page);
        if (!listed) {
            this.summary.textContent = '';
            this.content.replaceChildren(el('p', { class: 'note' }, words.tableNone));
            return;
        }
        const { signal } = (this.asked = new AbortController());
        const isOpen = !this.root.hidden;
        const question: Question = {
            collection: listed, bbox: this.bbox(), filter: this.page.filterOf(listed.id), serverFilters: this.page.serverFilters, sort: this.sort,
        };
        const rows = new Rows(question, isOpen ? pageSize : 1, fetchItems);
        if (isOpen) this.exports.replaceChildren(...exportLinks(question, this.page));
        try {
            const features = await rows.more(signal);
            if (signal.aborted) return;
            this.rows = rows;
            this.report(listed, rows, features.length);
            if (isOpen) this.renderTable(listed, features);
        } catch {
            if (!signal.aborted && isOpen) this.renderProblem();
        }
    }

    private report(collection: Collection, rows: Rows, read: number): void {
        const words = t(this.page);
        const total = rows.total === undefined ? `${count(this.page, read)}+` : count(this.page, rows.total);
        this.summary.textContent = this.bbox() ? words.inViewCount(total) : words.allCount(total);
        const say = this.bbox() ? words.inView : words.inAll;
        this.page.say(say(titleOf(collection, this.page.store.state.lang), total));
    }

    private renderTable(collection: Collection, features: Feature[]): void {
        const words = t(this.page);
        if (features.length === 0) {
            this.content.replaceChildren(el('p', { class: 'note' }, words.tableEmpty));
            return;
        }
        const title = titleOf(collection, this.page.store.state.lang);
        const heads = columns(collection).map((item, i) => this.head(item, i));
        this.shown = 0;
        this.body = el('tbody');
        const table = el('table', {}, el('caption', { class: 'visually-hidden' }, title), el('thead', {}, el('tr', {}, ...heads)), this.body);
        this.content.replaceChildren(el('div', { class: 'table-scroll', role: 'region', tabindex: 0, 'aria-label': words.tableRows(title) }, table));
        this.append(collection, features);
        this.renderMore(collection);
    }

    /** Its name; where the server sorts, a button that sorts by it, rising first. */
    private head({ label, name, type, unit }: Field, i: number): HTMLElement {
        const words = [word(this.page, label) || name, unit && el('small', {}, ` (${unit})`)];
        const sorted = this.sort === name ? 'ascending' : this.sort === `-${name}` ? 'descending' : undefined;
        const button = () => el('button', { type: 'button', class: 'sort', onclick: () => {
            this.sort = sorted === 'ascending' ? `-${name}` : name;
            void this.refresh();
        } }, ...words, el('span', { 'aria-hidden': 'true' }, sorted === 'ascending' ? ' ▲' : sorted ? ' ▼' : ''));
        const attributes = { scope: 'col', class: i > 0 && (type === 'integer' || type === 'number') ? 'number' : undefined, 'aria-sort': sorted };
        return el('th', attributes, ...(this.page.serverFilters ? [button()] : words));
    }

    private append(collection: Collection, features: Feature[]): void {
        this.shown += features.length;
        this.body?.append(...features.map((feature) => this.row(collection, feature)));
    }

    private row(collection: Collection, feature: Feature): HTMLElement {
        const id = String(feature.id ?? feature.properties.feature_id ?? '');
        const { lang } = this.page.store.state;
        const open = () => this.page.open({ collection: collection.id, id }, { fly: true });
        const cells = columns(collection).map((field, i) => {
            const value = formatValue(feature.properties[field.name], field.type, lang);
            if (i > 0) return el('td', { class: typeof feature.properties[field.name] === 'number' ? 'number' : undefined, dir: 'auto' }, value || missing(collection, field, lang));
            const name = value || featureTitle(collection, feature.properties, id);
            return el('th', { scope: 'row' }, el('button', { type: 'button', class: 'row-button', dir: 'auto' }, name));
        });
        // A click anywhere in the row opens it; the button is what a keyboard and a screen reader find.
        return el('tr', { onclick: open, 'data-feature': id }, ...cells);
    }

    private renderMore(collection: Collection): void {
        this.content.querySelector('.more')?.remove();
        if (!this.rows || this.rows.done) return;
        const button = el('button', { type: 'button', class: 'more', onclick: () => void this.more(collection, button) }, t(this.page).tableMore);
        this.content.append(button);
    }

    private async more(collection: Collection, button: HTMLButtonElement): Promise<void> {
        const signal = this.asked?.signal;
        button.disabled = true;
        try {
            const features = (await this.rows?.more(signal)) ?? [];
            if (signal?.aborted) return;
            const at = this.shown;
            this.append(collection, features);
            this.renderMore(collection);
            this.page.say(t(this.page).tableShown(count(this.page, this.shown)));
            this.body?.querySelectorAll<HTMLElement>('.row-button')[at]?.focus();
        } catch {
            button.disabled = false;
            if (!signal?.aborted) this.page.toast(t(this.page).tableFailed);
        }
    }

    private renderProblem(): void {
        const words = t(this.page);
        this.summary.textContent = '';
        const retry = el('button', { type: 'button', onclick: () => void this.refresh() }, words.retry);
        this.content.replaceChildren(el('div', { class: 'note', role: 'alert' }, el('p', {}, words.tableFailed), retry));
    }
}

/** That the field shown on the map has no value is said in words here too. */
function missing(collection: Collection, field: Field, lang: Lang): string {
    const view = viewOf(collection);
    return view.field === field.name && view.missing ? pick(view.missing.label, lang) : '';
}
