// The state that is worth a link, and its place in the URL after the '#'. Pure; node tests it.
//
//   #map=14.25/34.71234/135.34567&layers=polling-places,turnout&choose.turnout=…&feature=polling-places/12&lang=en
//   &is.parking-cases.period=夜&from.parking-cases.occurred=2025-04-01&days.parking-cases.occurred=5,6&area=135.3,34.7;135.4,34.7;135.4,34.8
//   &color.turnout=turnout_total,jenks,5&count=parking-cases,dataset:polling-districts&compare=turnout,…&here=34.71/135.34

import type { Lang } from './api';
import type { Ring, Wish, Wishes } from './filters';

export interface Camera {
    zoom: number;
    lat: number;
    lon: number;
}

export interface FeatureRef {
    collection: string;
    id: string;
}

export interface Place {
    lon: number;
    lat: number;
}

/** How a field's values are cut into classes. */
export const methods = ['quantile', 'equal', 'jenks', 'hand'] as const;
export type Method = (typeof methods)[number];

/** Classes of a field's values; `breaks` is told for those made by hand and otherwise follows from the values. */
export interface Coloring {
    field: string;
    method: Method;
    n: number;
    breaks?: number[] | undefined;
}

/** Counts of a collection's features by the areas of another, by mesh or by the values of a field, as the API's `by` says. */
export interface Counting {
    collection: string;
    by: string;
    value?: string | undefined; // the numeric field that is summed
}

export interface Comparison {
    collection: string;
    choice?: string | undefined;
}

/** What a link says. What it leaves out is as the viewer first shows it. */
export interface Permalink {
    camera?: Camera;
    layers?: string[]; // data layers switched on; [] is none
    hidden?: string[]; // ground layers switched off
    choices?: Record<string, string>; // by collection: the one value looked at
    feature?: FeatureRef;
    table?: string; // the collection listed in the table
    wishes?: Record<string, Wishes>;
    area?: Ring;
    colors?: Record<string, Coloring>;
    count?: Counting;
    compare?: Comparison;
    here?: Place;
    base?: string;
    lang?: Lang;
}

/** Five decimals are a metre, finer than a pixel at zoom 16. */
const degrees = (value: number): string => String(Number(value.toFixed(5)));

export function encode(link: Permalink): string {
    const parts: string[] = [];
    const add = (key: string, value: string) => parts.push(`${readable(key)}=${readable(value)}`);
    const { camera, feature } = link;
    if (camera) add('map', `${Number(camera.zoom.toFixed(2))}/${degrees(camera.lat)}/${degrees(camera.lon)}`);
    if (link.layers) add('layers', link.layers.join(','));
    if (link.hidden) add('hide', link.hidden.join(','));
    for (const [id, value] of Object.entries(link.choices ?? {})) add(`choose.${id}`, value);
    if (feature) add('feature', `${feature.collection}/${feature.id}`);
    if (link.table) add('table', link.table);
    for (const [id, wishes] of Object.entries(link.wishes ?? {})) {
        for (const [field, { is = [], from, to, has, days, hours }] of Object.entries(wishes)) {
            for (const value of is) add(`is.${id}.${field}`, value);
            if (from) add(`from.${id}.${field}`, from);
            if (to) add(`to.${id}.${field}`, to);
            if (has) add(`has.${id}.${field}`, has);
            if (days) add(`days.${id}.${field}`, days.join(','));
            if (hours) add(`hours.${id}.${field}`, hours.join(','));
        }
    }
    if (link.area) add('area', link.area.map((at) => at.map(degrees).join(',')).join(';'));
    for (const [id, { field, method, n, breaks }] of Object.entries(link.colors ?? {})) {
        add(`color.${id}`, [field, method, ...(method === 'hand' ? (breaks ?? []) : [n])].join(','));
    }
    if (link.count) add('count', [link.count.collection, link.count.by, link.count.value].filter(Boolean).join(','));
    if (link.compare) add('compare', [link.compare.collection, link.compare.choice].filter(Boolean).join(','));
    if (link.here) add('here', `${degrees(link.here.lat)}/${degrees(link.here.lon)}`);
    if (link.base) add('base', link.base);
    if (link.lang) add('lang', link.lang);
    return parts.length ? `#${parts.join('&')}` : '';
}

/** Escaped, but with the slashes and commas that make a link readable. */
const readable = (value: string): string => encodeURIComponent(value).replace(/%2F/g, '/').replace(/%2C/g, ',').replace(/%3B/g, ';').replace(/%3A/g, ':');

