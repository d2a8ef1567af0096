import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inkOn, mix } from '../src/colors';
import { bboxOf, distinct, featureTitle, firstBbox, geometryBbox, groups, homeBbox } from '../src/view';
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
    const all = new Set(['sea', 'a']);
    assert.deepEqual(firstBbox([sea, collection('a', 'point')], all), [135, 34, 136, 35]);
    assert.deepEqual(firstBbox([sea], all), [130, 30, 140, 40]);
    assert.equal(firstBbox([], all), undefined);
});

test('a dataset as large as Japan makes the city vanish neither at first nor on the way home', () => {
    const city = collection('city', 'point', { visible: true });
    const japan = collection('japan', 'polygon', { visible: false });
    japan.extent = { spatial: { bbox: [[122, 24, 154, 46]] } };
    assert.deepEqual(firstBbox([city, japan], new Set(['city'])), [135, 34, 136, 35], 'as the page opens');
    assert.deepEqual(firstBbox([city, japan], new Set(['japan'])), [122, 24, 154, 46], 'by a link to Japan');
    assert.deepEqual(homeBbox([city, japan], new Set(['city', 'japan'])), [135, 34, 136, 35], 'home, with both switched on');
});

test('where no data are on from the beginning, home is what is on now, or all', () => {
    const near = collection('near', 'point');
    const far = collection('far', 'point');
    far.extent = { spatial: { bbox: [[140, 40, 141, 41]] } };
    assert.deepEqual(homeBbox([near, far], new Set(['near'])), [135, 34, 136, 35]);
    assert.deepEqual(homeBbox([near, far], new Set()), [135, 34, 141, 41]);
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
