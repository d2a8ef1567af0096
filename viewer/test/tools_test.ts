import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breaksOf, tally } from '../src/classes';
import { ramp } from '../src/colors';
import { luminance } from '../src/colors';
import { toCsv } from '../src/csv';
import { areaOf, around, distance, metresPerPixel, roundLength, zoomFor } from '../src/geo';
import { inside } from '../src/inside';
import { qr } from '../src/qr';
import { styled } from '../src/view';
import { collection, feature } from './support';

const close = (value: number, expected: number, share: number) => assert.ok(Math.abs(value - expected) <= expected * share, `${value} is not ${expected}`);

test('distances are those of the ellipsoid', () => {
    // By Vincenty's inverse formula on GRS80.
    close(distance([135, 34.7], [135.01, 34.7]), 916.2009525, 1e-8);
    close(distance([135, 34.7], [135, 34.71]), 1109.3518319, 1e-8);
    close(distance([135, 34.7], [136, 35.3]), 112_978.2468, 2e-5);
    close(distance([139.7673, 35.6809], [135.4983, 34.7033]), 403_600.63, 3e-4);
});

test('a square of a hundred metres has a hectare', () => {
    const [west, south, east, north] = around([135.35, 34.7], 50);
    close(areaOf([[west, south], [east, south], [east, north], [west, north]]), 10_000, 1e-3);
    assert.ok(inside([[west, south], [east, south], [east, north], [west, north]], [135.35, 34.7]));
    assert.ok(!inside([[west, south], [east, south], [east, north], [west, north]], [135.36, 34.7]));
});

test('a scale of 1:2500 is a zoom, and back', () => {
    const metres = (2500 / 1000) * (25.4 / 96);
    close(metresPerPixel(zoomFor(metres, 34.7), 34.7), metres, 1e-12);
    assert.deepEqual([0.9, 1, 49, 50, 260, 7300].map(roundLength), [0.5, 1, 20, 50, 200, 5000]);
});

test('quantiles hold as many each, equal intervals are as wide each', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 100];
    assert.deepEqual(breaksOf(values, 'quantile', 4), [3, 5, 7]);
    assert.deepEqual(tally(values, breaksOf(values, 'quantile', 4)), [2, 2, 2, 2]);
    assert.deepEqual(breaksOf([0, 10], 'equal', 5), [2, 4, 6, 8]);
});

test('natural breaks fall into the gaps', () => {
    assert.deepEqual(breaksOf([1, 2, 3, 20, 21, 22, 50, 51], 'jenks', 3), [20, 50]);
    assert.deepEqual(breaksOf([5, 5, 5], 'jenks', 3), [], 'one value is one class');
    assert.deepEqual(breaksOf([], 'jenks', 3), []);
    const many = Array.from({ length: 5000 }, (_, i) => (i % 2 ? 1000 : 0) + (i % 7));
    assert.equal(breaksOf(many, 'jenks', 2)[0], 1000);
});

test('a ramp rises in light from class to class', () => {
    const light = ramp(6).map(luminance);
    assert.deepEqual(light, [...light].sort((a, b) => a - b));
    assert.deepEqual(ramp(3, ['#000000', '#808080', '#ffffff']), ['#000000', '#808080', '#ffffff']);
});

test('classes of the user replace those of the manifest, once their breaks are known', () => {
    const turnout = collection('t', 'polygon', { style: 'classes', field: 'kind', breaks: [1], colors: ['#111111', '#222222'] });
    assert.equal(styled(turnout, { field: 'kind', method: 'jenks', n: 3 }), turnout);
    const { view } = styled(turnout, { field: 'kind', method: 'hand', n: 3, breaks: [1, 2] }).machizu;
    assert.deepEqual([view?.breaks, view?.colors?.length], [[1, 2], 3]);
});

test('a CSV opens in Excel as it is meant: mark, line ends, quotes, no formulas', () => {
    const csv = toCsv(collection('c', 'point'), [feature({ name: '=1+1', kind: 'a "b", c' }, { type: 'Point', coordinates: [135, 34] })], 'ja');
    assert.equal(csv, '\ufeffname,kind,longitude,latitude\r\n\'=1+1,"a ""b"", c",135,34\r\n');
});

test('a QR code has its finders, its timing and the size of its version', () => {
    const grid = qr('http://city.example/')!;
    assert.equal(grid.length, 25, 'version 2 holds 26 bytes at level M');
    assert.deepEqual(grid[0]!.slice(0, 8).map(Number), [1, 1, 1, 1, 1, 1, 1, 0]);
    assert.deepEqual(grid[6]!.slice(8, 17).map(Number), [1, 0, 1, 0, 1, 0, 1, 0, 1]);
    assert.equal(qr('x'.repeat(3000)), undefined);
});
