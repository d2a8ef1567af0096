// Who may see what: the public server opens no file for staff, whatever it is asked; the other one shows it to holders of tokens.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { get, getJson } from './support/http.mjs';
import { publish, root, run, sampleManifests, serveProgram, serveUnder, tempFolder } from './support/programs.mjs';
import { datasetsIn, snapshot } from './support/snapshots.mjs';

const store = tempFolder('machizu-store');
const folder = tempFolder('machizu-tokens');
const tokens = join(folder, 'tokens.json');
const trace = join(folder, 'trace');
const canaries = JSON.parse(readFileSync(join(root, 'datasets/sample/canaries.json'), 'utf8')).filter(({ staff }) => staff);

before(() => publish(store, sampleManifests()));

const kept = () => datasetsIn(store).filter((id) => existsSync(snapshot(store, id).file('staff.gpkg')));
const token = async (...args) => run(serveProgram, ['token', ...args]);
const make = async (name, ...more) => (await token('create', '--tokens', tokens, '--name', name, ...more)).stdout.trim();
const serveStaff = (command = []) => serveUnder(command, store, '--staff', '--tokens', tokens, '--address', '127.0.0.1');
const bearer = (secret) => ({ Authorization: `Bearer ${secret}` });

/** strace, if it is there and we may trace. */
const tracing = (() => {
    try {
        execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
        return ['strace', '-f', '-qq', '-s', '400', '-e', 'trace=%file', '-o', trace];
    } catch {
        return null;
    }
})();

/** The signal is for the traced process: strace itself would not pass it on. */
async function stopTraced(server) {
    const [child] = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').split(' ').filter(Boolean);
    process.kill(Number(child), 'SIGTERM');
    await server.ended;
}

/** Everything that can be asked of the public server, and what somebody might try who knows how a store looks. */
async function askForEverything(url) {
    const ids = datasetsIn(store);
    const { paths } = await getJson(`${url}/api/openapi.json`);
    const targets = new Set(['/', '/api/openapi.json', '/metrics', '/health/ready', '/catalog.jsonld', '/sitemap.xml', '/api/here?lon=135.3&lat=34.7']);
    for (const id of ids) {
        const { version } = snapshot(store, id);
        const { features } = await getJson(`${url}/api/collections/${id}/items?limit=1`);
        for (const path of Object.keys(paths)) {
            for (const name of [id, `${id}@${version}`]) {
                targets.add(path.replace(/\{(collectionId|dataset)\}/g, name).replace('{featureId}', encodeURIComponent(features[0]?.id ?? 'x'))
                    .replace('{tilejson}', `${name}.json`).replace('{file}', `${name}.csv`).replace(/\{tileMatrixSetId\}/g, 'WebMercatorQuad')
                    .replace(/\{(z|tileMatrix)\}/g, '8').replace(/\{(x|tileCol)\}/g, '224').replace(/\{(y|tileRow)\}/g, '101').replace(/\{[^}]+\}/g, name));
            }
        }
        for (const name of ['staff.gpkg', `${id}.staff.gpkg`, `${id}-staff.gpkg`, 'report.json', 'rejects.csv', '..%2Fstaff.gpkg', '%2e%2e/staff.gpkg']) {
            for (const below of ['/', '/assets/', '/downloads/', `/downloads/${id}/`, `/downloads/${id}@${version}/`, `/tiles/${id}/`, `/api/collections/${id}/`]) {
                targets.add(below + name);
            }
        }
        for (const collection of [`${id}-staff`, `${id}%2F${version}%2Fstaff`, `${id}@../staff.gpkg`]) {
            targets.add(`/api/collections/${collection}/items`);
            targets.add(`/tiles/${collection}.json`);
        }
        for (const format of ['csv', 'cp932.csv', 'geojson', 'gpkg', 'fgb', 'pmtiles', 'shp.zip', 'xlsx', 'kml']) targets.add(`/downloads/${id}.${format}`);
        targets.add(`/api/search?q=${encodeURIComponent('市')}`);
        targets.add(`/api/collections/${id}/items?limit=10000&staff=true`);
    }
    for (const target of targets) await get(url + target);
    for (const target of [...targets].filter((each) => /staff|items/.test(each)).slice(0, 60)) {
        for (const headers of [{ Accept: 'text/html' }, bearer('mzs_aaaaaaaa_bbbb')]) await get(url + target, headers);
    }
    return targets.size;
}

test('the public server never opens staff.gpkg, whatever it is asked', { skip: !tracing && 'needs strace and the right to trace' }, async () => {
    assert.ok(kept().length > 0, 'the sample keeps something for staff, else this shows nothing');
    const server = await serveUnder(tracing, store, '--quiet');
    const asked = await askForEverything(server.url);
    await stopTraced(server);
    const calls = readFileSync(trace, 'utf8');
    assert.ok(asked > 100);
    for (const id of datasetsIn(store)) assert.match(calls, new RegExp(`open[^\\n]*${id}/[^\\n]*/features\\.gpkg`), 'the trace shows what is opened');
    // In the store: a name that a visitor made up is looked for in the viewer's folder, and is not there.
    const touched = calls.split('\n').filter((call) => call.includes(`"${store}/`));
    assert.deepEqual(touched.filter((call) => /staff|rejects/.test(call)), []);
});

