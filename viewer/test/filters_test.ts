import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureFilter } from '@maplibre/maplibre-gl-style-spec';
import { type Wishes, matches, toCql, withWish } from '../src/filters';
import { toExpression } from '../src/filter_expression';
import { decode, encode } from '../src/permalink';
import { collection, feature, text } from './support';

const cases = collection('cases', 'point', {}, {
    fields: [text('kind'), { name: 'n', type: 'integer', label: {} }, { name: 'day', type: 'date', label: {} }, { name: 'open', type: 'boolean', label: {} }],
});
const row = (n: number | null, kind = '夜', day: string | null = '2025-04-01') => feature({ n, kind, day, open: true }, { type: 'Point', coordinates: [135.35, 34.7] });

test('a filter is written as CQL2, with quotes doubled and wildcards escaped', () => {
    const wishes = { kind: { is: ["O'Neil", '夜'] }, n: { from: '2', to: '5' }, day: { from: '2025-04-01' }, open: { is: ['true'] } };
    assert.equal(toCql(cases, { wishes }),
        "kind IN ('O''Neil', '夜') AND n >= 2 AND n <= 5 AND day >= DATE('2025-04-01') AND open IN (TRUE)");
    assert.equal(toCql(cases, { wishes: { kind: { has: '50%_' } } }), "CASEI(kind) LIKE CASEI('%50\\%\\_%')");
    assert.equal(toCql(cases, { wishes: {}, area: [[135, 34], [136, 34], [136, 35]] }),
        'S_INTERSECTS(geom, POLYGON((135.000000 34.000000, 136.000000 34.000000, 136.000000 35.000000, 135.000000 34.000000)))');
    assert.equal(toCql(cases, { wishes: { gone: { is: ['x'] } } }), '', 'a field that is no more asks nothing');
});

test('the browser keeps the same rows that it asks the server for', () => {
    const passes = (wishes: Parameters<typeof toCql>[1]['wishes'], each = row(3)) => matches(cases, { wishes }, each);
    assert.ok(passes({ n: { from: '3', to: '3' }, kind: { has: '夜' }, day: { from: '2025-04-01', to: '2025-04-01' } }));
    assert.ok(!passes({ n: { from: '4' } }));
    assert.ok(!passes({ n: { from: '1' } }, row(null)), 'a missing number is not small');
    assert.ok(!passes({ day: { to: '2030-01-01' } }, row(3, '夜', null)));
    assert.ok(!passes({ kind: { is: ['朝'] } }));
    const square = [[135.3, 34.6], [135.4, 34.6], [135.4, 34.8], [135.3, 34.8]] as const;
    assert.ok(matches(cases, { wishes: {}, area: square }, row(1)));
    assert.ok(!matches(cases, { wishes: {}, area: square.map(([x, y]) => [x + 1, y] as const) }, row(1)));
});

test('the map compares numbers as numbers and days as text, and drops what has no value', () => {
    assert.deepEqual(toExpression(cases, { n: { from: '2' } }), ['all', ['has', 'n'], ['>=', ['to-number', ['get', 'n'], 0], 2]]);
    assert.deepEqual(toExpression(cases, { day: { to: '2025-04-30' } }), ['all', ['has', 'day'], ['<=', ['to-string', ['get', 'day']], '2025-04-30T24']]);
    assert.equal(toExpression(cases, {}), undefined);
});

test('days of the week and hours are asked alike of the server, the map and the browser', () => {
    const seen = collection('seen', 'point', {}, { fields: [{ name: 'at', type: 'datetime', label: {} }] });
    const nights = { at: { days: ['5', '6'], hours: ['17-24', '0-5'] } };
    assert.equal(toCql(seen, { wishes: nights }), 'WEEKDAY(at) IN (5, 6) AND (HOUR(at) BETWEEN 17 AND 23 OR HOUR(at) BETWEEN 0 AND 4)');
    const drawn = (wishes: Wishes, at: string | undefined) =>
        featureFilter(toExpression(seen, wishes) as never, 'layers[0].filter').filter({ zoom: 10 }, { type: 1, properties: at === undefined ? {} : { at } } as never);
    const times: [string | undefined, boolean][] = [
        ['2026-04-03T17:00:00+09:00', true], ['2026-04-04T04:59:00+09:00', true], ['2026-04-03T16:59:00+09:00', false], ['2026-04-02T18:00:00+09:00', false],
        ['2026-04-03', false], [undefined, false],
    ];
    for (const [at, is] of times) {
        assert.equal(matches(seen, { wishes: nights }, feature({ at: at ?? null })), is, at);
        assert.equal(drawn(nights, at), is, at);
    }
    for (let day = Date.UTC(2023, 11, 25), n = 0; n < 900; ++n, day += 86_400_000) {
        const at = new Date(day).toISOString().slice(0, 10);
        assert.equal(drawn({ at: { days: ['4'] } }, at), new Date(day).getUTCDay() === 4, at);
    }
});

test('a wish that asks nothing is none', () => {
    assert.deepEqual(withWish({ n: { from: '1' } }, 'n', { from: '' }), {});
    assert.deepEqual(withWish({}, 'kind', { is: ['a'] }), { kind: { is: ['a'] } });
});

test('filters, area, classes, counts, comparison and place go into the link and come back', () => {
    const link = {
        wishes: { cases: { kind: { is: ['夜', 'a,b & c'] }, n: { from: '2', to: '5' }, day: { has: '2025', days: ['5', '6'], hours: ['17-24', '0-5'] } } },
        area: [[135.3, 34.6], [135.4, 34.6], [135.4, 34.8]] as [number, number][],
        colors: { turnout: { field: 'rate', method: 'jenks' as const, n: 5 } },
        count: { collection: 'cases', by: 'dataset:polling-districts', value: undefined },
        compare: { collection: 'turnout', choice: '令和６年, 衆議院' },
        here: { lat: 34.7, lon: 135.35 }, base: 'gsi-pale', lang: 'easy' as const,
    };
    assert.deepEqual(decode(encode(link)), link);
    const hand = { colors: { turnout: { field: 'rate', method: 'hand' as const, n: 3, breaks: [40, 50] } } };
    assert.deepEqual(decode(encode(hand)), hand);
    assert.deepEqual(decode('#days.a.b=8,x&hours.a.b=24-3&area=1,2&color.a=b,best,3&here=x/1&is.a=b'), {}, 'what is cut short loses only itself');
});
