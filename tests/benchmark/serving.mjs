#!/usr/bin/env node
// How fast machizu-serve answers, beside nginx with the same bytes as static files, and how much slow clients disturb the others.
//
//   tests/benchmark/serving.mjs [--seconds N] [--rounds N] [tiles] [items] [slow]
//
// Needs wrk and nginx, and the programs in build/release. Rounds of both servers alternate, so that what else the machine does meets both;
// ratios are medians of the rounds' ratios. Nothing is asserted.

import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { get } from '../end_to_end/support/http.mjs';
import { publish, serve, tempFolder } from '../end_to_end/support/programs.mjs';

const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(`--${name}`) ? Number(words[words.indexOf(`--${name}`) + 1]) : otherwise);
const seconds = option('seconds', 2);
const rounds = option('rounds', 5);
const parts = ['tiles', 'items', 'slow'].filter((part) => words.includes(part) || !['tiles', 'items', 'slow'].some((each) => words.includes(each)));
const processors = (availableParallelism ?? (() => cpus().length))();
const run = promisify(execFile);
const folder = tempFolder('machizu-benchmark');
const median = (values) => values.slice().sort((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
const table = (heads) => {
    row(heads);
    row(heads.map(() => '---'));
};

/** 20,000 posts with names, in the middle of the sample city: a town's worth of one dataset. */
async function makeStore() {
    const count = 20_000;
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const rows = Array.from({ length: count }, (_, n) =>
        [n, `街灯${n}`, ['LED', '水銀灯', 'ナトリウム灯'][n % 3], 1970 + (n % 50), (random() * 100).toFixed(1), 135.3 + random() / 10, 34.7 + random() / 10].join(','));
    writeFileSync(join(folder, 'lamps.csv'), `number,name,kind,year,watt,lon,lat\n${rows.join('\n')}\n`);
    const field = (name, type, more = {}) => ({ name, source: name, type, label: { ja: name, en: name }, ...more });
    writeFileSync(join(folder, 'lamps.json'), JSON.stringify({
        id: 'lamps', title: { ja: '街灯', en: 'Street lamps' }, description: { ja: '街灯', en: 'Street lamps' }, publisher: { ja: '市', en: 'City' },
        license: { id: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' }, attribution: { ja: '市', en: 'City' },
        contact: 'a@example.jp', update_cycle: 'yearly', theme: 'infrastructure', date: '2026-10-01', source: { path: 'lamps.csv', crs: 'EPSG:6668' },
        geometry: { from: 'columns', lon: 'lon', lat: 'lat' }, key: ['number'],
        fields: [field('number', 'integer'), field('name', 'text', { searchable: true }), field('kind', 'text'), field('year', 'integer'), field('watt', 'number')],
    }));
    const store = join(folder, 'store');
    mkdirSync(store);
    await publish(store, [join(folder, 'lamps.json')]);
    return store;
}

/** The tile whose size is nearest to what is wanted. */
async function tileOfSize(url, wanted) {
    const tiles = [];
    const bounds = { west: 135.3, north: 34.8 };
    for (let z = 8; z <= 14; ++z) {
        const x = Math.floor(((bounds.west + 0.04 + 180) / 360) * 2 ** z);
        const lat = ((bounds.north - 0.05) * Math.PI) / 180;
        const y = Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * 2 ** z);
        const answer = await get(`${url}/tiles/lamps/${z}/${x}/${y}`, { 'Accept-Encoding': 'gzip' });
        if (answer.status === 200) tiles.push({ path: `/tiles/lamps/${z}/${x}/${y}`, bytes: answer.raw });
    }
    return tiles.sort((a, b) => Math.abs(a.bytes.length - wanted) - Math.abs(b.bytes.length - wanted))[0];
}

const freePort = () => new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
    });
});

