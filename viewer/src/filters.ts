// What the user asks of a collection's features, in three tongues that must agree: CQL2 for the server, a test in the browser,
// and, in filter_expression.ts, an expression for MapLibre. Pure; node tests it.

import type { Bbox, Collection, Feature, Field, Value } from './api';
import { inside } from './inside';
import { chooseOf, field, isThere } from './view';

/** What must hold of one field; what is left out asks nothing. */
export interface Wish {
    is?: string[]; // one of these values, written as text
    from?: string; // a number or an ISO date, itself included
    to?: string;
    has?: string; // a part of the text, in any case
    days?: string[]; // days of the week, 1 is Monday, 7 Sunday (ISO 8601)
    hours?: string[]; // times of day by the city's clocks: 17-24 is from 17:00 until before midnight
}

export type Wishes = Readonly<Record<string, Wish>>; // by field
export type Ring = readonly (readonly [lon: number, lat: number])[]; // closed without saying so

export interface Filter {
    wishes: Wishes;
    choice?: string | undefined; // the one value of the view's `choose` field
    area?: Ring | undefined;
}

export const isNumeric = ({ type }: Field): boolean => type === 'integer' || type === 'number';
export const isTime = ({ type }: Field): boolean => type === 'date' || type === 'datetime';
export const asks = (wish: Wish | undefined): boolean => Boolean(wish && (wish.is?.length || wish.from || wish.to || wish.has || wish.days?.length || wish.hours?.length));

/** 17-24 as the first hour and the last. */
export const hoursOf = (band: string): [first: number, last: number] => {
    const [from, until] = band.split('-').map(Number);
    return [from!, until! - 1];
};

/** The wishes with one of them put in, or taken out if it asks nothing. */
export function withWish(wishes: Wishes, name: string, wish: Wish): Wishes {
    const { [name]: _, ...others } = wishes;
    return asks(wish) ? { ...others, [name]: wish } : others;
}

/** What is asked, of fields that are there. */
export const wished = (collection: Collection, wishes: Wishes): [Field, Wish][] =>
    Object.entries(wishes).flatMap(([name, wish]) => {
        const found = field(collection, name);
        return found && asks(wish) ? [[found, wish] as [Field, Wish]] : [];
    });

// ---- CQL2 text (OGC 21-065r2) ----

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const property = (name: string): string => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

function literal(item: Field, text: string): string {
    if (isNumeric(item)) return String(Number(text));
    if (item.type === 'boolean') return text === 'true' ? 'TRUE' : 'FALSE';
    if (item.type === 'date') return `DATE(${quoted(text.slice(0, 10))})`;
    // A city's times are those of its clocks; what they are in UTC the server knows.
    if (item.type === 'datetime') return text.length > 10 ? `TIMESTAMP(${quoted(`${text.slice(0, 16)}:00+09:00`)})` : `DATE(${quoted(text)})`;
    return quoted(text);
}

/** '' when nothing is asked. */
export function toCql(collection: Collection, filter: Filter): string {
    const said = wished(collection, filter.wishes).flatMap(([item, { is, from, to, has, days, hours }]) => [
        is?.length && `${property(item.name)} IN (${is.map((value) => literal(item, value)).join(', ')})`,
        from && `${property(item.name)} >= ${literal(item, from)}`,
        to && `${property(item.name)} <= ${literal(item, item.type === 'datetime' && to.length <= 10 ? `${to}T23:59` : to)}`,
        days?.length && `WEEKDAY(${property(item.name)}) IN (${days.join(', ')})`,
        hours?.length && `(${hours.map((band) => `HOUR(${property(item.name)}) BETWEEN ${hoursOf(band).join(' AND ')}`).join(' OR ')})`,
        has && `CASEI(${property(item.name)}) LIKE CASEI(${quoted(`%${has.replace(/[\\%_]/g, '\\$&')}%`)})`,
    ]);
    const choose = chooseOf(collection);
    if (choose && filter.choice !== undefined) said.push(`${property(choose.name)} = ${literal(choose, filter.choice)}`);
    if (filter.area) {
        const ring = [...filter.area, filter.area[0]!].map(([lon, lat]) => `${lon.toFixed(6)} ${lat.toFixed(6)}`);
        said.push(`S_INTERSECTS(geom, POLYGON((${ring.join(', ')})))`);
    }
    return said.filter(Boolean).join(' AND ');
}

// ---- here ----

const text = (value: Value | undefined): string => (isThere(value) ? String(value) : '');

/** For servers that cannot filter. A shape is in the drawn area if one of its corners is. */
export function matches(collection: Collection, { wishes, choice, area }: Filter, { properties, geometry }: Feature): boolean {
    const choose = chooseOf(collection);
    if (choose && choice !== undefined && text(properties[choose.name]) !== choice) return false;
    for (const [item, { is, from, to, has, days, hours }] of wished(collection, wishes)) {
        const value = properties[item.name];
        const said = text(value);
        if (is?.length && !is.includes(said)) return false;
        if ((from || to) && !isThere(value)) return false;
        if (isNumeric(item) ? from && Number(value) < Number(from) : from && said < from) return false;
        if (to && (isNumeric(item) ? Number(value) > Number(to) : said.slice(0, to.length) > to)) return false;
        if (days?.length && !days.includes(String(new Date(`${said.slice(0, 10)}T00:00Z`).getUTCDay() || 7))) return false;
        if (hours?.length && !hours.map(hoursOf).some(([first, last]) => said.length > 10 && Number(said.slice(11, 13)) >= first && Number(said.slice(11, 13)) <= last)) return false;
        if (has && !said.toLowerCase().includes(has.toLowerCase())) return false;
    }
    return !area || Boolean(geometry && corners(geometry).some((at) => inside(area, at)));
}

function corners(geometry: GeoJSON.Geometry): [number, number][] {
    if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(corners);
    const found: [number, number][] = [];
    const walk = (part: unknown): void => {
        if (!Array.isArray(part)) return;
        if (typeof part[0] === 'number') found.push([part[0], part[1] as number]);
        else part.forEach(walk);
    };
    walk(geometry.coordinates);
    return found;
}

export function ringBbox(ring: Ring): Bbox {
    const [x, y] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}
