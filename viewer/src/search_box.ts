// The search box: a combobox with a list box as the ARIA Authoring Practices describe it.

import { ApiError, type SearchHit, search } from './api';
import { debounced, el } from './dom';
import { type Page, t, word } from './page';
import type { Question } from './question';
import { field, isBase, titleOf } from './view';

const most = 12;

export class SearchBox {
    private hits: SearchHit[] = [];
    private question: Question | undefined; // the first of the list, if the text is one
    private active = -1;
    private asked: AbortController | undefined;
    private readonly ask = debounced(250, () => void this.run());

    constructor(
        private readonly input: HTMLInputElement,
        private readonly list: HTMLElement,
        private readonly note: HTMLElement,
        private readonly clearButton: HTMLElement,
        private readonly page: Page,
    ) {
        // While an input method composes, the text is not yet what the user means: かn is no query.
        input.addEventListener('input', (event) => {
            clearButton.hidden = input.value === '';
            if (!(event as InputEvent).isComposing) this.ask();
        });
        input.addEventListener('compositionend', () => this.ask());
        input.addEventListener('keydown', (event) => this.key(event));
        input.addEventListener('focus', () => this.setOpen(this.found > 0));
        input.addEventListener('blur', () => this.setOpen(false));
        clearButton.addEventListener('click', () => this.clear());
        // Keeps focus in the input, else the list closes before the click arrives.
        list.addEventListener('mousedown', (event) => event.preventDefault());
        page.store.onChange((state, before) => state.lang !== before.lang && this.render());
    }

    private async run(): Promise<void> {
        this.asked?.abort();
        const query = this.input.value.trim();
        if (!query) return this.clearHits();
        const { signal } = (this.asked = new AbortController());
        const words = t(this.page);
        try {
            const [hits, question] = await Promise.all([search(query, most, signal), this.understood(query, signal)]);
            if (signal.aborted) return;
            this.question = question;
            this.hits = hits.filter(({ properties }) => this.page.collections.has(properties.collection));
            this.note.textContent = this.found ? '' : words.searchNothing(query);
            this.page.say(this.found ? words.searchFound(this.found) : words.searchNothing(query));
        } catch (error) {
            if (signal.aborted) return;
            this.hits = [];
            this.question = undefined;
            // 400 is a query without a letter or digit: well asked of a machine, it is nothing found.
            const nothing = error instanceof ApiError && error.status === 400;
            this.note.textContent = nothing ? words.searchNothing(query) : words.searchFailed;
            this.page.say(this.note.textContent);
        }
        this.active = -1;
        this.render();
        this.setOpen(this.found > 0 && document.activeElement === this.input);
    }

    private get found(): number {
        return this.hits.length + (this.question ? 1 : 0);
    }

    /** Several words may be a question about a layer: 駐車 金曜 夜. */
    private async understood(query: string, signal: AbortSignal): Promise<Question | undefined> {
        if (!/\S\s+\S|曜/.test(query)) return undefined;
        try {
            return await (await import('./more')).understand(query, this.page, signal);
        } catch {
            return undefined; // then it is an ordinary search
        }
    }

    private render(): void {
        const { question } = this;
        this.list.replaceChildren(
            ...(question ? [this.row(0, titleOf(question.collection, this.page.store.state.lang), question.said, t(this.page).filter)] : []),
            ...this.hits.map((hit, i) => this.option(hit, i + (question ? 1 : 0))),
        );
    }

    private row(i: number, title: string, matched: string, kind: string): HTMLElement {
        return el(
            'li', { role: 'option', id: `hit-${i}`, 'aria-selected': i === this.active ? 'true' : 'false', onclick: () => this.choose(i) },
            el('span', { class: 'hit-title', dir: 'auto' }, title), matched && el('span', { class: 'match' }, matched), el('small', {}, kind),
        );
    }

    private option(hit: SearchHit, i: number): HTMLElement {
        const { title, match, collection_title } = hit.properties;
        const kind = [word(this.page, collection_title), !hit.geometry && t(this.page).noPosition].filter(Boolean).join('・');
        const collection = this.page.collections.get(hit.properties.collection);
        const where = word(this.page, collection && field(collection, hit.properties.field)?.label);
        const matched = match && match !== title ? (where ? `${where}: ${match}` : match) : '';
        return this.row(i, title, matched, kind);
    }

    private key(event: KeyboardEvent): void {
        if (event.isComposing || event.keyCode === 229) return; // these keys belong to the input method
        const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
        const step = steps[event.key];
        if (step && this.found) {
            event.preventDefault();
            this.setOpen(true);
            this.activate((this.active + step + this.found + (this.active < 0 && step < 0 ? 1 : 0)) % this.found);
        } else if (event.key === 'Enter') {
            event.preventDefault();
            if (this.found) this.choose(Math.max(0, this.active));
            else void this.run();
        } else if (event.key === 'Escape') {
            if (this.list.hidden) this.clear();
            else this.setOpen(false);
        }
    }

    private activate(i: number): void {
        this.active = i;
        [...this.list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === i)));
        const option = this.list.children[i];
        option?.scrollIntoView({ block: 'nearest' });
        if (option) this.input.setAttribute('aria-activedescendant', option.id);
    }

    private choose(i: number): void {
        const { question } = this;
        const hit = this.hits[question ? i - 1 : i];
        this.setOpen(false);
        if (question && i === 0) question.ask();
        if (!hit) return;
        const collection = this.page.collections.get(hit.properties.collection);
        // The ground has no panel: what people want of a station is what is around it.
        if (collection && isBase(collection) && hit.geometry) {
            const [lon, lat] = hit.geometry.coordinates;
            return this.page.tellOf({ lon: lon!, lat: lat! });
        }
        this.page.open({ collection: hit.properties.collection, id: hit.properties.feature_id }, { fly: true });
    }

    private setOpen(open: boolean): void {
        this.list.hidden = !open;
        this.input.setAttribute('aria-expanded', String(open));
        if (!open) {
            this.active = -1;
            this.input.removeAttribute('aria-activedescendant');
            for (const option of this.list.children) option.setAttribute('aria-selected', 'false');
        }
    }

    private clear(): void {
        this.asked?.abort();
        this.input.value = '';
        this.clearButton.hidden = true;
        this.clearHits();
        this.input.focus();
    }

    private clearHits(): void {
        this.hits = [];
        this.question = undefined;
        this.note.textContent = '';
        this.render();
        this.setOpen(false);
    }
}
