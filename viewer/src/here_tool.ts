// 「この場所について」: what applies at a place, in sentences that can be read aloud.

import { ApiError, type Applies, fetchHere, fetchItems } from './api';
import { el, icon } from './dom';
import { around } from './geo';
import { count, t, word } from './page';
import type { FeatureRef, Place } from './permalink';
import { urlOf } from './rows';
import { loadToolTexts, toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { isBase, titleOf, viewOf } from './view';
import type { Page } from './page';

export const here: ToolPart = (page, body) => {
    const words = toolTexts[page.store.state.lang];
    const told = el('div', { class: 'told' });
    const ask = (at: Place) => {
        page.store.update({ here: at });
        page.paint({ drawn: { line: [[at.lon, at.lat]], closed: false } });
        void hereSection(page, at, undefined, true).then((section) => told.replaceChildren(section));
    };
    const button = (text: string, kind: 'target' | 'here', action: () => void) => el('button', { type: 'button', onclick: action }, icon(kind), text);
    const locate = () => {
        told.replaceChildren(el('p', { role: 'status' }, words.locating));
        const failed = () => told.replaceChildren(el('p', { class: 'note', role: 'alert' }, words.locationFailed));
        if (!navigator.geolocation) return failed();
        navigator.geolocation.getCurrentPosition(({ coords }) => {
            const at = { lon: coords.longitude, lat: coords.latitude };
            page.map?.show([at.lon, at.lat, at.lon, at.lat], { right: body.offsetWidth, bottom: 0 });
            ask(at);
        }, failed, { enableHighAccuracy: true, timeout: 15_000 });
    };
    body.append(el('p', { class: 'actions' }, button(words.myLocation, 'target', locate), page.map && button(words.mapCentre, 'here', () => ask(page.map!.camera()))), told);
    const { here: at } = page.store.state;
    if (at) ask(at);
    else told.append(el('p', { class: 'hint' }, words.hereHint));
    page.clicked = ask;
    return () => page.paint({ drawn: undefined });
};

/** Fills itself; `but`: the feature whose panel this stands in, which is told there already. */
export async function hereSection(page: Page, at: Place, but?: FeatureRef, coordinates = false): Promise<HTMLElement> {
    await loadToolTexts(page.store.state.lang);
    const words = toolTexts[page.store.state.lang];
    const body = el('div', { 'aria-live': 'polite' }, el('p', {}, words.hereLoading));
    void tell(page, at, but).then(
        (parts) => body.replaceChildren(...parts),
        (error: unknown) => {
            const absent = error instanceof ApiError && (error.status === 404 || error.status === 400);
            body.replaceChildren(el('p', {}, absent ? words.hereMissing : words.hereFailed));
        },
    );
    const where = coordinates && el('p', { class: 'legend-title' }, words.coordinates(at.lat.toFixed(5), at.lon.toFixed(5)));
    return el('div', { class: 'here' }, el('h3', {}, words.hereTitle), where, body);
}

async function tell(page: Page, at: Place, but: FeatureRef | undefined): Promise<HTMLElement[]> {
    const words = toolTexts[page.store.state.lang];
    const heats = await heatCounts(page, at).catch(() => []);
    const told = (said: string[]) => said.map((each) => el('p', { class: 'heat-count' }, each));
    const { within, near } = await fetchHere(at.lon, at.lat).catch((error: unknown) => {
        if (heats.length === 0) throw error;
        return { within: [], near: [] };
    });
    const others = (list: Applies[]) => list.filter(({ collection, feature_id }) => !(collection === but?.collection && feature_id === but.id));
    const [applies, close] = [others(within), others(near)];
    if (applies.length + close.length + heats.length === 0) return [el('p', {}, words.hereNothing)];
    return [
        ...(applies.length ? [el('h4', {}, words.hereWithin), el('ul', {}, ...applies.map((each) => entry(page, each, at)))] : []),
        ...(close.length ? [el('h4', {}, words.hereNear), el('ul', {}, ...close.map((each) => entry(page, each, at)))] : []),
        ...told(heats),
    ];
}

function entry(page: Page, { collection, title, feature_id, feature_title, sentence, distance_m }: Applies, at: Place): HTMLElement {
    const words = toolTexts[page.store.state.lang];
    const name = feature_title ?? feature_id ?? '';
    const own = distance_m === undefined ? words.within(word(page, title), name) : words.near(word(page, title), name, far(page, distance_m));
    const known = page.collections.get(collection);
    const label = `${t(page).details}: ${word(page, title)} ${name}`;
    const more = known && !isBase(known) && feature_id !== null && el('button', { type: 'button', class: 'more-about', 'aria-label': label, title: label, onclick: () =>
        page.open({ collection, id: feature_id }, { fly: distance_m !== undefined, at }) }, icon('right'));
    return el('li', {}, el('p', { dir: 'auto' }, word(page, sentence) || own), more);
}

export function far(page: Page, metres: number): string {
    const words = toolTexts[page.store.state.lang];
    return metres < 1000 ? words.metres(count(page, Math.round(metres / 10) * 10)) : words.kilometres((metres / 1000).toFixed(1));
}

/** Heat and clusters say no number by themselves: here they do. */
async function heatCounts(page: Page, at: Place): Promise<string[]> {
    const { lang, visible } = page.store.state;
    const hot = [...page.collections.values()].filter((each) => visible.has(each.id) && ['heat', 'clusters'].includes(viewOf(each).style ?? ''));
    return Promise.all(hot.map(async (collection) => {
        const question = { collection, bbox: around([at.lon, at.lat], 250), filter: page.filterOf(collection.id), serverFilters: page.serverFilters };
        const { numberMatched = 0 } = await fetchItems(urlOf(question, 1));
        return toolTexts[lang].heatHere(titleOf(collection, lang), count(page, numberMatched));
    }));
}
