// What the user asks of a collection's features, as an expression for MapLibre. It comes with the map. Pure; node tests it.

import type { Collection } from './api';
import { type Wishes, hoursOf, isNumeric, isTime, wished } from './filters';

/** Dates compare as text, which ISO 8601 allows; undefined when nothing is asked. Area and choice are not its matter. */
export function toExpression(collection: Collection, wishes: Wishes): unknown[] | undefined {
    const said = wished(collection, wishes).flatMap(([item, { is, from, to, has, days, hours }]) => {
        const value = ['get', item.name];
        const bound = (text: string) => (isNumeric(item) ? Number(text) : text);
        const side = isNumeric(item) ? ['to-number', value, 0] : ['to-string', value];
        return [
            is?.length ? ['in', ['to-string', value], ['literal', is]] : [],
            from || to || days || hours ? ['has', item.name] : [],
            from ? ['>=', side, bound(from)] : [],
            to ? ['<=', side, isTime(item) && to.length <= 10 ? `${to}T24` : bound(to)] : [],
            days?.length ? ['in', weekdayExpression(['to-string', value]), ['literal', days.map(Number)]] : [],
            hours?.length ? ['any', ...hours.map((band) => hourExpression(['to-string', value], hoursOf(band)))] : [],
            has ? ['in', has.toLowerCase(), ['downcase', ['to-string', value]]] : [],
        ].filter((part) => part.length);
    });
    return said.length ? ['all', ...said] : undefined;
}

const numberIn = (value: unknown, from: number, to: number): unknown[] => ['to-number', ['slice', value, from, to], 0];

/** Sakamoto's day of the week, made to begin with Monday; MapLibre has no dates. */
function weekdayExpression(value: unknown): unknown[] {
    const [month, year] = [['var', 'month'], ['var', 'year']];
    const days = ['+', year, ['floor', ['/', year, 4]], ['floor', ['/', year, 400]], ['at', ['-', month, 1], ['literal', [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]]], numberIn(value, 8, 10)];
    return [
        'let', 'month', ['max', 1, ['min', 12, numberIn(value, 5, 7)]],
        ['let', 'year', ['-', numberIn(value, 0, 4), ['case', ['<', month, 3], 1, 0]], ['+', 1, ['%', ['+', 6, ['-', days, ['floor', ['/', year, 100]]]], 7]]],
    ];
}

const hourExpression = (value: unknown, [first, last]: [number, number]): unknown[] =>
    ['all', ['>', ['length', value], 10], ['>=', numberIn(value, 11, 13), first], ['<=', numberIn(value, 11, 13), last]];