/** nginx with the tile as a file, set as for speed: sendfile, open_file_cache, no log. */
async function startNginx(path, bytes) {
    const port = await freePort();
    const file = join(folder, 'www', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, bytes);
    for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'nginx.conf'), `daemon off; worker_processes ${processors}; pid ${folder}/nginx.pid; error_log stderr crit; user root;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; open_file_cache max=1000; open_file_cache_valid 60s;
client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi;
scgi_temp_path ${folder}/scgi;
server { listen 127.0.0.1:${port} backlog=1024; root ${folder}/www; default_type application/vnd.mapbox-vector-tile;
add_header Content-Encoding gzip; add_header Access-Control-Allow-Origin *; } }\n`);
    const child = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    process.on('exit', () => child.kill('SIGKILL'));
    await sleep(500);
    return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => new Promise((resolve) => child.on('exit', resolve) && child.kill('SIGTERM')) };
}

writeFileSync(join(folder, 'report.lua'), `done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    latency:percentile(99.9), summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end\n`);

/** Processor time of a process and its children so far, microseconds: other programs on the machine disturb it less than anything else. */
function processorTime(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return (Number(fields[11]) + Number(fields[12])) * 10_000 + children.reduce((sum, child) => sum + processorTime(child), 0);
}

async function wrk({ url, pid }, path, connections, time = seconds) {
    const before = processorTime(pid);
    const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${time}s`, '--timeout', '10s', '-H', 'Accept-Encoding: gzip', '-s', join(folder, 'report.lua'), url + path]);
    const used = processorTime(pid) - before;
    const [requests, duration, p50, p99, p999, errors] = /RESULT (.+)/.exec(stdout)[1].split(' ').map(Number);
    return { perSecond: (requests / duration) * 1e6, p50: p50 / 1000, p99: p99 / 1000, p999: p999 / 1000, errors, cpu: used / Math.max(1, requests) };
}

const megabytes = (pid) => (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024).toFixed(0);
const ms = (value) => value.toFixed(2);

async function measureTiles(server) {
    const tile = await tileOfSize(server.url, 30_000);
    const nginx = await startNginx(tile.path, tile.bytes);
    const same = (await get(nginx.url + tile.path)).raw.equals((await get(server.url + tile.path, { 'Accept-Encoding': 'gzip' })).raw);
    console.log(`\nOne prebuilt tile of ${tile.bytes.length} bytes, keep-alive, ${rounds} rounds of ${seconds} s; same bytes from both: ${same}\n`);
    table(['connections', 'machizu/s', 'nginx/s', 'ratio (spread)', 'processor µs a request', 'nginx', 'ratio', 'p50 ms', 'p99 ms', 'p99.9 ms', 'nginx p50', 'p99', 'p99.9', 'memory MB']);
    await wrk(server, tile.path, 64, 2); // fresh processes are slower until their heap has grown
    await wrk(nginx, tile.path, 64, 1);
    for (const connections of [1, 16, 64, 256]) {
        const ours = [];
        const theirs = [];
        for (let round = 0; round < rounds; ++round) {
            ours.push(await wrk(server, tile.path, connections));
            theirs.push(await wrk(nginx, tile.path, connections));
        }
        const ratios = ours.map((each, i) => each.perSecond / theirs[i].perSecond);
        const of = (list, name) => ms(median(list.map((each) => each[name])));
        const errors = [...ours, ...theirs].reduce((sum, each) => sum + each.errors, 0);
        row([connections, Math.round(median(ours.map((each) => each.perSecond))), Math.round(median(theirs.map((each) => each.perSecond))),
            `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`,
            median(ours.map((each) => each.cpu)).toFixed(1), median(theirs.map((each) => each.cpu)).toFixed(1),
            median(ours.map((each, i) => each.cpu / theirs[i].cpu)).toFixed(2),
            of(ours, 'p50'), of(ours, 'p99'), of(ours, 'p999'), of(theirs, 'p50'), of(theirs, 'p99'), of(theirs, 'p999'),
            megabytes(server.pid) + (errors > 0 ? `, ${errors} errors` : '')]);
    }
    await nginx.stop();
}

async function measureItems(server) {
    console.log(`\nPages of features and search (20,000 points, five fields), one connection and sixteen, ${seconds} s each\n`);
    table(['request', 'bytes', 'processor ms a request', 'requests/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'requests/s, 16 connections', 'p99 ms', 'memory MB']);
    const requests = [10, 1000, 10_000].map((limit) => [`items, ${limit}`, `/api/collections/lamps/items?limit=${limit}`]);
    requests.push(['items of a bbox, 100', '/api/collections/lamps/items?limit=100&bbox=135.34,34.74,135.36,34.76']);
    requests.push(['one item', '/api/collections/lamps/items/777'], ['search, 2 characters', `/api/search?q=${encodeURIComponent('街灯')}`],
        ['search, a name', `/api/search?q=${encodeURIComponent('街灯12345')}`]);
    for (const [name, path] of requests) {
        const { raw } = await get(server.url + path);
        await wrk(server, path, 1, 1);
        const one = await wrk(server, path, 1);
        const many = await wrk(server, path, 16);
        row([name, raw.length, ms(one.cpu / 1000), Math.round(one.perSecond), ms(one.p50), ms(one.p99), ms(one.p999), Math.round(many.perSecond), ms(many.p99),
            megabytes(server.pid) + (one.errors + many.errors > 0 ? `, ${one.errors + many.errors} errors` : '')]);
    }
}

/** Times of requests one after the other on one connection, ms, sorted. */
function times(url, path, count) {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
        const taken = [];
        let begun = 0n;
        let got = 0;
        let size = 0;
        const socket = net.connect({ host: hostname, port: Number(port), noDelay: true }, () => ask());
        const ask = () => {
            got = size = 0;
            begun = process.hrtime.bigint();
            socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n`);
        };
        socket.on('error', reject).on('data', (bytes) => {
            if (size === 0) {
                const head = bytes.toString('latin1');
                size = head.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
            }
            got += bytes.length;
            if (got < size) return;
            taken.push(Number(process.hrtime.bigint() - begun) / 1e6);
            if (taken.length < count) return ask();
            socket.destroy();
            resolve(taken.sort((a, b) => a - b));
        });
    });
}

