// The server under those who mean no good, and under its own operator: descriptors run out, it is stopped under load, versions are
// published all the time. MACHIZU_STANDING=600 lets the load run for so many seconds.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ingest, publish, sampleManifests, serve, serveUnder, tempFolder } from './support/programs.mjs';
import { get, getJson } from './support/http.mjs';

const seconds = Number(process.env.MACHIZU_STANDING ?? 6);
const store = tempFolder('machizu-store');
await publish(store, sampleManifests());

/** A client that shows what came, and whether the connection was made at all. */
class Client {
    constructor(url) {
        const { hostname, port } = new URL(url);
        this.text = '';
        this.connected = false;
        this.socket = net.connect({ host: hostname, port: Number(port) });
        this.socket.setNoDelay(true);
        this.ended = new Promise((resolve) => this.socket.on('close', resolve));
        this.socket.on('error', () => {});
        this.socket.on('connect', () => { this.connected = true; });
        this.socket.on('data', (bytes) => {
            this.text += bytes.toString('latin1');
            this.wake?.();
        });
        this.socket.on('close', () => {
            this.closed = true;
            this.wake?.();
        });
    }
    /** The next response: status, headers and body; null if the connection ended before it was whole. */
    async ask(target) {
        this.socket.write(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
        for (;;) {
            const end = this.text.indexOf('\r\n\r\n');
            if (end >= 0) {
                const head = this.text.slice(0, end);
                const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
                if (this.text.length >= end + 4 + length) {
                    const body = this.text.slice(end + 4, end + 4 + length);
                    this.text = this.text.slice(end + 4 + length);
                    return { status: Number(head.slice(9, 12)), keep: /connection: keep-alive/i.test(head), body };
                }
            }
            if (this.closed) return null;
            await new Promise((resolve) => { this.wake = resolve; });
        }
    }
    close() {
        this.socket.destroy();
    }
}

const metric = (text, name) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
const metricsOf = async (server) => (await get(`${server.url}/metrics`)).content.toString();

test('stopped under load, it answers everyone it has accepted, and the next one takes over at once', async () => {
    for (let round = 0; round < 3; ++round) {
        const server = await serve(store, '--quiet');
        const failures = [];
        let answered = 0;
        let stopping = false;
        const targets = ['/api/collections', '/tiles/polling-places/10/898/406', '/api/collections/polling-places/items?limit=50', '/downloads/polling-places.csv'];
        const load = Array.from({ length: 24 }, async (_, i) => {
            for (let n = 0; ; ++n) {
                const client = new Client(server.url);
                for (let keep = true; keep;) {
                    const answer = await client.ask(targets[(i + n) % targets.length]);
                    if (answer === null) {
                        if (client.connected) failures.push(`${targets[(i + n) % targets.length]}, ${stopping ? 'while it stopped' : 'before'}`);
                        return;
                    }
                    if (![200, 204, 404].includes(answer.status)) failures.push(`status ${answer.status}`);
                    ++answered;
                    keep = answer.keep && i % 2 === 0;
                }
                client.close();
            }
        });
        while (answered < 500) await sleep(10);
        stopping = true;
        await server.stop();
        await Promise.all(load);
        assert.deepEqual(failures, []);
    }
});

test('when descriptors run out, who is connected is served, and so is everyone once they are free', async () => {
    const server = await serveUnder(['prlimit', '--nofile=100'], store, '--quiet');
    const regular = new Client(server.url);
    assert.equal((await regular.ask('/api')).status, 200);
    const flood = Array.from({ length: 400 }, () => new Client(server.url));
    await sleep(500);
    for (let i = 0; i < 20; ++i) {
        assert.equal((await regular.ask('/api/collections/polling-places/items?limit=5')).status, 200);
        assert.equal((await regular.ask('/downloads/polling-places.csv')).status, 200);
    }
    for (const client of flood) client.close();
    await Promise.all(flood.map((client) => client.ended));
    const answer = await get(`${server.url}/health/ready`);
    assert.equal(answer.status, 200);
    const text = await metricsOf(server);
    assert.ok(metric(text, 'machizu_clients_shed_total{reason="too_many_connections"}') +
        metric(text, 'machizu_clients_shed_total{reason="too_many_of_one_client"}') > 100, 'the flood was noticed');
    regular.close();
    await server.stop();
});

test('published all the time under load: every answer is whole and of one version, and memory does not grow', async () => {
    const folder = tempFolder('machizu-publishing');
    const source = join(folder, 'posts.csv');
    const manifest = join(folder, 'posts.json');
    writeFileSync(manifest, JSON.stringify({
        id: 'posts', title: { ja: '柱', en: 'Posts' }, description: { ja: '柱', en: 'Posts' }, publisher: { ja: '市', en: 'City' },
        license: { id: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' }, attribution: { ja: '市', en: 'City' },
        contact: 'a@example.jp', update_cycle: 'daily', theme: 'infrastructure', date: '2026-10-01', source: { path: 'posts.csv', crs: 'EPSG:6668' },
        geometry: { from: 'columns', lon: 'lon', lat: 'lat' }, key: ['n'],
        fields: [{ name: 'n', source: 'n', type: 'integer', label: { ja: '番号', en: 'Number' } },
            { name: 'edition', source: 'edition', type: 'integer', label: { ja: '版', en: 'Edition' } }],
    }));
    const others = tempFolder('machizu-store');
    const release = async (edition) => {
        const rows = Array.from({ length: 400 }, (_, n) => `${n},${edition},${135 + n / 1e4},${34 + n / 1e4}`);
        writeFileSync(source, `n,edition,lon,lat\n${rows.join('\n')}\n`);
        await publish(others, [manifest]);
    };
    await release(0);
    const server = await serve(others, '--quiet');
    let edition = 0;
    let done = false;
    let answers = 0;
    const seen = new Set();
    const load = Array.from({ length: 6 }, async (_, i) => {
        for (const client = new Client(server.url); ;) {
            if (done) return client.close();
            if (i % 3 === 0) { // a page that must be of one edition
                const answer = await client.ask('/api/collections/posts/items?limit=400');
                assert.equal(answer?.status, 200);
                const page = JSON.parse(answer.body);
                assert.equal(page.numberReturned, 400);
                const editions = new Set(page.features.map((feature) => feature.properties.edition));
                assert.equal(editions.size, 1);
                seen.add([...editions][0]);
            } else if (i % 3 === 1) { // pages that must go on in the version in which they began
                let next = '/api/collections/posts/items?limit=150';
                const editions = new Set();
                for (let pages = 0; next; ++pages) {
                    const page = JSON.parse((await client.ask(next)).body);
                    for (const feature of page.features) editions.add(feature.properties.edition);
                    const link = page.links.find(({ rel }) => rel === 'next');
                    next = link && link.href.replace(/^https?:\/\/[^/]+/, '');
                    if (!next) assert.equal(pages, 2);
                }
                assert.equal(editions.size, 1);
            } else { // a tile that its TileJSON promised
                const { tiles: [template] } = JSON.parse((await client.ask('/tiles/posts.json')).body);
                const path = template.replace(/^https?:\/\/[^/]+/, '').replace('{z}', 8).replace('{x}', 224).replace('{y}', 102);
                assert.ok([200, 204].includes((await client.ask(path)).status), path);
            }
            ++answers;
        }
    });
    const until = Date.now() + seconds * 1000;
    const memory = [];
    while (Date.now() < until) {
        const next = sleep(1000); // an edition a second, or as fast as this machine publishes
        await release(++edition);
        if (edition % 5 === 0) await ingest('prune', 'posts', '--keep', '3', '--store', others);
        memory.push(metric(await metricsOf(server), 'process_resident_memory_bytes'));
        await next;
    }
    done = true;
    await Promise.all(load);
    assert.ok(seen.size > 1, `editions seen: ${[...seen]}`);
    const text = await metricsOf(server);
    assert.equal(metric(text, 'machizu_store_troubles'), 0);
    console.log(`# ${edition} editions, ${answers} answers; resident memory, MB: ${memory.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
    if (memory.length > 20) { // short runs say nothing yet
        const early = Math.max(...memory.slice(5, 10));
        assert.ok(Math.max(...memory.slice(-5)) < 1.3 * early, 'memory stays where it was');
    }
    await server.stop();
});

test('the log as JSON has an object a line, and the metrics say what was asked', async () => {
    const server = await serve(store, '--log', 'json');
    await get(`${server.url}/api/collections/polling-places`, { 'X-Request-Id': 'night-1', 'User-Agent': 'test "agent"' });
    await get(`${server.url}/nothing`);
    const text = await metricsOf(server);
    assert.equal(metric(text, 'machizu_requests_total{route="/api/collections/{collectionId}",status="200"}'), 1);
    assert.equal(metric(text, 'machizu_requests_total{route="/{file}",status="404"}'), 1);
    for (const line of text.trimEnd().split('\n')) {
        assert.match(line, /^# (HELP|TYPE) [a-z_]+ .+$|^[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+$/, 'the text format of Prometheus');
    }
    assert.equal((await get(`${server.url}/metrics`, { 'X-Forwarded-For': '203.0.113.7' })).status, 403);
    await server.stop();
    const lines = server.log().trimEnd().split('\n').filter((line) => !line.startsWith('Machizu: '));
    const entries = lines.map((line) => JSON.parse(line));
    const asked = entries.find(({ id }) => id === 'night-1');
    assert.equal(asked.status, 200);
    assert.equal(asked.route, '/api/collections/{collectionId}');
    assert.equal(asked.agent, 'test %22agent%22');
    assert.ok(entries.some(({ level, message }) => level === 'info' && message.startsWith('serving polling-places ')));
});

test('with a rate limit, who asks too often waits, and behind a named proxy every visitor has his own', async () => {
    const server = await serve(store, '--quiet', '--rate-limit', '0.1', '--rate-burst', '5', '--trusted-proxy', '127.0.0.1');
    const ask = async (visitor) => (await get(`${server.url}/api`, { 'X-Forwarded-For': visitor })).status;
    const first = [];
    for (let i = 0; i < 7; ++i) first.push(await ask('203.0.113.1'));
    assert.deepEqual(first, [200, 200, 200, 200, 200, 429, 429]);
    assert.equal(await ask('203.0.113.2'), 200);
    const refused = await get(`${server.url}/api`, { 'X-Forwarded-For': '203.0.113.1' });
    assert.ok(Number(refused.headers['retry-after']) > 0);
    assert.equal(JSON.parse(refused.content).status, 429);
    assert.equal((await get(`${server.url}/health/live`, { 'X-Forwarded-For': '203.0.113.1' })).status, 200);
    await server.stop();
});
