// Sources that are no file beside the manifest: a file of the web, the one file in a folder or an archive. What cannot be had leaves the
// published version as it was.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ingestProgram, run, tempFolder } from './support/programs.mjs';
import { snapshot } from './support/snapshots.mjs';

const cp932 = { 番号: [0x94, 0xd4, 0x8d, 0x86], 公園: [0x8c, 0xf6, 0x89, 0x80] };
const parks = (...numbers) => Buffer.concat([
    Buffer.from([...cp932.番号, 0x2c, ...cp932.公園, 0x2c]), Buffer.from('lat,lon\r\n'),
    ...numbers.map((n) => Buffer.concat([Buffer.from(`${n},`), Buffer.from(cp932.公園), Buffer.from(`${n},34.7${n},135.3${n}\r\n`)])),
]);

let content = parks(1, 2);
let packed; // a zip of two tables
let asked = 0; // how often for what fails
const answers = {
    '/data/parks.csv': (response) => response.end(content),
    '/moved/parks.csv': (response) => response.writeHead(302, { Location: '/data/parks.csv' }).end(),
    '/download': (response) => response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': "attachment; filename*=UTF-8''%E5%85%AC%E5%9C%92.csv" }).end(content),
    '/parks.csv.gz': (response) => response.end(gzipSync(content)),
    '/busy.csv': (response) => (++asked < 3 ? response.writeHead(503).end('please wait') : response.end(content)),
    '/down.csv': (response) => response.writeHead(500).end(`failed ${++asked}`),
    '/gone.csv': (response) => response.writeHead(410).end(`gone ${++asked}`),
    '/parks.zip': (response) => response.end(packed),
    '/page.csv': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Sorry</title>'),
    '/broken.csv': (response) => {
        response.writeHead(200, { 'Content-Length': 1000 });
        response.write(content);
        setTimeout(() => response.destroy(), 50);
    },
};
let server;
let site;
before(async () => {
    const folder = tempFolder('machizu-packed');
    for (const [name, rows] of [['parks.csv', parks(1, 2)], ['more.csv', parks(3)]]) writeFileSync(join(folder, name), rows);
    const zip = await run('python3', ['-m', 'zipfile', '-c', 'parks.zip', 'parks.csv', 'more.csv'], { cwd: folder });
    assert.equal(zip.status, 0, zip.stderr);
    packed = readFileSync(join(folder, 'parks.zip'));
    server = http.createServer(({ url }, response) => {
        const answer = answers[url.replace(/\?.*/, '')];
        if (answer) answer(response);
        else response.writeHead(404).end('no such file');
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    site = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

/** A store, and a folder for what is passing, which every run must leave empty. */
function place() {
    const folder = tempFolder('machizu-sources');
    for (const name of ['store', 'tmp']) mkdirSync(join(folder, name));
    const ingest = async (...args) => {
        const result = await run(ingestProgram, args, { cwd: folder, env: { ...process.env, TMPDIR: join(folder, 'tmp'), no_proxy: '127.0.0.1' } });
        assert.deepEqual(readdirSync(join(folder, 'tmp')), [], 'nothing is left behind');
        return result;
    };
    return { folder, ingest };
}

const text = (ja) => ({ ja, en: ja });
const manifest = (path) => JSON.stringify({
    id: 'parks', title: text('公園'), description: text('公園'), publisher: text('市'), license: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    attribution: text('市'), contact: 'a@b.jp', update_cycle: 'never', theme: 'test', date: '2026-04-01', source: { path, crs: 'EPSG:6668' },
    geometry: { from: 'columns', lat: 'lat', lon: 'lon' }, key: ['number'],
    fields: [{ name: 'number', source: '番号', type: 'integer', label: text('番号') }, { name: 'park', source: '公園', type: 'text', label: text('公園') }], view: {},
});

test('a file of the web is published, known again, and read anew when it has changed', async () => {
    const { folder, ingest } = place();
    const url = `${site}/data/parks.csv`;
    writeFileSync(join(folder, 'parks.json'), manifest(url));
    content = parks(1, 2);
    const first = await ingest('run', 'parks.json', '--store', 'store');
    assert.equal(first.status, 0, first.stdout + first.stderr);
    const { info, file } = snapshot(join(folder, 'store'), 'parks');
    assert.deepEqual([info.count, info.sources[0].path, info.sources[0].bytes, info.sources[0].encoding], [2, url, content.length, 'CP932']);
    assert.match(readFileSync(file('downloads/parks.csv'), 'utf8'), /公園2/);

    const again = await ingest('run', 'parks.json', '--store', 'store');
    assert.match(again.stdout, /unchanged/);
    content = parks(1, 2, 3);
    await ingest('run', 'parks.json', '--store', 'store');
    assert.equal(snapshot(join(folder, 'store'), 'parks').info.count, 3);
});

test('an address that was moved, a name the server gives, and a packed file are read', async () => {
    content = parks(1, 2);
    for (const path of ['/moved/parks.csv', '/download?id=7', '/parks.csv.gz']) {
        const { folder, ingest } = place();
        const draft = await ingest('draft', site + path, '-o', 'draft.json');
        assert.equal(draft.status, 0, draft.stderr);
        const drafted = readFileSync(join(folder, 'draft.json'), 'utf8');
        assert.ok(drafted.includes(`"path": "${site}${path}"`), drafted);
        assert.match(drafted, path.startsWith('/download') ? /"title": {"ja": "公園"/ : /"id": "parks/);
        const result = await ingest('run', 'draft.json', '--store', 'store');
        assert.match(result.stdout, /read 2 = 公開 published 2/, result.stdout + result.stderr);
    }
});

test('what the web does not give leaves the published version as it was, and says why', async () => {
    const { folder, ingest } = place();
    content = parks(1, 2);
    writeFileSync(join(folder, 'parks.json'), manifest(`${site}/data/parks.csv`));
    await ingest('run', 'parks.json', '--store', 'store');
    const { info: { version } } = snapshot(join(folder, 'store'), 'parks');
    const faults = { '/nowhere.csv': /404/, '/page.csv': /web page, not a file/, '/broken.csv': / bytes / };
    for (const [path, reason] of Object.entries(faults)) {
        writeFileSync(join(folder, 'parks.json'), manifest(site + path));
        const result = await ingest('run', 'parks.json', '--store', 'store');
        const said = result.stdout + result.stderr;
        assert.equal(result.status, 1, said);
        assert.ok(said.includes(site + path) && said.includes('取得できません'), said);
        assert.match(said, reason);
        assert.equal(snapshot(join(folder, 'store'), 'parks').info.version, version);
    }
});

test('a server that is busy is asked again, one that refuses is not', async () => {
    const { folder, ingest } = place();
    content = parks(1, 2);
    const published = async (path) => {
        asked = 0;
        writeFileSync(join(folder, 'parks.json'), manifest(site + path));
        return ingest('run', 'parks.json', '--store', 'store');
    };
    const busy = await published('/busy.csv');
    assert.match(busy.stdout, /read 2 = 公開 published 2/, busy.stdout + busy.stderr);
    assert.equal(asked, 3);
    const { info } = snapshot(join(folder, 'store'), 'parks');
    assert.equal(info.sources[0].bytes, content.length, 'nothing of what came before');
    for (const [path, times] of [['/down.csv', 3], ['/gone.csv', 1]]) {
        const { status } = await published(path);
        assert.deepEqual([status, asked], [1, times], path);
    }
});

test('of an archive of the web one file is read, however the path says so', async () => {
    for (const systems of ['/vsizip/', '/vsizip/vsicurl/', '/vsizip//vsicurl/']) {
        const { folder, ingest } = place();
        const url = `${systems}${site}/parks.zip/parks.csv`;
        writeFileSync(join(folder, 'parks.json'), manifest(url));
        const result = await ingest('run', 'parks.json', '--store', 'store');
        assert.match(result.stdout, /read 2 = 公開 published 2/, result.stdout + result.stderr);
        assert.equal(snapshot(join(folder, 'store'), 'parks').info.sources[0].path, url);
    }
});

test('a manifest that lies elsewhere names the file from there', async () => {
    const { folder, ingest } = place();
    mkdirSync(join(folder, 'manifests'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/parks.csv'), parks(1, 2));
    const zip = await run('python3', ['-m', 'zipfile', '-c', 'data/parks.zip', 'data/parks.csv'], { cwd: folder });
    assert.equal(zip.status, 0, zip.stderr);
    for (const [name, given, stated] of [
        ['file', 'data/parks.csv', '../data/parks.csv'], ['within', '/vsizip/data/parks.zip/parks.csv', '/vsizip/../data/parks.zip/parks.csv'],
        ['archive', `/vsizip/${folder}/data/parks.zip`, '/vsizip/../data/parks.zip'],
    ]) {
        const draft = await ingest('draft', given, '-o', `manifests/${name}.json`);
        assert.equal(draft.status, 0, draft.stderr);
        assert.ok(readFileSync(join(folder, `manifests/${name}.json`), 'utf8').includes(`"path": "${stated}"`), stated);
        const result = await ingest('run', `manifests/${name}.json`, '--store', name);
        assert.match(result.stdout, /read 2 = 公開 published 2/, result.stdout + result.stderr);
    }

    writeFileSync(join(folder, 'manifests/file.json'), 'worked on');
    const again = await ingest('draft', 'data/parks.csv', '-o', 'manifests/file.json');
    assert.equal(again.status, 1);
    assert.match(again.stderr, /'manifests\/file.json' はすでにあります.* is there already: name another with -o/);
    assert.equal(readFileSync(join(folder, 'manifests/file.json'), 'utf8'), 'worked on');
});

test('a folder with one table is drafted and published; of two, the complaint says what to write', async () => {
    const { folder, ingest } = place();
    mkdirSync(join(folder, 'handed in'));
    writeFileSync(join(folder, 'handed in/公園.csv'), parks(1, 2));
    writeFileSync(join(folder, 'handed in/はじめに.txt'), 'please read');
    const draft = await ingest('draft', 'handed in', '-o', 'draft.json');
    assert.equal(draft.status, 0, draft.stderr);
    const result = await ingest('run', 'draft.json', '--store', 'store');
    assert.match(result.stdout, /read 2 = 公開 published 2/, result.stdout + result.stderr);

    writeFileSync(join(folder, 'handed in/公園2.csv'), parks(3));
    const refused = await ingest('draft', 'handed in');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /公園\.csv, 公園2\.csv.*'handed in\/公園\.csv'/);
    assert.equal((await ingest('draft', 'handed in/公園2.csv')).status, 0, 'as the complaint said');
});

const halls = {
    type: 'FeatureCollection',
    features: [['001', '中央公民館', 34.71, 135.38], ['002', '北会館', 34.725, 135.39], ['003', '髙橋記念館', 34.73, 135.4]].map(([number, name, lat, lon]) => ({
        type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { 番号: number, 名称: name, 緯度: lat, 経度: lon },
    })),
};
const latin = ['-sql', 'SELECT "番号" AS number, "名称" AS name FROM "in"']; // GDAL's MapInfo driver spoils other names of columns
const formats = {
    gpkg: ['GPKG'], fgb: ['FlatGeobuf'], gml: ['GML'], kml: ['LIBKML'], geojsonl: ['GeoJSONSeq'], ods: ['ODS'], tsv: ['CSV', '-lco', 'SEPARATOR=TAB'],
    shp: ['ESRI Shapefile', '-lco', 'ENCODING=CP932'], tab: ['MapInfo File', '-lco', 'ENCODING=CP932', ...latin],
    mif: ['MapInfo File', '-dsco', 'FORMAT=MIF', '-lco', 'ENCODING=CP932', ...latin], dxf: ['DXF', '-select', ''], gpx: ['GPX', '-select', ''],
};

test('each format that cities have is drafted and published as it is: numbers, names, positions', async () => {
    const { folder, ingest } = place();
    writeFileSync(join(folder, 'in.geojson'), JSON.stringify(halls));
    const expected = halls.features.map(({ properties, geometry }) => [properties.番号, properties.名称, ...geometry.coordinates]);
    for (const [ending, [driver, ...options]] of Object.entries(formats)) {
        mkdirSync(join(folder, ending)); // ogr2ogr makes a folder of its own of some names
        const made = await run('ogr2ogr', ['-f', driver, ...options, `${ending}/halls.${ending}`, 'in.geojson'], { cwd: folder });
        assert.equal(made.status, 0, `${ending}: ${made.stderr}`);
        const draft = await ingest('draft', `${ending}/halls.${ending}`, '-o', `${ending}.json`);
        assert.equal(draft.status, 0, `${ending}: ${draft.stderr}`);
        const id = /"id": "([^"]+)"/.exec(readFileSync(join(folder, `${ending}.json`), 'utf8'))[1];
        const result = await ingest('run', `${ending}.json`, '--store', `store-${ending}`);
        assert.match(result.stdout, /read 3 = 公開 published 3/, `${ending}: ${result.stdout}${result.stderr}`);
        const { file } = snapshot(join(folder, `store-${ending}`), id);
        const { features } = JSON.parse(readFileSync(file(`downloads/${id}.geojson`)));
        const onlyPositions = ['dxf', 'gpx'].includes(ending);
        const found = features.map(({ properties, geometry }) => [...(onlyPositions ? [] : [properties.number, properties.name]), ...geometry.coordinates.map((degrees) => Math.round(degrees * 1e6) / 1e6)]);
        const wanted = onlyPositions ? expected.map(([, , ...position]) => position) : expected;
        assert.deepEqual(found.sort(), wanted, ending);
    }
});
