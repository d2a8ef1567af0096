// Private values stay private: canaries.json lists a value of every source column that no manifest publishes. None of them may
// stand in a public file or in any answer of the server, to whatever can be asked; those that a manifest keeps for staff ("staff")
// stand in staff.gpkg, the others not even there.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { forEach, get } from './support/http.mjs';
import { publish, root, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { datasetsIn, snapshot } from './support/snapshots.mjs';
import { tileOf, tilesIn, withArchive } from './support/tiles.mjs';

const store = tempFolder('machizu-store');
const sources = join(root, 'datasets/sample/sources');
const canaries = JSON.parse(readFileSync(join(root, 'datasets/sample/canaries.json'), 'utf8'));

before(() => publish(store, sampleManifests()));

/** Unicode to CP932, by reading all of CP932 once. */
const cp932 = (() => {
    const decoder = new TextDecoder('shift_jis');
    const codes = new Map();
    for (let lead = 0x81; lead <= 0xfc; ++lead) {
        for (let trail = 0x40; trail <= 0xfc; ++trail) {
            const character = decoder.decode(Uint8Array.of(lead, trail));
            if ([...character].length === 1 && !codes.has(character)) codes.set(character, [lead, trail]);
        }
    }
    return (text) => Buffer.from([...text].flatMap((c) => (c < '\u0080' ? [c.charCodeAt(0)] : codes.get(c) ?? [0x3f])));
})();

/** A value in every form in which a file of ours could hold it. */
function forms(value) {
    const all = [Buffer.from(value), cp932(value)];
    if (/^\d+\.\d+$/.test(value)) {
        const number = Buffer.alloc(16);
        number.writeDoubleLE(Number(value), 0); // WKB, MVT
        number.writeDoubleBE(Number(value), 8); // SQLite
        all.push(number.subarray(0, 8), number.subarray(8));
    }
    return all;
}

const needles = canaries.flatMap(({ file, column, value }) => forms(value).map((bytes) => ({ name: `${file} ${column} (${value})`, bytes })));
const found = (bytes) => needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name }) => name);

/** The bytes of a file; of an XLSX or another zip those of its parts, unpacked. */
function contentOf(file) {
    if (!/\.(xlsx|zip)$/.test(file)) return readFileSync(file);
    const parts = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): sys.stdout.buffer.write(z.read(n))';
    return execFileSync('python3', ['-c', parts, file], { maxBuffer: 1 << 30 });
}

test('the canaries are in the sources: else not finding them would mean nothing', () => {
    assert.ok(canaries.length > 20);
    const files = new Map();
    for (const { file, column, value } of canaries) {
        if (!files.has(file)) files.set(file, contentOf(join(sources, file)));
        assert.ok(forms(value).some((bytes) => files.get(file).includes(bytes)), `${file} ${column}: ${value}`);
    }
});

test('the search for canaries finds one where there is one', () => {
    const [{ value }] = canaries;
    assert.equal(found(Buffer.from(`x${value}x`)).length > 0, true);
    const number = Buffer.alloc(8);
    number.writeDoubleLE(Number(canaries.find((canary) => /^\d+\.\d+$/.test(canary.value)).value));
    assert.equal(found(number).length, 1);
    assert.ok(canaries.some(({ staff }) => staff) && canaries.some(({ staff }) => !staff));
    assert.deepEqual([...cp932('投票所－')], [0x93, 0x8a, 0x95, 0x5b, 0x8f, 0x8a, 0x81, 0x7c]);
});

test('no public file of any snapshot holds a canary', async () => {
    for (const id of datasetsIn(store)) {
        const { folder, info } = snapshot(store, id);
        for (const { name } of [{ name: 'dataset.json' }, ...info.files.filter((file) => file.public)]) {
            assert.deepEqual(found(contentOf(join(folder, name))), [], `${id}/${name}`);
        }
        await withArchive(join(folder, 'tiles.pmtiles'), async (archive) => {
            const header = await archive.getHeader();
            assert.deepEqual(found(Buffer.from(JSON.stringify(await archive.getMetadata()))), [], `${id}: metadata of the tiles`);
            for (let z = header.minZoom; z <= header.maxZoom; ++z) {
                for (const { x, y } of tilesIn(header, z, 1)) {
                    const tile = await archive.getZxy(z, x, y);
                    if (tile) assert.deepEqual(found(Buffer.from(tile.data)), [], `${id}: tile ${z}/${x}/${y}`);
                }
            }
        });
    }
});

const datasetsWithStaffData = ['parking-cases'];

