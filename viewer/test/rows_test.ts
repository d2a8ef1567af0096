import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feature, Items } from '../src/api';
import { type Question, Rows } from '../src/rows';
import { collection, feature } from './support';

// The requests are made from where the page is; here there is none.
Object.assign(globalThis, { document: { baseURI: 'http://city.example/' } });

/** A server of `features`: pages of the size asked for, `next` while there is more. */
function server(features: Feature[], { counts = true } = {}) {
    const asked: string[] = [];
    const fetch = (url: string): Promise<Items> => {
        asked.push(url);
        const { searchParams } = new URL(url);
        const [limit, after] = [Number(searchParams.get('limit')), Number(searchParams.get('after') ?? 0)];
        const next = `http://inside:8080/api/collections/c/items?limit=${limit}&after=${after + limit}`;
        return Promise.resolve({
            features: features.slice(after, after + limit),
            links: after + limit < features.length ? [{ rel: 'next', href: next }] : [],
            ...(counts && { numberMatched: features.length }),
        });
    };
    return { asked, fetch };
}

const all = (more: Partial<Question> = {}): Question => ({ collection: collection('c', 'point'), bbox: undefined, filter: { wishes: {} }, serverFilters: false, ...more });
const numbered = (n: number) => Array.from({ length: n }, (_, i) => feature({ name: String(i), kind: i % 2 ? 'odd' : 'even' }));
const names = (features: Feature[]) => features.map(({ properties }) => properties.name);

test('pages come one by one by the next link, on the host the page came from', async () => {
    const { asked, fetch } = server(numbered(5));
    const rows = new Rows(all({ bbox: [135, 34, 136, 35] }), 2, fetch);
    assert.deepEqual(names(await rows.more()), ['0', '1']);
    assert.equal(rows.total, 5);
    assert.equal(rows.done, false);
    assert.deepEqual(names(await rows.more()), ['2', '3']);
    assert.deepEqual(names(await rows.more()), ['4']);
    assert.equal(rows.done, true);
    assert.match(asked[0]!, /bbox=135.000000%2C34.000000%2C136.000000%2C35.000000&limit=2/);
    assert.equal(asked[1], 'http://city.example/api/collections/c/items?limit=2&after=2');
});

test('rows of another choice are neither listed nor counted', async () => {
    const { asked, fetch } = server(numbered(2500));
    const rows = new Rows(all({ collection: collection('c', 'point', { choose: 'kind' }), filter: { wishes: {}, choice: 'odd' } }), 50, fetch);
    assert.deepEqual(names(await rows.more()).slice(0, 3), ['1', '3', '5']);
    assert.equal(rows.total, 1250);
    assert.equal(asked.length, 3);
    assert.equal((await rows.more()).length, 50);
    assert.equal(asked.length, 3);
});

test('a server that does not count leaves the total open until the end', async () => {
    const { fetch } = server(numbered(3), { counts: false });
    const rows = new Rows(all(), 2, fetch);
    await rows.more();
    assert.equal(rows.total, undefined);
});

test('nothing in view is a total of none', async () => {
    const { fetch } = server([]);
    const rows = new Rows(all(), 50, fetch);
    assert.deepEqual(await rows.more(), []);
    assert.deepEqual([rows.total, rows.done], [0, true]);
});

test('a server that filters is asked to, in CQL2, and sorts', async () => {
    const { asked, fetch } = server(numbered(3));
    const rows = new Rows(all({ serverFilters: true, filter: { wishes: { kind: { is: ['odd'] } } }, sort: '-name' }), 50, fetch);
    await rows.more();
    const { searchParams } = new URL(asked[0]!);
    assert.deepEqual([searchParams.get('filter'), searchParams.get('sortby'), searchParams.get('limit')], ["kind IN ('odd')", '-name', '50']);
});
