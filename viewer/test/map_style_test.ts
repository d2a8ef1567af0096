import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection } from '../src/api';
import { colorExpression } from '../src/color_expression';
import { heatIntensity } from '../src/heat_layer';
import { mapStyle } from '../src/map_style';
import { chosenFilter } from '../src/passing';
import { type Shown, fonts } from '../src/style_parts';
import { collection, feature } from './support';

const shown: Shown = { visible: new Set(), choices: {}, selected: undefined, dark: false };
const style = (collections: Collection[], more: Partial<Shown> = {}) =>
    mapStyle(collections, { ...shown, ...more }, ({ id }) => `http://city.example/tiles/${id}/{z}/{x}/{y}`);
const ids = (collections: Collection[]) => style(collections).layers.map(({ id }) => id);
const layer = (collections: Collection[], id: string, more: Partial<Shown> = {}) => {
    const found = style(collections, more).layers.find((each) => each.id === id);
    assert.ok(found, id);
    return found as { filter?: unknown; layout?: Record<string, unknown>; paint?: Record<string, unknown>; 'source-layer'?: string; minzoom?: number };
};

test('the style asks no glyph server and no sprite, and names fonts of the device', () => {
    const made = style([collection('places', 'point', { label: 'name' })]);
    assert.equal(made.glyphs, undefined);
    assert.equal(made.sprite, undefined);
    assert.deepEqual(layer([collection('places', 'point', { label: 'name' })], 'places/name').layout?.['text-font'], fonts);
});

test('the ground lies below, then areas, lines, points, the selection and the names', () => {
    const all = [
        collection('places', 'point', { label: 'name' }), collection('pipes', 'line'), collection('towns', 'polygon'),
        collection('roads', 'line', { role: 'base' }), collection('sea', 'polygon', { role: 'base' }),
    ];
    const order = ids(all);
    const at = (id: string) => order.indexOf(id);
    const expected = ['background', 'sea/area', 'roads/line', 'towns/area', 'pipes/line', 'places/point', 'selection/point', 'places/name'];
    assert.deepEqual([...expected].sort((a, b) => at(a) - at(b)), expected);
});

test('the first of the list is drawn on top of the others of its kind', () => {
    const order = ids([collection('a', 'polygon', { order: 1 }), collection('b', 'polygon', { order: 2 })]);
    assert.ok(order.indexOf('b/area') < order.indexOf('a/area'));
});

test('a layer switched off stays in the style unseen, so that its tiles stay in memory', () => {
    const all = [collection('places', 'point')];
    assert.equal(layer(all, 'places/point').layout?.visibility, 'none');
    assert.equal(layer(all, 'places/point', { visible: new Set(['places']) }).layout?.visibility, 'visible');
});

test('areas are named from their label points, never from polygons cut at tile edges', () => {
    assert.equal(layer([collection('towns', 'polygon', { label: 'name' })], 'towns/name')['source-layer'], 'towns-labels');
    assert.equal(layer([collection('places', 'point', { label: 'name' })], 'places/name')['source-layer'], 'places');
});

test('categories match their value as text, and all else has the colour of missing', () => {
    const view = { style: 'categories' as const, field: 'kind', categories: [{ value: 1, color: '#111111', label: {} }], missing: { color: '#bbbbbb', label: {} } };
    assert.deepEqual(colorExpression(collection('c', 'line', view)), ['match', ['to-string', ['get', 'kind']], '1', '#111111', '#bbbbbb']);
});

test('classes step at their breaks, and a feature without a value is not the lowest class', () => {
    const view = { style: 'classes' as const, field: 'rate', breaks: [40, 50], colors: ['#1', '#2', '#3'], missing: { color: '#bbbbbb', label: {} } };
    assert.deepEqual(colorExpression(collection('c', 'polygon', view)),
        ['case', ['has', 'rate'], ['step', ['to-number', ['get', 'rate']], '#1', 40, '#2', 50, '#3'], '#bbbbbb']);
});

