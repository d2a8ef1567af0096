// The files of api/deploy as an operator uses them: nginx and Caddy are started with them, names, ports and certificates replaced, and
// asked; systemd reads the units. Each test is skipped where its program is not installed; ./test installs nginx.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import http2 from 'node:http2';
import net from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { get } from './support/http.mjs';
import { publish, root, run, sampleManifests, serve, serveProgram, tempFolder } from './support/programs.mjs';

const store = tempFolder('machizu-store');
const folder = tempFolder('machizu-deploy');
const deploy = join(root, 'api/deploy');
const has = (program) => {
    try {
        execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
        return true;
    } catch {
        return false;
    }
};
const key = join(folder, 'privkey.pem');
const certificate = join(folder, 'fullchain.pem');

before(async () => {
    await publish(store, sampleManifests());
    if (has('openssl')) {
        execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate,
            '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,DNS:map.city.example'], { stdio: 'ignore' });
    }
});

/** A port that was free a moment ago: these programs do not choose one themselves. */
const freePort = () => new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
    });
});

function secure(port, path, headers = {}, localAddress = '127.0.0.1') {
    return new Promise((resolve, reject) => {
        https.get({ host: '127.0.0.1', port, path, headers: { Host: 'map.city.example', ...headers }, servername: 'map.city.example', ca: readFileSync(certificate), agent: false, localAddress },
            (response) => {
                const pieces = [];
                response.on('data', (piece) => pieces.push(piece));
                response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, raw: Buffer.concat(pieces) }));
                response.on('error', reject);
            }).on('error', reject);
    });
}

async function start(program, args, port, options = {}) {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    process.on('exit', () => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    for (let i = 0; ; ++i) {
        const open = await new Promise((resolve) => {
            const probe = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
            probe.on('connect', () => probe.destroy());
        });
        if (open) break;
        assert.ok(i < 200 && child.exitCode === null, `${program} does not start: ${output}`);
        await sleep(50);
    }
    return async () => {
        child.kill('SIGTERM');
        await ended;
    };
}

/** What must hold through any proxy. */
async function checkThrough(port, server) {
    const landing = await secure(port, '/api');
    assert.equal(landing.status, 200);
    const { links } = JSON.parse(landing.raw);
    for (const { href } of links) assert.match(href, /^https:\/\/map\.city\.example\//, 'links are as visitors see them');
    assert.match(landing.headers['strict-transport-security'], /max-age=31536000/);
    assert.equal(landing.headers['x-content-type-options'], 'nosniff');
    assert.match((await secure(port, '/')).headers['content-security-policy'], /default-src 'none'/);

    const direct = await get(`${server.url}/downloads/polling-places.gpkg`);
    const whole = await secure(port, '/downloads/polling-places.gpkg');
    assert.equal(createHash('sha256').update(whole.raw).digest('hex'), createHash('sha256').update(direct.raw).digest('hex'));
    const part = await secure(port, '/downloads/polling-places.gpkg', { Range: 'bytes=1000-1999' });
    assert.equal(part.status, 206);
    assert.deepEqual(part.raw, direct.raw.subarray(1000, 2000));
    assert.equal((await secure(port, '/downloads/polling-places.gpkg', { 'If-None-Match': whole.headers.etag })).status, 304);

    const tile = '/tiles/polling-places/8/224/101';
    const stored = await get(server.url + tile, { 'Accept-Encoding': 'gzip' });
    assert.equal(stored.status, 200, 'a tile of the sample');
    assert.deepEqual((await secure(port, tile, { 'Accept-Encoding': 'gzip' })).raw, stored.raw, 'the tile comes as it is stored');

    assert.equal((await secure(port, '/metrics')).status, 404, 'the metrics are not for visitors');
    assert.equal((await get(`${server.url}/metrics`)).status, 200);
    assert.equal((await secure(port, '/health/ready')).status, 200);
    // The visitor cannot pose as another: what he says about himself stands before what the proxy says.
    await secure(port, '/api/conformance', { 'X-Forwarded-For': '198.51.100.1' }, '127.0.0.2');
    await sleep(100);
    assert.match(server.log(), / 127\.0\.0\.2 GET "\/api\/conformance"/);
}

test('nginx with api/deploy/nginx.conf', { skip: !(has('nginx') && has('openssl')) && 'needs nginx and openssl' }, async () => {
    const server = await serve(store, '--trusted-proxy', '127.0.0.1');
    const [plain, port] = [await freePort(), await freePort()];
    const site = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
        .replace('127.0.0.1:8080', new URL(server.url).host)
        .replace(/listen \[::\].*\n/g, '')
        .replace('listen 80;', `listen 127.0.0.1:${plain};`).replace('listen 443 ', `listen 127.0.0.1:${port} `)
        .replace(/\/etc\/ssl\/machizu/g, folder);
    writeFileSync(join(folder, 'site.conf'), site);
    for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'main.conf'), `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr warn;
events { worker_connections 512; }
http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi; include ${folder}/site.conf; }\n`);
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    const checked = await run('nginx', ['-t', '-c', join(folder, 'main.conf')], { env });
    assert.equal(checked.status, 0, checked.stderr);
    const stop = await start('nginx', ['-c', join(folder, 'main.conf')], port, { env });
    await checkThrough(port, server);
    const moved = await new Promise((resolve, reject) => {
        http.get({ host: '127.0.0.1', port: plain, path: '/api?lang=en', headers: { Host: 'map.city.example' } }, resolve).on('error', reject);
    });
    assert.equal(moved.statusCode, 301);
    assert.equal(moved.headers.location, 'https://map.city.example/api?lang=en');
    const session = http2.connect(`https://127.0.0.1:${port}`, { ca: readFileSync(certificate), servername: 'map.city.example' });
    const status = await new Promise((resolve, reject) => {
        session.on('error', reject);
        session.request({ ':path': '/health/live', ':authority': 'map.city.example' }).on('response', (headers) => resolve(headers[':status'])).on('error', reject).end();
    });
    session.close();
    assert.equal(status, 200, 'HTTP/2 to the visitor');
    await stop();
    await server.stop();
});

