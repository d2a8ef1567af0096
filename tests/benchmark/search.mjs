#!/usr/bin/env node
// How long a search takes over all 277,676 towns of Japan (Geolonia's list in ../shared/corpus), as a client sees it: requests over
// kept-alive connections to a running machizu-serve, one after the other and from eight clients at once.
//
//   tests/benchmark/search.mjs            [MACHIZU_BIN=build/release/bin] [MACHIZU_STORE=folder, kept: the towns are published once]

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = resolve(process.env.MACHIZU_BIN ?? join(root, 'build/release/bin'));
const archive = join(root, '../shared/corpus/japanese-addresses/api-ja-277k.tar.gz');
const work = mkdtempSync(join(tmpdir(), 'machizu-search-'));
const store = process.env.MACHIZU_STORE ?? join(work, 'store');
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/** One CSV of all towns, from a file for each municipality. */
function towns() {
    execFileSync('tar', ['xzf', archive, '-C', work]);
    const rows = [];
    const folder = join(work, 'api/ja');
    for (const prefecture of readdirSync(folder)) {
        if (prefecture.endsWith('.json')) continue;
        for (const file of readdirSync(join(folder, prefecture))) {
            for (const { town, koaza, lat, lng } of JSON.parse(readFileSync(join(folder, prefecture, file), 'utf8'))) {
                rows.push([prefecture, file.replace('.json', ''), town, koaza ?? '', lat ?? '', lng ?? '']);
            }
        }
    }
    return rows;
}

const quoted = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);

function publish(rows) {
    writeFileSync(join(work, 'towns.csv'), ['県,市,町,小字,lat,lng', ...rows.map((row) => row.map(quoted).join(','))].join('\n'));
    const field = (name, source, searchable) => ({ name, source, type: 'text', label: { ja: source, en: name }, searchable });
    writeFileSync(join(work, 'towns.json'), JSON.stringify({
        id: 'towns', title: { ja: '町字', en: 'Towns' }, source: { path: 'towns.csv', encoding: 'UTF-8', crs: 'EPSG:6668' },
        geometry: { from: 'columns', lon: 'lng', lat: 'lat', missing: 'publish' }, max_rejected: '1%', tiles: { minzoom: 0, maxzoom: 6 },
        fields: [field('prefecture', '県', false), field('city', '市', true), field('town', '町', true), field('koaza', '小字', true)],
        view: { title: 'town' },
    }));
    execFileSync(join(bin, 'machizu-ingest'), ['run', join(work, 'towns.json'), '--store', store], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Always the same numbers. */
let seed = 7;
const random = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
};
const characters = (text) => [...text];

/** What people type, made from the names themselves. */
function queries(rows, count) {
    const names = rows.flatMap(([, city, town, koaza]) => (koaza ? [town, koaza, city] : [town, city]));
    const pick = () => characters(names[random(names.length)]);
    const part = (from, length) => from.slice(0, length).join('');
    const kinds = {
        'one character': () => { const name = pick(); return name[random(name.length)]; },
        'two characters': () => { const name = pick(); const at = random(Math.max(1, name.length - 1)); return name.slice(at, at + 2).join(''); },
        'a beginning, as typed': () => { const name = pick(); return part(name, 1 + random(name.length)); },
        'any part': () => { const name = pick(); const at = random(name.length); return name.slice(at, at + 1 + random(name.length - at)).join(''); },
        'a whole name': () => pick().join(''),
        'city and town': () => { const [, city, town] = rows[random(rows.length)]; return `${city} ${town}`; },
        'two words of one character': () => { const a = pick(), b = pick(); return `${a[random(a.length)]} ${b[random(b.length)]}`; },
        'nothing there': () => `${part(pick(), 2)}${['ぬ', 'ゑ', 'Q', '鰯'][random(4)]}${part(pick(), 1)}`,
    };
    return Object.fromEntries(Object.entries(kinds).map(([kind, make]) => [kind, Array.from({ length: count }, make)]));
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const timed = (url) => new Promise((done, fail) => {
    const began = process.hrtime.bigint();
    http.get(url, { agent }, (response) => {
        response.resume();
        response.on('end', () => (response.statusCode === 200 ? done(Number(process.hrtime.bigint() - began) / 1e6) : fail(new Error(`${url}: ${response.statusCode}`))));
    }).on('error', fail);
});

async function measure(base, texts, clients) {
    const times = [];
    const rest = texts[Symbol.iterator]();
    const began = process.hrtime.bigint();
    await Promise.all(Array.from({ length: clients }, async () => {
        for (let next = rest.next(); !next.done; next = rest.next()) times.push(await timed(`${base}/api/search?limit=10&q=${encodeURIComponent(next.value)}`));
    }));
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(2);
    return [at(0.5), at(0.99), at(0.999), Math.round(times.length / seconds)];
}

const rows = towns();
if (!existsSync(join(store, 'towns/current'))) publish(rows);
const server = spawn(join(bin, 'machizu-serve'), ['--store', store, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => server.kill());
const base = await new Promise((done) => {
    let log = '';
    server.stdout.setEncoding('utf8').on('data', (text) => {
        log += text;
        const found = /Machizu: (http:\S+)\/\n/.exec(log);
        if (found) done(found[1]);
    });
});
console.log(`${rows.length} towns, ${execFileSync('stat', ['-Lc', '%s', join(store, 'towns/current/search.index')]).toString().trim()} bytes of search.index\n`);
console.log('| what is typed | p50 ms | p99 ms | p99.9 ms | searches/s, 8 clients | p99 ms, 8 clients |');
console.log('| --- | --- | --- | --- | --- | --- |');
const floor = [];
for (let i = 0; i < 1000; ++i) floor.push(await timed(`${base}/health/live`));
for (const [kind, texts] of Object.entries(queries(rows, Number(process.env.MACHIZU_QUERIES ?? 1000)))) {
    const [p50, p99, p999] = await measure(base, texts, 1);
    const [, p99Of8, , perSecond] = await measure(base, texts, 8);
    console.log(`| ${kind} | ${p50} | ${p99} | ${p999} | ${perSecond} | ${p99Of8} |`);
}
floor.sort((a, b) => a - b);
console.log(`\nThe same client needs ${floor[500].toFixed(2)} ms (p99 ${floor[990].toFixed(2)} ms) for /health/live, which answers without doing anything.`);
process.exit(0);
