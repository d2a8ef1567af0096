// The server as a city runs it, under requests that make no sense and under very many that do.
//
// MACHIZU_FUZZ=600 sends the former for so many seconds, MACHIZU_REQUESTS=4000000 asks so often.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { get, getJson } from './support/http.mjs';
import { hammer } from './support/pipeline.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { tileOf } from './support/tiles.mjs';

const fuzzSeconds = Number(process.env.MACHIZU_FUZZ ?? 3);
const requests = Number(process.env.MACHIZU_REQUESTS ?? 20_000);
const seed = Number(process.env.MACHIZU_SEED ?? 20261126);
const store = tempFolder('machizu-store');
await publish(store, sampleManifests().filter((path) => /polling-(places|districts)|sewer-manholes|turnout/.test(path)));

const residentBytes = ({ pid }) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) * 1024;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Mulberry32: the same numbers from the same seed. */
function dice(state) {
    return (sides) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % sides;
    };
}

const seeds = [
    'GET /api/collections/polling-places/items?limit=5&bbox=135,34,136,35&filter=name%20LIKE%20%27a%25%27 HTTP/1.1\r\nHost: a\r\nAccept: text/html;q=0.5, */*\r\n\r\n',
    'GET /tiles/polling-districts/12/3252/7176?filter=S_INTERSECTS(geometry,POINT(135.3%2034.7)) HTTP/1.1\r\nHost: a\r\nIf-None-Match: "x", W/"y"\r\n\r\n',
    'GET /downloads/turnout.csv HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9,20-29\r\nIf-Range: "z"\r\n\r\n',
    'POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: r\r\n\r\n',
    'POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello',
    'GET /api/collections/turnout/aggregate?by=field:district&classes=jenks&n=4&f=csv HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n',
    'GET /api/search?q=%E6%8A%95%E7%A5%A8&limit=5 HTTP/1.0\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: a\r\nOrigin: null\r\nX-Forwarded-For: 1.2.3.4, [::1]:5\r\n\r\n',
].map((text) => Buffer.from(text, 'latin1'));
const words = ['\r\n', '\n', '\0', ' ', '%', '%00', '%2e%2e/', '..', '/', '//', '?', '&', '=', ':', ',', ';', '"', '\'', '(', '-1', '0x3', '99999999999999999999', '1e999', 'NaN',
    'Content-Length: 3\r\n', 'Transfer-Encoding: chunked\r\n', 'Host: b\r\n', 'HTTP/1.1', 'HTTP/9.9', '\u00e3\u0081', '\u00ff', 'x'.repeat(5000), '('.repeat(300)].map((text) => Buffer.from(text, 'latin1'));

/** A request with a few things cut out, doubled, exchanged or put in. */
function mutated(roll) {
    let bytes = seeds[roll(seeds.length)];
    for (let changes = 1 + roll(4); changes > 0; --changes) {
        const [at, length] = [roll(bytes.length + 1), roll(12)];
        const before = bytes.subarray(0, at);
        const after = bytes.subarray(Math.min(bytes.length, at + length));
        const between = [Buffer.alloc(0), words[roll(words.length)], Buffer.from([roll(256)]), seeds[roll(seeds.length)].subarray(0, roll(80))][roll(4)];
        bytes = Buffer.concat([before, between, after]);
    }
    return bytes;
}

/** Sends it, perhaps in two pieces, and waits for an answer, an end, or a moment: what is not whole gets no answer yet. */
function attack(port, bytes, roll) {
    return new Promise((resolve) => {
        const socket = net.connect({ host: '127.0.0.1', port });
        let status;
        const end = () => {
            socket.destroy();
            resolve(status);
        };
        const patience = setTimeout(end, 20);
        socket.on('error', () => {}).on('close', () => {
            clearTimeout(patience);
            end();
        });
        socket.on('data', (piece) => {
            status ??= Number(/^HTTP\/1\.1 (\d{3}) /.exec(piece.toString('latin1'))?.[1] ?? NaN);
            if (roll(2) === 0) end();
        });
        const cut = roll(bytes.length + 1);
        socket.write(bytes.subarray(0, cut));
        socket.write(bytes.subarray(cut));
    });
}

