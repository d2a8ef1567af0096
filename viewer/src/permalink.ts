// The state that is worth a link, and its place in the URL after the '#'. Pure; node tests it.
//
//   #map=14.25/34.71234/135.34567&layers=polling-places,turnout&choose.turnout=…&feature=polling-places/12&lang=en

import type { Lang } from './api';

export interface Camera {
    zoom: number;
    lat: number;
    lon: number;
}

export interface FeatureRef {
    collection: string;
    id: string;
}

/** What a link says. What it leaves out is as the viewer first shows it. */
export interface Permalink {
    camera?: Camera;
    layers?: string[]; // data layers switched on; [] is none
    hidden?: string[]; // ground layers switched off
    choices?: Record<string, string>; // by collection: the one value looked at
    feature?: FeatureRef;
    table?: string; // the collection listed in the table
    lang?: Lang;
}

/** Five decimals are a metre, finer than a pixel at zoom 16. */
const degrees = (value: number): string => String(Number(value.toFixed(5)));

export function encode(link: Permalink): string {
    const parts: string[] = [];
    const add = (key: string, value: string) => parts.push(`${key}=${readable(value)}`);
    const { camera, feature } = link;
    if (camera) add('map', `${Number(camera.zoom.toFixed(2))}/${degrees(camera.lat)}/${degrees(camera.lon)}`);
    if (link.layers) add('layers', link.layers.join(','));
    if (link.hidden) add('hide', link.hidden.join(','));
    for (const [id, value] of Object.entries(link.choices ?? {})) add(`choose.${id}`, value);
    if (feature) add('feature', `${feature.collection}/${feature.id}`);
    if (link.table) add('table', link.table);
    if (link.lang) add('lang', link.lang);
    return parts.length ? `#${parts.join('&')}` : '';
}

/** Escaped, but with the slashes and commas that make a link readable. */
const readable = (value: string): string => encodeURIComponent(value).replace(/%2F/g, '/').replace(/%2C/g, ',');

/** Reads what it understands; a link cut short or written by hand loses only its wrong parts. */
export function decode(hash: string): Permalink {
    const link: Permalink = {};
    for (const part of hash.replace(/^#/, '').split('&')) {
        const equals = part.indexOf('=');
        if (equals < 1) continue;
        const value = unescaped(part.slice(equals + 1));
        if (value !== undefined) read(link, part.slice(0, equals), value);
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
    else if (key === 'lang' && (value === 'ja' || value === 'en')) link.lang = value;
}

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
