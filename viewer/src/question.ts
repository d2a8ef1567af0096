// A question in the search box: 「駐車 金曜 夜間 浜汐凪駅」 is a layer, a day of the week, a value and a place. What is understood
// becomes filters, shown as chips like any others; what is not understood makes it no question. Comes when several words are typed.

import { type Collection, type Field, type SearchHit, search } from './api';
import { describe } from './chips';
import { type Ring, type Wish, type Wishes, isTime, ringBbox } from './filters';
import { weekdayName } from './format';
import { distance } from './geo';
import { type Page, t } from './page';
import { toggled } from './state';
import { seenValues } from './values';
import { byOrder, isBase } from './view';

export interface Question {
    collection: Collection;
    said: string; // in the words of the chips it will become
    ask(): void; // shows what it asks for, and the panel of the filter
}

const near = 500; // metres around a place
const mostValues = 30; // a field of more is no kind of thing

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

const weeks: Record<string, string[]> = { 平日: ['1', '2', '3', '4', '5'], weekday: ['1', '2', '3', '4', '5'], weekdays: ['1', '2', '3', '4', '5'], 週末: ['6', '7'], 土日: ['6', '7'], weekend: ['6', '7'], weekends: ['6', '7'] };
/** The hours of a word, and how data may say the same. */
const parts: { words: string[]; hours: string }[] = [
    { words: ['深夜', 'midnight'], hours: '0-5' }, { words: ['朝', 'morning', 'mornings'], hours: '5-10' }, { words: ['昼', '日中', 'daytime'], hours: '10-17' },
    { words: ['夜', '夜間', 'night', 'nights', 'evening'], hours: '17-24' },
];

/** 金, 金曜, 金曜日, きんようび, Fri, Friday, Fridays: 5. */
export function daysOf(word: string): string[] | undefined {
    if (weeks[word]) return weeks[word];
    const kana = ['げつ', 'か', 'すい', 'もく', 'きん', 'ど', 'にち'].findIndex((name) => word === `${name}ようび` || word === `${name}よう日`);
    if (kana >= 0) return [String(kana + 1)];
    const day = ['1', '2', '3', '4', '5', '6', '7'].find((each) => {
        const [short, long, english] = [weekdayName(each, 'ja', 'short'), weekdayName(each, 'ja', 'long'), fold(weekdayName(each, 'en', 'long'))];
        return word === short || word === long || word === long.slice(0, 2) || word === english || word === `${english}s` || word === english.slice(0, 3);
    });
    return day ? [day] : undefined;
}

/** The words, with 金曜の夜 taken apart. */
export const wordsOf = (query: string): string[] =>
    fold(query).split(/[\s、,・]+/).flatMap((word) => {
        const [, day, rest] = /^(.曜日?)の?(.+)$/.exec(word) ?? [];
        return day && rest && daysOf(day) ? [day, rest] : [word];
    }).filter(Boolean);

/** The layer a word names: the first in the list whose title has it. */
export function layerOf(words: readonly string[], collections: Iterable<Collection>): [Collection, string] | undefined {
    for (const word of words) {
        if (word.length < 2 || daysOf(word)) continue;
        const found = byOrder([...collections].filter((each) => !isBase(each))).find(({ machizu: { title } }) => [title.ja, title.en].some((text) => text && fold(text).includes(word)));
        if (found) return [found, word];
    }
    return undefined;
}

export async function understand(query: string, page: Page, signal: AbortSignal): Promise<Question | undefined> {
    const words = wordsOf(query);
    const layer = words.length > 1 ? layerOf(words, page.collections.values()) : undefined;
    if (!layer) return undefined;
    const [collection, name] = layer;
    const time = collection.machizu.fields.find(isTime);
    const wishes: Record<string, Wish> = {};
    const places: string[] = [];
    const put = (field: Field, wish: Wish) => (wishes[field.name] = { ...wishes[field.name], ...wish });
    for (const word of words.filter((each) => each !== name)) {
        const days = daysOf(word);
        const part = parts.find((each) => each.words.includes(word));
        if (days && time) put(time, { days });
        else if (part && time?.type === 'datetime') put(time, { hours: [part.hours] });
        else {
            const [field, is] = (await kindOf(collection, part?.words ?? [word])) ?? [];
            if (field) put(field, { is: is! });
            else places.push(word);
        }
    }
    const place = places.length ? await placeOf(places.join(' '), signal) : undefined;
    if (places.length && !place) return undefined;
    if (Object.keys(wishes).length === 0 && !place) return undefined;
    const said = [...Object.entries(wishes).map(([field, wish]) => describe(collection, field, wish, page)), place && t(page).near(place.properties.title)];
    return { collection, said: said.filter(Boolean).join(' ／ '), ask: () => ask(page, collection, wishes, place) };
}

function ask(page: Page, { id }: Collection, wishes: Wishes, place: SearchHit | undefined): void {
    const { visible, wishes: others } = page.store.state;
    const area = place?.geometry ? circle(place.geometry.coordinates, near) : undefined;
    page.store.update({ visible: toggled(visible, id, true), wishes: { ...others, [id]: wishes }, ...(area && { area }) });
    page.tool('filter', id);
    if (area) page.zoomTo(ringBbox(area));
}

/** The field that has values with one of the words in them, and those values. */
async function kindOf(collection: Collection, words: readonly string[]): Promise<[Field, string[]] | undefined> {
    for (const field of collection.machizu.fields.filter(({ type, searchable }) => type === 'text' && !searchable)) {
        const seen = await seenValues(collection, field).catch(() => []);
        const is = seen.length > mostValues ? [] : seen.map(({ value }) => value).filter((value) => words.some((word) => fold(value).includes(word)));
        if (is.length) return [field, is];
    }
    return undefined;
}

/** What is called just so, else what the search finds first. A list of stations writes them without 駅. */
async function placeOf(name: string, signal: AbortSignal): Promise<SearchHit | undefined> {
    const names = [name, name.replace(/(駅| station)$/, '')];
    const hits = (await Promise.all([...new Set(names)].map((each) => search(each, 5, signal)))).flat().filter(({ geometry }) => geometry);
    return hits.find(({ properties }) => names.includes(fold(properties.title))) ?? hits[0];
}

/** A ring of so many metres around a place. */
export function circle([lon, lat]: readonly number[], metres: number): Ring {
    const [x, y] = [distance([lon!, lat!], [lon! + 0.01, lat!]) / 0.01, distance([lon!, lat!], [lon!, lat! + 0.01]) / 0.01];
    return Array.from({ length: 24 }, (_, i) => {
        const angle = (i * Math.PI) / 12;
        return [lon! + (Math.cos(angle) * metres) / x, lat! + (Math.sin(angle) * metres) / y] as const;
    });
}
