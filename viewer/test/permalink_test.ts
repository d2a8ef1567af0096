import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Permalink, decode, encode } from '../src/permalink';
import { linkOf, stateOf } from '../src/state';
import { collection } from './support';

test('a whole state goes into the link and comes back', () => {
    const link: Permalink = {
        camera: { zoom: 14.25, lat: 34.71234, lon: 135.34567 },
        layers: ['polling-places', 'turnout'],
        hidden: ['base-roads'],
        choices: { turnout: '市長選挙 2023 & 50%' },
        feature: { collection: 'polling-places', id: '12/A,あ' },
        table: 'turnout',
        lang: 'en',
    };
    assert.deepEqual(decode(encode(link)), link);
});

test('a link is readable', () => {
    const hash = encode({ camera: { zoom: 12, lat: 34.7, lon: 135.3 }, layers: ['a', 'b'], feature: { collection: 'a', id: '7' } });
    assert.equal(hash, '#map=12/34.7/135.3&layers=a,b&feature=a/7');
});

test('no layers is another thing than layers not said', () => {
    assert.deepEqual(decode('#layers='), { layers: [] });
    assert.deepEqual(decode(''), {});
});

test('what cannot be read is left out and the rest kept', () => {
    const hash = '#map=99/34/135&map=1/2&map=a/b/c&feature=nothing&lang=fr&=x&%E3&choose.t=%E3%81&table=&layers=a';
    assert.deepEqual(decode(hash), { layers: ['a'] });
});

test('a state follows the manifests where the link is silent', () => {
    const all = [collection('on', 'point', { visible: true }), collection('off', 'point'), collection('sea', 'polygon', { role: 'base' })];
    assert.deepEqual([...stateOf({}, all, 'ja').visible], ['on', 'sea']);
    assert.deepEqual([...stateOf({ layers: ['off'], hidden: ['sea'] }, all, 'ja').visible], ['off']);
});

test('a link to what was taken down opens without it', () => {
    const state = stateOf({ layers: ['gone'], feature: { collection: 'gone', id: '1' }, table: 'gone', choices: { gone: 'x' } }, [], 'ja');
    assert.deepEqual([state.visible.size, state.selected, state.table, state.choices], [0, undefined, undefined, {}]);
});

test('the state of a link makes the same link again', () => {
    const all = [collection('a', 'point'), collection('sea', 'polygon', { role: 'base' }), collection('grid', 'line', { role: 'base', visible: false })];
    for (const hash of ['#layers=a&lang=ja', '#layers=&hide=&lang=en', '#map=12/34.7/135.3&layers=a&hide=sea,grid&table=a&lang=ja']) {
        const state = stateOf(decode(hash), all, 'ja');
        assert.deepEqual(stateOf(decode(encode(linkOf(state, all))), all, 'ja'), state, hash);
    }
});
