// The catalogue for harvesters is DCAT-AP 3: read as RDF by jsonld and N3 and held against shapes (dcat_ap.shapes.ttl) by a SHACL
// validator; and the map of the site leads to pages that are there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import jsonld from 'jsonld';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';
import { get, getJson } from './support/http.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { datasetsIn, snapshot } from './support/snapshots.mjs';

const store = tempFolder('machizu-store');
const shapes = new Store(new Parser().parse(readFileSync(new URL('dcat_ap.shapes.ttl', import.meta.url), 'utf8')));
let server;

before(async () => {
    await publish(store, sampleManifests());
    server = await serve(store, '--quiet');
});
after(() => server?.stop());

/** JSON-LD as a set of triples; nothing may be looked up on the network. */
async function triples(document) {
    const documentLoader = (url) => { throw new Error(`the context ${url} is not in the document`); };
    const quads = await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader });
    return new Store(new Parser({ format: 'application/n-quads' }).parse(quads));
}

const complaints = async (document) => new Validator(shapes).validate(await triples(document)).results
    .map(({ focusNode, path, message }) => `${focusNode?.value} ${path?.value}: ${message.map(({ value }) => value)}`);

test('the catalogue has all that DCAT-AP wants and recommends', async () => {
    const { headers, content } = await get(`${server.url}/catalog.jsonld`);
    assert.match(headers['content-type'], /^application\/ld\+json/);
    const document = JSON.parse(content);
    assert.deepEqual(await complaints(document), []);
    const graph = await triples(document);
    const described = graph.getSubjects('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'http://www.w3.org/ns/dcat#Dataset', null);
    assert.deepEqual(described.map(({ value }) => value).sort(), datasetsIn(store).map((id) => `${server.url}/api/collections/${id}`));
    const checksums = graph.getObjects(null, 'http://spdx.org/rdf/terms#checksumValue', null).map(({ value }) => value);
    const { info } = snapshot(store, 'turnout');
    for (const { download, sha256 } of info.files) if (download) assert.ok(checksums.includes(sha256), download);
});

test('each collection has a description of its own', async () => {
    for (const id of datasetsIn(store)) {
        const document = await getJson(`${server.url}/api/collections/${id}/dcat.jsonld`);
        assert.deepEqual(await complaints(document), [], id);
    }
});

test('the shapes complain where something is missing: else passing them would mean nothing', async () => {
    const document = await getJson(`${server.url}/catalog.jsonld`);
    const without = async (change) => {
        const copy = structuredClone(document);
        change(copy);
        return (await complaints(copy)).length;
    };
    assert.ok(await without((catalogue) => delete catalogue['dct:publisher']));
    assert.ok(await without((catalogue) => delete catalogue['dcat:dataset'][0]['dct:description']));
    assert.ok(await without((catalogue) => delete catalogue['dcat:dataset'][1]['dcat:distribution'][0]['dcat:accessURL']));
    assert.ok(await without((catalogue) => { catalogue['dcat:dataset'][2]['dcat:theme']['@id'] = 'http://example.jp/theme'; }));
    assert.ok(await without((catalogue) => { catalogue['dcat:service']['dcat:endpointURL'] = 'no address'; }));
});

test('the map of the site leads to all its pages, each once in each language', async () => {
    const addresses = (xml) => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address.replaceAll('&amp;', '&'));
    const robots = (await get(`${server.url}/robots.txt`)).content.toString();
    const [, index] = /^Sitemap: (.*)$/m.exec(robots);
    const pages = [];
    for (const part of addresses((await get(index)).content.toString())) {
        const { status, headers, content } = await get(part);
        assert.equal(status, 200, part);
        assert.match(headers['content-type'], /^application\/xml/);
        pages.push(...addresses(content.toString()));
    }
    assert.equal(new Set(pages).size, pages.length, 'each once');
    const features = datasetsIn(store).map((id) => snapshot(store, id).info).filter(({ manifest }) => manifest.view?.role !== 'base');
    const count = features.reduce((sum, info) => sum + info.count, 0);
    assert.equal(pages.filter((page) => page.includes('/f/')).length, 2 * count);
    for (const page of pages.filter((_, i) => i < 40 || i % 997 === 0)) {
        const { status, headers, content } = await get(page);
        assert.equal(status, 200, page);
        assert.match(headers['content-type'], /^text\/html/);
        const canonical = /<link rel="canonical" href="([^"]*)">/.exec(content.toString())?.[1].replaceAll('&amp;', '&');
        assert.equal(canonical, page, 'the page says that this is its address');
    }
});