/** A process of its own, so that a thousand slow clients do not slow the one that is measured. */
function slowClients(url, count) {
    const { port } = new URL(url);
    const program = `const net = require('net'); for (let i = 0; i < ${count}; ++i) { const go = () => { const s = net.connect(${port}, '127.0.0.1',
        () => { s.write('GET / HTTP/1.1\\r\\nHost: a\\r\\nX: '); s.t = setInterval(() => s.write('y'), 1000); });
        s.on('error', () => {}); s.on('data', () => {}); s.on('close', () => { clearInterval(s.t); setTimeout(go, 100); }); }; setTimeout(go, i); }`;
    const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    process.on('exit', () => child.kill('SIGKILL'));
    return child;
}

async function measureSlow(server) {
    console.log('\nOne regular client asking for a tile 3,000 times a round, quiet and beside 1,000 slow ones (a byte a second each)\n');
    table(['', 'p50 ms', 'p99 ms', 'p99.9 ms']);
    const tile = await tileOfSize(server.url, 30_000);
    const at = (list, part) => list[Math.min(list.length - 1, Math.floor(list.length * part))];
    const measured = { quiet: [], slow: [] };
    await times(server.url, tile.path, 3000);
    for (let round = 0; round < rounds; ++round) {
        measured.quiet.push(await times(server.url, tile.path, 3000));
        const child = slowClients(server.url, 1000);
        await sleep(2500);
        measured.slow.push(await times(server.url, tile.path, 3000));
        child.kill('SIGKILL');
        await sleep(500);
    }
    for (const [name, lists] of Object.entries(measured)) {
        row([name, ...[0.5, 0.99, 0.999].map((part) => ms(median(lists.map((list) => at(list, part)))))]);
    }
    const ratios = measured.slow.map((list, i) => at(list, 0.99) / at(measured.quiet[i], 0.99));
    console.log(`\np99 beside slow clients / quiet: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`);
}

const server = await serve(await makeStore(), '--quiet');
if (parts.includes('tiles')) await measureTiles(server);
if (parts.includes('items')) await measureItems(server);
if (parts.includes('slow')) await measureSlow(server);
await server.stop();
