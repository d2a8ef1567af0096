// Rows as a CSV that Excel opens right: byte order mark, CRLF, and nothing that it would take for a formula. Pure; node tests it.

import type { Collection, Feature, Lang, Value } from './api';
import { columns } from './format';
import { isThere, pick } from './view';

export function toCsv(collection: Collection, features: readonly Feature[], lang: Lang): string {
    const fields = columns(collection);
    const head = [...fields.map(({ label, name }) => pick(label, lang) || name), 'longitude', 'latitude'];
    const rows = features.map(({ properties, geometry }) => {
        const at = geometry?.type === 'Point' ? geometry.coordinates : [];
        return [...fields.map(({ name }) => properties[name]), at[0], at[1]];
    });
    return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: Value | undefined): string {
    if (!isThere(value)) return '';
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