test(`malformed requests for ${fuzzSeconds} s leave the server as it was (MACHIZU_SEED=${seed})`, { timeout: 2 * fuzzSeconds * 1000 + 60_000 }, async (t) => {
    const server = await serve(store, '--quiet');
    const port = Number(new URL(server.url).port);
    const answer = async () => (await get(`${server.url}/api/collections/turnout/items?limit=50&f=csv`)).content;
    const right = await answer();
    const began = residentBytes(server);
    const until = Date.now() + fuzzSeconds * 1000;
    const statuses = new Map();
    let sent = 0;
    await Promise.all(Array.from({ length: 16 }, async (_, i) => {
        for (const roll = dice(seed + i); Date.now() < until; ++sent) {
            const status = await attack(port, mutated(roll), roll);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            if (sent % 200 === 0) assert.deepEqual(await answer(), right);
        }
    }));
    t.diagnostic(`${sent} requests; answers: ${[...statuses].sort().map(([status, count]) => `${status ?? 'none'} ${count}`).join(', ')}; resident memory ${megabytes(began)}, then ${megabytes(residentBytes(server))}`);
    assert.deepEqual(await answer(), right);
    assert.ok(statuses.get(200) > 0 && statuses.get(400) > 0, 'some were still understood, some no more');
    assert.deepEqual([...statuses.keys()].filter((status) => Number.isNaN(status) || (status >= 500 && ![501, 505].includes(status))), []);
    await server.stop();
});

test(`${requests} requests are each answered as the first of their kind was, and memory stays where it is`, { timeout: requests + 120_000 }, async (t) => {
    const server = await serve(store, '--quiet');
    const { etag } = (await get(`${server.url}/downloads/turnout.csv`)).headers;
    const tile = async (id, zoom) => {
        const { features: [{ geometry }] } = await getJson(`${server.url}/api/collections/${id}/items?limit=1&filter=geometry%20IS%20NOT%20NULL`);
        const { z, x, y } = tileOf(geometry.coordinates, zoom);
        return `/tiles/${id}/${z}/${x}/${y}`;
    };
    const targets = [ // what maps ask for, many times; the rest once in a while
        ...Array(12).fill([{ target: await tile('polling-places', 12) }, { target: await tile('sewer-manholes', 14), headers: 'Accept-Encoding: gzip\r\n' },
            { target: '/downloads/turnout.csv', headers: 'Range: bytes=100-299\r\n' }, { target: '/downloads/turnout.csv', headers: `If-None-Match: ${etag}\r\n` }]).flat(),
        { target: '/api/collections/polling-places/items?limit=10' }, { target: '/api/collections/sewer-manholes/items?limit=10&filter=diameter%3E600' },
        { target: '/api/search?q=%E5%B0%8F' }, { target: '/api/collections/turnout/items?limit=3&f=html' }, { target: '/nothing' },
        { target: '/tiles/turnout.json' }, { target: '/tiles/polling-places/0/0/0?filter=number%3E5' },
    ];
    const early = Math.min(100_000, Math.floor(requests / 2));
    const first = await hammer(server.url, targets, early);
    const afterEarly = residentBytes(server);
    const rest = await hammer(server.url, targets, requests - early);
    const atEnd = residentBytes(server);
    t.diagnostic(`resident memory after ${early} requests ${megabytes(afterEarly)}, after ${requests} ${megabytes(atEnd)}`);
    assert.deepEqual([...first.different, ...rest.different], []);
    assert.deepEqual(first.statuses.slice(44).map(([, status]) => status), [200, 200, 206, 304, 200, 200, 200, 200, 404, 200, 200]);
    assert.deepEqual(rest.statuses, first.statuses);
    if (requests >= 1_000_000) assert.ok(atEnd < 1.2 * afterEarly, 'memory stays where it was'); // fewer say nothing yet
    await server.stop();
});
