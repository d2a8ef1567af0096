import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inkOn, mix } from '../src/colors';
import { bboxOf, distinct, featureTitle, firstBbox, geometryBbox, groups } from '../src/view';
import { collection, feature } from './support';

test('groups and their members stand in the order of the views', () => {
    const water = { ja: '下水道', en: 'Sewer' };
    const votes = { ja: '選挙', en: 'Elections' };
    const all = [
        collection('pipes', 'line', { group: water, order: 30 }), collection('turnout', 'polygon', { group: votes, order: 20 }),
        collection('places', 'point', { group: votes, order: 10 }),
    ];
    assert.deepEqual(groups(all).map(({ title, collections }) => [title.ja, collections.map(({ id }) => id)]),
        [['選挙', ['places', 'turnout']], ['下水道', ['pipes']]]);
});

test('the map first shows the data, not the wider ground', () => {
    const sea = collection('sea', 'polygon', { role: 'base' });
    sea.extent = { spatial: { bbox: [[130, 30, 140, 40]] } };
    assert.deepEqual(firstBbox([sea, collection('a', 'point')]), [135, 34, 136, 35]);
    assert.deepEqual(firstBbox([sea]), [130, 30, 140, 40]);
    assert.equal(firstBbox([]), undefined);
});

test('a bbox may carry heights, or be missing', () => {
    const a = collection('a', 'point');
    a.extent = { spatial: { bbox: [[1, 2, 0, 3, 4, 9]] } };
    assert.deepEqual(bboxOf(a), [1, 2, 3, 4]);
    delete a.extent;
    assert.equal(bboxOf(a), undefined);
});

test('the box of a geometry, heights left out', () => {
    assert.deepEqual(geometryBbox({ type: 'LineString', coordinates: [[1, 5, 99], [3, 2, 99]] }), [1, 2, 3, 5]);
    assert.deepEqual(geometryBbox({ type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]]] }), [0, 0, 1, 1]);
    assert.deepEqual(geometryBbox({ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [7, 8] }] }), [7, 8, 7, 8]);
    assert.equal(geometryBbox(null), undefined);
});

test('a feature is called by its title field, else by the first that says something, else by its id', () => {
    const places = collection('places', 'point', { title: 'name' });
    assert.equal(featureTitle(places, { name: '第1投票所', kind: 'x' }, '1'), '第1投票所');
    assert.equal(featureTitle(places, { name: '', kind: 'x' }, '1'), 'x');
    assert.equal(featureTitle(places, {}, '1'), '1');
});

test('choices are the values there are, each once, empty ones left out', () => {
    assert.deepEqual(distinct([feature({ e: 'b' }), feature({ e: 'a' }), feature({ e: 'b' }), feature({ e: '' }), feature({})], 'e'), ['b', 'a']);
});

test('colours: part of the way, and the ink that can be read', () => {
    assert.equal(mix('#000', '#ffffff', 0.5), '#808080');
    assert.equal(mix('red', '#ffffff', 0.5), 'red');
    assert.equal(inkOn('#0072b2'), '#ffffff');
    assert.equal(inkOn('#f0e442'), '#16212b');
});
