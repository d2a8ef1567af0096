import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance } from '../src/geo';
import { circle, daysOf, layerOf, wordsOf } from '../src/question';
import { collection } from './support';

test('days of the week are understood as people write them', () => {
    for (const word of ['金', '金曜', '金曜日', 'きんようび', 'fri', 'friday', 'fridays']) assert.deepEqual(daysOf(word), ['5'], word);
    assert.deepEqual(daysOf('平日'), ['1', '2', '3', '4', '5']);
    assert.deepEqual(daysOf('weekend'), ['6', '7']);
    for (const word of ['金山', '曜日', 'may', '火事']) assert.equal(daysOf(word), undefined, word);
});

test('a text is taken apart into words, a day and its time too', () => {
    assert.deepEqual(wordsOf('駐車　金曜の夜、浜汐凪駅'), ['駐車', '金曜', '夜', '浜汐凪駅']);
    assert.deepEqual(wordsOf('Parking  FRIDAY'), ['parking', 'friday']);
});

test('a layer is named by a part of its title, in either language', () => {
    const all = [collection('cases', 'point', {}, { title: { ja: '違法・迷惑駐車', en: 'Illegal parking' } }), collection('base', 'line', { role: 'base' }, { title: { ja: '駐車場', en: 'Parking' } })];
    assert.equal(layerOf(['駐車', '夜'], all)?.[0].id, 'cases');
    assert.equal(layerOf(['parking'], all)?.[0].id, 'cases', 'the ground is no data');
    assert.equal(layerOf(['車', '夜'], all), undefined, 'a single character names nothing');
});

test('a circle around a place keeps its distance on the ground', () => {
    for (const at of circle([135.38, 34.72], 500)) assert.ok(Math.abs(distance([135.38, 34.72], at) - 500) < 1);
});
