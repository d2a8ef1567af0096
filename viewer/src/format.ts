// Values as people read them. Pure; node tests it.

import type { Collection, Feature, Field, Lang, Value } from './api';
import { texts } from './i18n';
import { featureTitle, field, isThere, localeOf, pick, viewOf } from './view';

/** A value in words, without its unit. Missing: ''. */
export function formatValue(value: Value | undefined, type: Field['type'], lang: Lang): string {
    if (!isThere(value)) return '';
    if (typeof value === 'boolean') return value ? texts[lang].yes : texts[lang].no;
    if (typeof value === 'number') return formatNumber(value, lang);
    if (type === 'date' || type === 'datetime') return formatDate(value, lang);
    return String(value);
}

/** Four digits stay together: most of those without a unit are years, and none is hard to read. */
function formatNumber(value: number, lang: Lang): string {
    return new Intl.NumberFormat(localeOf(lang), { useGrouping: Math.abs(value) >= 10000, maximumFractionDigits: 6 }).format(value);
}

/** The day, and the time if there is one, as written: a city's records are in local time, whatever the reader's clock says. */
export function formatDate(text: string, lang: Lang): string {
    const [, y, m, d, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/.exec(text) ?? [];
    if (!y) return text;
    const when = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hour ?? 0), Number(minute ?? 0)));
    const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeZone: 'UTC', ...(hour && { timeStyle: 'short' }) };
    return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'ja-JP', options).format(when);
}

/** A day of the week by its number, 1 is Monday. */
export const weekdayName = (day: string, lang: Lang, length: 'short' | 'long'): string =>
    new Intl.DateTimeFormat(localeOf(lang), { weekday: length, timeZone: 'UTC' }).format(Date.UTC(2024, 0, Number(day))); // 2024-01-01 was a Monday

/** 17-24 as 17:00–24:00. */
export const bandText = (band: string): string => band.split('-').map((hour) => `${hour}:00`).join('–');

/** A length in bytes as a download link says it. */
export function formatBytes(bytes: number, lang: Lang): string {
    const units = ['B', 'kB', 'MB', 'GB'];
    let [size, at] = [bytes, 0];
    while (size >= 1000 && at < units.length - 1) [size, at] = [size / 1000, at + 1];
    return `${new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: size < 10 && at > 0 ? 1 : 0 }).format(size)} ${units[at]}`;
}

/** An address a link may lead to; a scheme such as `javascript:` is none. */
export function safeUrl(value: Value | undefined): string | undefined {
    if (typeof value !== 'string') return undefined;
    try {
        const url = new URL(value);
        return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
    } catch {
        return undefined;
    }
}

export interface Line {
    name: string;
    label: string;
    value: string;
    unit: string;
    missing: boolean;
    href?: string;
}

/**
 * What the panel says of a feature: the public fields in the manifest's order. The one in the heading is left out, and
 * empty texts and dates: a register has columns for every case. That a number is missing is worth knowing.
 */
export function lines(collection: Collection, feature: Feature, lang: Lang): Line[] {
    const view = viewOf(collection);
    const heading = featureTitle(collection, feature.properties, '');
    const told = ({ name, type }: Field) => isThere(feature.properties[name]) || name === view.field || !['text', 'date', 'datetime'].includes(type);
    return collection.machizu.fields
        .filter((item) => item.missing_note || told(item))
        .filter(({ name }) => !(name === view.title && String(feature.properties[name]) === heading))
        .map((item) => line(collection, item, feature.properties, lang));
}

function line(collection: Collection, item: Field, properties: Record<string, Value>, lang: Lang): Line {
    const value = properties[item.name];
    const label = pick(item.label, lang) || item.name;
    if (!isThere(value)) {
        return { name: item.name, label, value: whyMissing(collection, item, properties, lang), unit: '', missing: true };
    }
    const href = viewOf(collection).link === item.name ? safeUrl(value) : undefined;
    return { name: item.name, label, value: formatValue(value, item.type, lang), unit: item.unit ?? '', missing: false, ...(href && { href }) };
}

/** The row's own words first (無投票), then the legend's, then that there is no value. */
function whyMissing(collection: Collection, item: Field, properties: Record<string, Value>, lang: Lang): string {
    const note = item.missing_note && properties[item.missing_note];
    if (isThere(note || undefined)) return String(note);
    const view = viewOf(collection);
    if (view.field === item.name && view.missing) return pick(view.missing.label, lang);
    return texts[lang].noValue;
}

/** The fields of the table's columns: the naming field first. */
export function columns(collection: Collection): Field[] {
    const first = field(collection, viewOf(collection).title);
    return first ? [first, ...collection.machizu.fields.filter((other) => other !== first)] : collection.machizu.fields;
}
