// What the parts of the page share: the data, the state, and the few things one part asks of the whole.

import type { Bbox, Collection, Text } from './api';
import { type PlainText, texts } from './i18n';
import type { FeatureRef } from './permalink';
import type { Store } from './state';
import { pick } from './view';

export interface Pick extends FeatureRef {
    title: string;
}

export interface Page {
    store: Store;
    collections: ReadonlyMap<string, Collection>;
    /** Opens a feature's panel; `fly` brings it into view too. `others` are what else lies at the place. */
    open(feature: FeatureRef, options: { fly: boolean; others?: Pick[] }): void;
    zoomTo(bbox: Bbox): void;
    /** Tells a screen reader, politely. */
    say(text: string): void;
    /** The same, on the screen as well, for a few seconds. */
    toast(text: string): void;
    /** What the map shows; undefined when there is no map. */
    bbox(): Bbox | undefined;
    choices(id: string): string[] | 'failed' | undefined;
}

export const t = (page: Page) => texts[page.store.state.lang];
export const word = (page: Page, text: Text | undefined): string => pick(text, page.store.state.lang);
export const count = (page: Page, n: number): string => new Intl.NumberFormat(page.store.state.lang).format(n);

/** Puts the words of the language wherever index.html names one. */
export function applyTexts(lang: 'ja' | 'en'): void {
    document.documentElement.lang = lang;
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
        element.textContent = texts[lang][element.dataset.text as PlainText];
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
        const text = texts[lang][element.dataset.label as PlainText];
        element.setAttribute('aria-label', text);
        if (element instanceof HTMLButtonElement) element.title = text;
    }
}