test('rejected rows, verbatim, and what is kept for staff are for staff alone', () => {
    for (const id of datasetsIn(store)) {
        const { info, file } = snapshot(store, id);
        const secret = datasetsWithStaffData.includes(id) ? ['rejects.csv', 'staff.gpkg'] : ['rejects.csv'];
        assert.deepEqual(info.files.filter((entry) => !entry.public).map(({ name }) => name), secret, id);
        for (const name of secret) assert.equal(statSync(file(name)).mode & 0o777, 0o600, `${id}/${name}`);
    }
});

test('staff.gpkg holds the canaries of columns kept for staff, and none of the others', () => {
    const kept = datasetsWithStaffData.flatMap((id) => found(contentOf(snapshot(store, id).file('staff.gpkg'))));
    const names = canaries.filter(({ staff }) => staff).map(({ file, column, value }) => `${file} ${column} (${value})`);
    assert.deepEqual([...new Set(kept)].sort(), names.sort());
});

/** What can be asked for without a link leading there. */
async function* addressesToTry() {
    yield* ['/catalog.jsonld', '/sitemap.xml', '/robots.txt', '/api?f=html', '/api?f=html&lang=en', '/api/collections?f=html', '/f/nothing/1', '/sitemap/nothing.xml'];
    yield* ['/', '/api', '/api/openapi.json', '/health/live', '/health/ready', '/favicon.ico', '/nothing', '/api/collections/nothing'];
    const viewer = join(root, 'viewer/dist');
    if (existsSync(viewer)) {
        for (const name of ['', 'assets/']) for (const file of readdirSync(join(viewer, name))) yield `/${name}${file}`;
    }
    for (const id of datasetsIn(store)) {
        const { version, info, file } = snapshot(store, id);
        for (const dataset of [id, `${id}@${version}`]) {
            yield* [`/tiles/${dataset}.json`, `/api/collections/${dataset}/items`];
            for (const { download } of info.files) if (download) yield `/downloads/${download.replace(id, dataset)}`;
            for (const secret of ['rejects.csv', 'staff.gpkg', '../staff.gpkg', '..%2fstaff.gpkg', 'report.json', 'features.gpkg', 'dataset.json', '../rejects.csv', '..%2frejects.csv']) {
                yield* [`/downloads/${dataset}/${secret}`, `/downloads/${secret}`, `/${dataset}/current/${secret}`, `/assets/${secret}`];
            }
        }
        yield* [`/downloads/${id}-rejects.csv`, `/downloads/rejects.csv`, `/downloads/${id}-staff.gpkg`, `/downloads/${id}.staff.gpkg`];
        yield* [`/api/collections/${id}-staff`, `/api/collections/${id}-staff/items`, `/tiles/${id}-staff.json`];
        yield `/api/collections/${id}/items?limit=10000`;
        yield* [`/api/collections/${id}?f=html`, `/api/collections/${id}@${version}?f=html&lang=en`, `/api/collections/${id}/dcat.jsonld`, `/sitemap/${id}-0.xml`];
        for (const text of ['', '町', '1', '@', '090']) yield `/api/collections/${id}/items?f=html&limit=500&q=${encodeURIComponent(text)}`;
        yield* [`/f/${id}-staff/1`, `/f/${id}/..%2fstaff.gpkg`, `/pages/${id}.css`, '/pages/..%2fstaff.gpkg', `/sitemap/${id}-staff-0.xml`];
        const [west, south, east, north] = info.bbox ?? [0, 0, 0, 0];
        yield `/api/collections/${id}/items?bbox=${west},${south},${east},${north}&limit=10000`;
        yield* await tileAddresses(id, version, file('tiles.pmtiles'));
        const sums = `/api/collections/${id}/aggregate?by=`;
        for (const { name } of info.schema.fields ?? info.schema) {
            for (const format of ['json', 'csv', 'geojson']) yield `${sums}field:${name}&f=${format}`;
            yield* [`${sums}mesh:500&value=${name}`, `/tiles/${id}/0/0/0?filter=${name}%20IS%20NULL`, `/tiles/${id}.json?filter=${name}%20IS%20NOT%20NULL`];
        }
        for (const by of ['mesh:1000', 'mesh:500', 'mesh:250', 'mesh:125', 'time:year', 'time:day', 'dataset:polling-districts']) {
            yield* [`${sums}${by}`, `${sums}${by}&f=csv`, `/tiles/${id}.json?by=${by}`];
            for (let z = 0; z <= 14; z += 2) {
                const { x, y } = tileOf([(west + east) / 2, (south + north) / 2], z);
                yield* [`/tiles/${id}/${z}/${x}/${y}?by=${by}`, `/tiles/${id}@${version}/${z}/${x}/${y}?bbox=${west},${south},${east},${north}`];
            }
        }
    }
    for (let x = 0; x < 12; ++x) {
        for (let y = 0; y < 12; ++y) {
            for (const format of ['', '&f=html', '&f=html&lang=en']) yield `/api/here?lon=${135.35 + x * 0.006}&lat=${34.68 + y * 0.006}${format}`;
        }
    }
    for (const { column, value } of canaries) {
        for (const text of [column, value, value.slice(0, 12)]) yield* ['', '&f=html'].map((format) => `/api/search?q=${encodeURIComponent(text)}&limit=100${format}`);
    }
    for (const text of ['投票所', '第', '学', '小学校', '1', 'MH', 'a', 'z', '町', 'ｼｵﾅｷﾞ', '090', '@', 'ZX', '氏']) {
        yield* ['', '&f=html', '&f=html&offset=20'].map((format) => `/api/search?q=${encodeURIComponent(text)}&limit=1000${format}`);
    }
}