test('Caddy with api/deploy/Caddyfile', { skip: !(has('caddy') && has('openssl')) && 'needs caddy and openssl' }, async () => {
    const server = await serve(store, '--trusted-proxy', '127.0.0.1');
    const port = await freePort();
    const file = readFileSync(join(deploy, 'Caddyfile'), 'utf8')
        .replace('127.0.0.1:8080', new URL(server.url).host)
        .replace('map.city.example {', `https://map.city.example:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${key}`);
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${file}`);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const stop = await start('caddy', ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], port, { env });
    // A test has no name in DNS, so links carry the port that only the test has.
    await checkThrough(port, server);
    await stop();
    await server.stop();
});

test('systemd understands the units', { skip: !has('systemd-analyze') && 'needs systemd-analyze' }, async () => {
    for (const unit of ['machizu.service', 'machizu-staff.service']) {
        const copy = join(folder, unit);
        cpSync(join(deploy, unit), copy);
        writeFileSync(copy, readFileSync(copy, 'utf8').replace('/usr/bin/machizu-serve', serveProgram).replace(/^Documentation=.*\n/m, ''));
        const { status, stderr } = await run('systemd-analyze', ['verify', copy]);
        assert.equal(status, 0, `${unit}: ${stderr}`);
        assert.ok(!stderr.includes(unit), `${unit}: ${stderr}`);
    }
});

test('the command lines of the units are ones that machizu-serve takes', async () => {
    for (const unit of ['machizu.service', 'machizu-staff.service']) {
        const text = readFileSync(join(deploy, unit), 'utf8').replace(/\\\n\s*/g, '');
        const words = /^ExecStart=\/usr\/bin\/machizu-serve (.+)$/m.exec(text)[1].split(/\s+/);
        const { status, stderr } = await run(serveProgram, words.map((word) => (word === '/srv/machizu' ? join(folder, 'no-store') : word)));
        assert.equal(status, 1, `${unit}: ${stderr}`); // there is no store, or there are no tokens: but nothing it does not know
    }
    assert.ok(existsSync(join(deploy, 'README.md')));
});
