// What the parts of the page share: the data, the state, and the few things one part asks of the whole.

import type { Bbox, Collection, Lang, Text } from './api';
import type { Filter, Ring } from './filters';
import { type PlainText, texts } from './i18n';
import type { Counted } from './style_parts';
import type { MapView } from './map_view';
import type { FeatureRef, Place } from './permalink';
import type { Store, Tool } from './state';
import { localeOf, pick } from './view';

export interface Pick extends FeatureRef {
    title: string;
}

/** What is drawn on the map beside the data; it is nobody's state. */
export interface Scene {
    drawn: { line: Ring; closed: boolean } | undefined;
    counted: Counted | undefined;
}

export interface Page {
    store: Store;
    /** As the server tells them; `styled` has the user's classes in them. */
    collections: ReadonlyMap<string, Collection>;
    styled(id: string): Collection | undefined;
    filterOf(id: string): Filter;
    /** Whether the server evaluates filters; false until it is known. */
    serverFilters: boolean;
    /** Undefined until it has come, and where there is no WebGL 2. */
    map: MapView | undefined;
    scene: Scene;
    paint(scene: Partial<Scene>): void;
    /** What a click on the map means while a tool is at work; undefined: it opens what is there. */
    clicked: ((at: Place) => void) | undefined;
    /** Opens a feature's panel; `fly` brings it into view too. `others` are what else lies at the place `at`. */
    open(feature: FeatureRef, options: { fly: boolean; others?: Pick[]; at?: Place | undefined }): void;
    /** Goes to a place and tells what applies there. */
    tellOf(at: Place): void;
    tool(tool: Tool | undefined, about?: string): void;
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
export const count = (page: Page, n: number): string => new Intl.NumberFormat(localeOf(page.store.state.lang)).format(n);

/** Puts the words of the language wherever index.html names one. */
export function applyTexts(lang: Lang): void {
    document.documentElement.lang = localeOf(lang);
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
        element.textContent = texts[lang][element.dataset.text as PlainText];
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
        const text = texts[lang][element.dataset.label as PlainText];
        element.setAttribute('aria-label', text);
        if (element instanceof HTMLButtonElement) element.title = text;
    }
}