test('the trace would show it: the server for staff does open it', { skip: !tracing && 'needs strace and the right to trace' }, async () => {
    const secret = await make('tracer');
    const server = await serveStaff(tracing);
    await get(`${server.url}/api/collections`, bearer(secret));
    await stopTraced(server);
    assert.match(readFileSync(trace, 'utf8'), /open[^\n]*staff\.gpkg/);
});

test('holders of a token see what is kept for staff, nobody else sees anything', async () => {
    const secret = await make('佐藤');
    assert.match(secret, /^mzs_[a-z0-9]{8}_[a-z0-9]{52}$/);
    assert.equal(statSync(tokens).mode & 0o777, 0o600);
    const server = await serveStaff();
    assert.equal((await get(`${server.url}/api/collections`)).status, 401);
    assert.equal((await get(`${server.url}/api/collections`, bearer(`${secret}x`))).status, 401);
    const list = JSON.parse((await get(`${server.url}/api/collections`, bearer(secret))).content);
    assert.deepEqual(list.collections.map(({ id }) => id).sort(), kept().sort());
    let all = '';
    for (const id of kept()) {
        let next = `${server.url}/api/collections/${id}/items?limit=1000`;
        let count = 0;
        while (next) {
            const response = await get(next, bearer(secret));
            assert.equal(response.status, 200);
            assert.equal(response.headers['cache-control'], 'private, no-store');
            assert.equal(response.headers['access-control-allow-origin'], undefined);
            all += response.content.toString();
            const page = JSON.parse(response.content);
            count += page.features.length;
            next = page.links.find(({ rel }) => rel === 'next')?.href;
        }
        assert.equal(count, snapshot(store, id).info.count, id);
        assert.equal((await get(`${server.url}/api/collections/${id}/items`)).status, 401);
    }
    const texts = canaries.filter(({ value }) => !/^\d+\.\d+$/.test(value));
    assert.ok(texts.length > 0 && texts.every(({ value }) => all.includes(value)), 'what manifests keep for staff is there');
    await server.stop();
    assert.match(server.log(), new RegExp(` user=${secret.slice(4, 12)}:佐藤`), 'each use is logged, by whom');
    assert.ok(!server.log().includes(secret), 'and the token is not');
});

test('GDAL reads it like any other OGC API, with the token in a header', async () => {
    const secret = await make('gdal');
    const server = await serveStaff();
    const [id] = kept();
    const headers = join(tempFolder('machizu-headers'), 'headers'); // GDAL_HTTP_HEADERS is not sent by GDAL 3.10, nor GDAL_HTTP_AUTH by 3.6
    writeFileSync(headers, `Authorization: Bearer ${secret}\n`, { mode: 0o600 });
    const { status, stdout, stderr } = await run('ogrinfo', ['-so', '-ro', `OAPIF:${server.url}/api`, id],
        { env: { ...process.env, GDAL_HTTP_HEADER_FILE: headers } });
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`Feature Count: ${snapshot(store, id).info.count}`));
    await server.stop();
});

test('a token is refused from the moment it is revoked, without a restart', async () => {
    const [mine, yours] = [await make('mine'), await make('yours', '--days', '1')];
    const server = await serveStaff();
    const ask = async (secret) => (await get(`${server.url}/api`, bearer(secret))).status;
    assert.deepEqual([await ask(mine), await ask(yours)], [200, 200]);
    assert.equal((await token('revoke', mine.slice(4, 12), '--tokens', tokens)).status, 0);
    assert.deepEqual([await ask(mine), await ask(yours)], [401, 200]);
    const { stdout } = await token('list', '--tokens', tokens);
    assert.match(stdout, new RegExp(`${mine.slice(4, 12)}  revoked .* mine`));
    assert.match(stdout, new RegExp(`${yours.slice(4, 12)}  valid .* yours`));
    assert.ok(!stdout.includes(yours));
    assert.equal((await token('revoke', 'nobody', '--tokens', tokens)).status, 1);
    await server.stop();
});

test('the server for staff says what it needs, and starts with nothing less', async () => {
    const start = (...args) => run(serveProgram, ['--store', store, '--port', '0', ...args], { timeout: 10_000 });
    assert.equal((await start('--staff')).status, 2);
    assert.equal((await start('--staff', '--tokens', tokens)).status, 2, 'an address must be named');
    assert.equal((await start('--tokens', tokens)).status, 2);
    const missing = await start('--staff', '--tokens', join(folder, 'none.json'), '--address', '127.0.0.1');
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /machizu-serve token create/);
    assert.equal((await run(serveProgram, [])).status, 2);
});