/** Reads what it understands; a link cut short or written by hand loses only its wrong parts. */
export function decode(hash: string): Permalink {
    const link: Permalink = {};
    for (const part of hash.replace(/^#/, '').split('&')) {
        const equals = part.indexOf('=');
        if (equals < 1) continue;
        const value = unescaped(part.slice(equals + 1));
        const key = unescaped(part.slice(0, equals));
        if (key !== undefined && value !== undefined) read(link, key, value);
    }
    return link;
}

function read(link: Permalink, key: string, value: string): void {
    if (key === 'map') {
        const camera = readCamera(value);
        if (camera) link.camera = camera;
    } else if (key === 'layers') link.layers = value ? value.split(',') : [];
    else if (key === 'hide') link.hidden = value ? value.split(',') : [];
    else if (key.startsWith('choose.')) link.choices = { ...link.choices, [key.slice('choose.'.length)]: value };
    else if (key === 'feature') {
        const [, collection, id] = /^([a-z0-9-]+)\/(.+)$/s.exec(value) ?? [];
        if (collection && id) link.feature = { collection, id };
    } else if (key === 'table' && value) link.table = value;
    else if (key === 'area') {
        const area = readArea(value);
        if (area) link.area = area;
    }
    else if (key === 'here') {
        const [lat, lon] = value.split('/').map(Number);
        if (isPlace(lon, lat)) link.here = { lon: lon!, lat: lat! };
    } else if (key.startsWith('color.')) {
        const coloring = readColoring(value);
        if (coloring) link.colors = { ...link.colors, [key.slice('color.'.length)]: coloring };
    } else if (key === 'count') {
        const [collection, by, field] = value.split(',');
        if (collection && by) link.count = { collection, by, value: field };
    } else if (key === 'compare') {
        const [, collection, choice] = /^([^,]+)(?:,(.*))?$/s.exec(value) ?? [];
        if (collection) link.compare = { collection, choice };
    } else if (key === 'base' && value) link.base = value;
    else if (key === 'lang' && (value === 'ja' || value === 'easy' || value === 'en')) link.lang = value;
    else readWish(link, key, value);
}

function readWish(link: Permalink, key: string, value: string): void {
    const [, kind, id, field] = /^(is|from|to|has|days|hours)\.([a-z0-9-]+)\.(.+)$/s.exec(key) ?? [];
    if (!kind || !id || !field || !value) return;
    const wish: Wish = link.wishes?.[id]?.[field] ?? {};
    const listed = kind === 'days' ? value.split(',').filter((day) => /^[1-7]$/.test(day)) : kind === 'hours' ? value.split(',').filter(isBand) : undefined;
    if (listed && listed.length === 0) return;
    const more: Wish = kind === 'is' ? { is: [...(wish.is ?? []), value] } : { [kind]: listed ?? value };
    link.wishes = { ...link.wishes, [id]: { ...link.wishes?.[id], [field]: { ...wish, ...more } } };
}

function isBand(text: string): boolean {
    const [, from, until] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
    return until !== undefined && Number(from) < Number(until) && Number(until) <= 24;
}

function readArea(value: string): Ring | undefined {
    const ring = value.split(';').map((at) => at.split(',').map(Number) as [number, number]);
    return ring.length >= 3 && ring.every(([lon, lat]) => isPlace(lon, lat)) ? ring : undefined;
}

function readColoring(value: string): Coloring | undefined {
    const [field, name, ...numbers] = value.split(',');
    const method = methods.find((each) => each === name);
    const [n, ...more] = numbers.map(Number);
    if (!field || !method || n === undefined || ![n, ...more].every(Number.isFinite)) return undefined;
    if (method !== 'hand') return n >= 2 && n <= 9 ? { field, method, n } : undefined;
    const breaks = [n, ...more].sort((a, b) => a - b);
    return { field, method, n: breaks.length + 1, breaks };
}

const isPlace = (lon: number | undefined, lat: number | undefined): boolean =>
    Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90;

function readCamera(value: string): Camera | undefined {
    const numbers = value.split('/').map((text) => (text.trim() ? Number(text) : NaN));
    const [zoom, lat, lon] = numbers;
    if (numbers.length !== 3 || numbers.some((number) => !Number.isFinite(number))) return undefined;
    if (zoom! < 0 || zoom! > 24 || Math.abs(lat!) > 90 || Math.abs(lon!) > 180) return undefined;
    return { zoom: zoom!, lat: lat!, lon: lon! };
}

function unescaped(value: string): string | undefined {
    try {
        return decodeURIComponent(value);
    } catch {
        return undefined; // a '%' that escapes nothing
    }
}
