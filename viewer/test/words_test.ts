import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from '../src/api';
import { columns, formatBytes, formatDate, formatValue, lines, safeUrl } from '../src/format';
import { loadTexts, preferredLang, texts } from '../src/i18n';
import { loadToolTexts, toolTexts } from '../src/tool_texts';
import { legend } from '../src/legend';
import { collection, feature, text } from './support';

for (const lang of ['ja', 'easy', 'en'] as const) {
    await loadTexts(lang);
    await loadToolTexts(lang);
}

test('all languages say everything, and nothing is empty', () => {
    for (const all of [texts, toolTexts] as Record<string, object>[]) {
        for (const lang of ['easy', 'en']) assert.deepEqual(Object.keys(all[lang]!).sort(), Object.keys(all.ja!).sort(), lang);
        for (const language of Object.values(all)) {
            for (const [key, value] of Object.entries(language)) assert.ok(typeof value !== 'string' || value.trim(), key);
        }
    }
});

test('the browser chooses the language among those we have, else it is Japanese', () => {
    assert.equal(preferredLang(['fr-FR', 'en-GB', 'ja']), 'en');
    assert.equal(preferredLang(['ja-JP', 'en']), 'ja');
    assert.equal(preferredLang(['fr']), 'ja');
    assert.equal(preferredLang([]), 'ja');
});

test('numbers of five digits are grouped, years are not', () => {
    assert.equal(formatValue(12345, 'integer', 'ja'), '12,345');
    assert.equal(formatValue(2023, 'integer', 'ja'), '2023');
    assert.equal(formatValue(54.25, 'number', 'en'), '54.25');
});

test('a date stays the day that was written, whatever the clock of the reader', () => {
    assert.equal(formatDate('2026-10-01', 'ja'), '2026年10月1日');
    assert.equal(formatDate('2026-10-01', 'en'), '1 October 2026');
    assert.match(formatDate('2024-05-03T14:20:00+09:00', 'ja'), /2024年5月3日 14:20/);
    assert.equal(formatDate('不明', 'ja'), '不明');
});

test('zero and false are values, the empty text is not', () => {
    assert.equal(formatValue(0, 'integer', 'ja'), '0');
    assert.equal(formatValue(false, 'boolean', 'en'), 'no');
    assert.equal(formatValue('', 'text', 'ja'), '');
    assert.equal(formatValue(null, 'number', 'ja'), '');
});

test('sizes of files', () => {
    assert.deepEqual([999, 4567, 123456, 2500000].map((bytes) => formatBytes(bytes, 'en')), ['999 B', '4.6 kB', '123 kB', '2.5 MB']);
});

test('only web addresses become links', () => {
    assert.equal(safeUrl('https://city.example.jp/v?a=1'), 'https://city.example.jp/v?a=1');
    assert.equal(safeUrl('javascript:alert(1)'), undefined);
    assert.equal(safeUrl('www.example.jp'), undefined);
});

test('empty texts and dates are left out of the panel, missing numbers are told', () => {
    const fields: Field[] = [text('name'), text('kana'), { ...text('since'), type: 'date' }, { ...text('depth'), type: 'number' }];
    const said = lines(collection('a', 'point', { title: 'name' }, { fields }), feature({ name: 'x', kana: '' }), 'ja');
    assert.deepEqual(said.map(({ name, value }) => [name, value]), [['depth', 'データなし']]);
});

test('the panel tells every field but the one in its heading, and why one is missing', () => {
    const fields = [text('name'), { ...text('rate'), type: 'number' as const, unit: '%', missing_note: 'note' }, text('note'), text('url')];
    const turnout = collection('turnout', 'polygon', { title: 'name', link: 'url' }, { fields });
    const said = lines(turnout, feature({ name: '一区', note: '無投票', url: 'https://a.example/' }), 'ja');
    assert.deepEqual(said.map(({ name, value, missing }) => [name, value, missing]),
        [['rate', '無投票', true], ['note', '無投票', false], ['url', 'https://a.example/', false]]);
    assert.equal(said[2]?.href, 'https://a.example/');
});

test('a missing value without a note is named as the legend names it, else as no data', () => {
    const view = { field: 'rate', missing: { color: '#bbb', label: { ja: '無投票', en: 'No vote' } } };
    const fields: Field[] = [text('name'), text('rate'), { ...text('depth'), type: 'number' }];
    const said = lines(collection('turnout', 'polygon', view, { fields }), feature({ name: 'a' }), 'en');
    assert.deepEqual(said.slice(1).map(({ value }) => value), ['No vote', 'no data']);
});

test('the naming field is the first column', () => {
    assert.deepEqual(columns(collection('a', 'point', { title: 'kind' })).map(({ name }) => name), ['kind', 'name']);
});

test('a legend of classes names each class and the missing', () => {
    const view = {
        style: 'classes' as const, field: 'rate', breaks: [40, 50], colors: ['#1', '#2', '#3'],
        missing: { color: '#b', label: { ja: '無投票', en: 'No vote' } },
    };
    const turnout = collection('turnout', 'polygon', view, { fields: [{ ...text('rate'), unit: '%' }] });
    assert.deepEqual(legend(turnout, 'ja').map(({ label }) => label), ['40%未満', '40〜50%未満', '50%以上', '無投票']);
    assert.deepEqual(legend(turnout, 'en').map(({ label }) => label), ['below 40%', '40 to below 50%', '50% and over', 'No vote']);
});

test('a legend of categories uses their labels, or the value where there is none', () => {
    const view = { style: 'categories' as const, field: 'kind', categories: [{ value: '汚水', color: '#1', label: { en: 'Sanitary' } }, { value: 2, color: '#2', label: {} }] };
    assert.deepEqual(legend(collection('p', 'line', view), 'en').map(({ label }) => label), ['Sanitary', '2']);
});

test('a legend of one colour needs no words', () => {
    assert.deepEqual(legend(collection('p', 'point', { color: '#123456' }), 'ja'), [{ shape: 'point', color: '#123456', label: '' }]);
});