async function tileAddresses(id, version, path) {
    return withArchive(path, async (archive) => {
        const header = await archive.getHeader();
        const all = [];
        for (let z = header.minZoom; z <= header.maxZoom; ++z) {
            for (const { x, y } of tilesIn(header, z, 1)) all.push(`/tiles/${id}/${z}/${x}/${y}`, `/tiles/${id}@${version}/${z}/${x}/${y}`);
        }
        return all;
    });
}

/** Every address in a JSON document: members `href`, and `{…}`-free texts that begin with the server's own address or '/'. */
function* linksIn(value, base) {
    if (typeof value === 'string') {
        if ((value.startsWith(base) || value.startsWith('/')) && !value.includes('{') && !value.includes(' ')) yield value;
    } else if (value && typeof value === 'object') {
        for (const member of Object.values(value)) yield* linksIn(member, base);
    }
}

test('no answer of the server holds a canary, whatever is asked', async () => {
    const server = await serve(store, '--quiet');
    try {
        const seen = new Set();
        const statuses = new Map();
        const todo = [];
        const add = (address) => {
            const { href, origin } = new URL(address, server.url);
            if (origin === server.url && !seen.has(href)) {
                seen.add(href);
                todo.push(href);
            }
        };
        for await (const address of addressesToTry()) add(address);
        const look = async (url) => {
            const { status, rawHeaders, raw, content, headers } = await get(url, { 'Accept-Encoding': 'gzip' });
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            // An ETag is a hash: among thousands of them some hold the digits of a canary by chance.
            const withoutEtag = (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(headers.etag ?? '\0', ''), 'latin1');
            const leaks = [...found(withoutEtag(raw)), ...found(content), ...found(withoutEtag(Buffer.from(rawHeaders.join('\n'))))];
            if (asksForCanary(url)) {
                // The answer may repeat the question in its own address; it must just find nothing.
                const text = content.toString('utf8');
                if (/json/.test(headers['content-type'])) assert.equal(JSON.parse(text).features.length, 0, url);
                else assert.doesNotMatch(text, /class="hits"/, url);
                return;
            }
            assert.deepEqual(leaks, [], url);
            assert.ok(status < 500, `${url}: ${status}`);
            if (!/json(;|$)/.test(headers['content-type'] ?? '')) return; // a text sequence holds no links
            const document = JSON.parse(content.toString('utf8'));
            for (const link of linksIn(document, server.url)) add(link);
            if (document.type === 'FeatureCollection' && url.includes('/items')) {
                const collection = url.slice(0, url.indexOf('/items'));
                document.features.forEach(({ id }, i) => {
                    add(`${collection}/items/${encodeURIComponent(id)}`);
                    // A page costs more than a Feature, and says what it says: of thousands some will do.
                    if (i % (document.features.length > 300 ? 40 : 4) !== 0) return;
                    const short = `/f/${collection.slice(collection.lastIndexOf('/') + 1)}/${encodeURIComponent(id)}`;
                    for (const page of [short, `${short}?lang=en`, `${short}/qr.svg`]) add(page);
                });
            }
        };
        while (todo.length > 0) await forEach(todo.splice(0), look);
        const features = datasetsIn(store).reduce((sum, id) => sum + snapshot(store, id).info.count, 0);
        assert.ok(seen.size > features, `${seen.size} addresses for ${features} features`);
        assert.ok(statuses.get(200) > features, JSON.stringify([...statuses]));
    } finally {
        await server.stop();
    }
});

const asksForCanary = (url) => url.includes('/api/search') && canaries.some(({ value }) => url.includes(encodeURIComponent(value)));