test('classes that do not fit their breaks fall back to one colour', () => {
    const view = { style: 'classes' as const, field: 'rate', breaks: [40, 50], colors: ['#1'], color: '#123456' };
    assert.equal(colorExpression(collection('c', 'polygon', view)), '#123456');
});

test('of a layer with a choice nothing is drawn before one is made, then only its features', () => {
    const turnout = collection('turnout', 'polygon', { choose: 'election' });
    assert.deepEqual(chosenFilter(turnout, {}), ['boolean', false]);
    assert.deepEqual(chosenFilter(turnout, { turnout: '2023' }), ['==', ['to-string', ['get', 'election']], '2023']);
    assert.equal(chosenFilter(collection('places', 'point'), {}), undefined);
});

test('a cluster is drawn as a circle with its count, a single point without', () => {
    const all = [collection('cases', 'point', { style: 'clusters' })];
    assert.deepEqual(layer(all, 'cases/point').filter, ['!', ['has', 'point_count']]);
    assert.deepEqual(layer(all, 'cases/cluster').filter, ['has', 'point_count']);
    assert.deepEqual(layer(all, 'cases/count').layout?.['text-field'], ['to-string', ['get', 'point_count']]);
});

test('heat gives way to single points close by', () => {
    const all = [collection('cases', 'point', { style: 'heat' })];
    assert.ok((layer(all, 'cases/point').minzoom ?? 0) >= 15);
    assert.ok(ids(all).includes('cases/heat'));
});

test('clusters give way to counts of the same collection by area, and heat to any', () => {
    const all = [collection('cases', 'point', { style: 'heat' }), collection('others', 'point', { style: 'clusters' })];
    const names = (of: string) => style(all, { counted: { of, areas: [], breaks: [], colors: ['#000'] } }).layers.map(({ id }) => id);
    assert.ok(!names('cases').includes('cases/heat') && names('cases').includes('others/cluster'));
    assert.ok(!names('others').includes('cases/heat') && !names('others').includes('others/cluster'));
});

test('heat is measured by how dense the cases are, not by how many', () => {
    const few = collection('few', 'point', { style: 'heat' }, { count: 100 });
    const many = collection('many', 'point', { style: 'heat' }, { count: 100_000_000 });
    assert.ok(heatIntensity(many, 8) < heatIntensity(few, 8));
    assert.ok(heatIntensity(many, 8) < heatIntensity(many, 12));
    assert.equal(heatIntensity(few, 14), heatIntensity(few, 16));
});

test('mixed geometry has a layer for each kind, each filtered', () => {
    const all = [collection('m', 'mixed')];
    for (const part of ['m/area', 'm/line', 'm/point']) assert.ok(JSON.stringify(layer(all, part).filter).includes('geometry-type'), part);
});

test('a collection without geometry has no source', () => {
    assert.equal(style([collection('list', 'none')]).sources.list, undefined);
});

test('the selected feature lies in a source of its own; without a position there is nothing in it', () => {
    const point: GeoJSON.Point = { type: 'Point', coordinates: [135, 34] };
    const features = (selected: Shown['selected']) => (style([], { selected }).sources.selection as { data: GeoJSON.FeatureCollection }).data.features;
    assert.deepEqual(features(feature({}, point))[0]?.geometry, point);
    assert.equal(features(feature({})).length, 0);
    assert.equal(features(undefined).length, 0);
});

test('the night has a dark ground and leaves the colours of data as their legend shows them', () => {
    const all = [collection('sea', 'polygon', { role: 'base', color: '#c5dfec' }), collection('towns', 'polygon', { color: '#0072b2' })];
    assert.notEqual(layer(all, 'sea/area', { dark: true }).paint?.['fill-color'], '#c5dfec');
    assert.equal(layer(all, 'towns/area', { dark: true }).paint?.['fill-color'], '#0072b2');
});
