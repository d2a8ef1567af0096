// The abstract tests of OGC API - Tiles - Part 1 (20-057), class by class: what is asked for, and what is checked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get, getJson } from './support/http.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { decode } from './support/tiles.mjs';

const ogc = 'http://www.opengis.net';
const rel = (name) => `${ogc}/def/rel/ogc/1.0/${name}`;
const matrixSet = `${ogc}/def/tilematrixset/OGC/1.0/WebMercatorQuad`;
const mvtType = 'application/vnd.mapbox-vector-tile';
const id = 'polling-districts';
const store = tempFolder('machizu-store');
let server;

before(async () => {
    await publish(store, sampleManifests());
    server = await serve(store);
});
after(() => server?.stop());

const api = (path) => `${server.url}/api${path}`;
const linked = (links, name, type) => links.filter((link) => link.rel === name && (!type || link.type === type));
const one = (links, name, type) => {
    const found = linked(links, name, type);
    assert.equal(found.length, 1, `one link ${name}`);
    return found[0];
};
const filled = (template, { tileMatrix, tileRow, tileCol }) => template.replace('{tileMatrix}', tileMatrix).replace('{tileRow}', tileRow).replace('{tileCol}', tileCol);
const limitsAt = (tileset, zoom) => tileset.tileMatrixSetLimits.find(({ tileMatrix }) => tileMatrix === String(zoom));
const places = { collection: `/collections/${id}/tiles`, dataset: '/tiles' };

async function tileset(place) {
    return getJson(api(`${place}/WebMercatorQuad`));
}

async function firstTile(place, zoom = 12) {
    const description = await tileset(place);
    const { href } = one(description.links, 'item', mvtType);
    const limits = limitsAt(description, zoom);
    for (let tileRow = limits.minTileRow; tileRow <= limits.maxTileRow; ++tileRow) {
        for (let tileCol = limits.minTileCol; tileCol <= limits.maxTileCol; ++tileCol) {
            const response = await get(filled(href, { tileMatrix: zoom, tileRow, tileCol }));
            if (response.status === 200) return { response, zoom, tileRow, tileCol, href };
        }
    }
    return assert.fail(`no tile at zoom ${zoom}`);
}

/** Both kinds of resource that have tiles here. */
const both = (check) => async () => {
    for (const place of Object.values(places)) await check(place);
};

const table = [
    ['/req/core/conformance-success', 'GET /api/conformance', 'lists the classes that are there', async () => {
        const { conformsTo } = await getJson(api('/conformance'));
        for (const name of ['core', 'tileset', 'tilesets-list', 'dataset-tilesets', 'geodata-tilesets', 'collections-selection', 'mvt', 'oas30']) {
            assert.ok(conformsTo.includes(`${ogc}/spec/ogcapi-tiles-1/1.0/conf/${name}`), name);
        }
    }],
    ['/req/core/tc-op', 'GET the template with its variables filled', 'is a tile', both(async (place) => {
        const { response } = await firstTile(place);
        assert.equal(response.headers['content-type'], mvtType);
    })],
    ['/req/core/tc-tilematrix-definition', 'GET …/{tileMatrix}/… with 12, 99, x, -1', 'only what the matrix set has', both(async (place) => {
        const { tileRow, tileCol, href } = await firstTile(place);
        for (const tileMatrix of ['99', 'x', '-1', '1e1', '']) assert.ok([400, 404].includes((await get(filled(href, { tileMatrix, tileRow, tileCol }))).status), tileMatrix);
    })],
    ['/req/core/tc-tilerow-definition', 'GET …/{tileRow}/… out of range', '404 or 400', both(async (place) => {
        const { tileCol, href } = await firstTile(place);
        for (const tileRow of ['4096', 'x', '-1']) assert.ok([400, 404].includes((await get(filled(href, { tileMatrix: 12, tileRow, tileCol }))).status), tileRow);
    })],
    ['/req/core/tc-tilecol-definition', 'GET …/{tileCol} out of range', '404 or 400', both(async (place) => {
        const { tileRow, href } = await firstTile(place);
        for (const tileCol of ['4096', 'x', '-1']) assert.ok([400, 404].includes((await get(filled(href, { tileMatrix: 12, tileRow, tileCol }))).status), tileCol);
    })],
    ['/req/core/tc-success', 'GET a tile', 'is a tile with features that reach into it', both(async (place) => {
        const { response } = await firstTile(place);
        const layers = Object.values(decode(response.content).layers);
        assert.ok(layers.length > 0);
        for (const layer of layers) {
            for (let i = 0; i < layer.length; ++i) {
                const points = layer.feature(i).loadGeometry().flat();
                const reach = (axis) => [Math.min(...points.map((p) => p[axis])), Math.max(...points.map((p) => p[axis]))];
                for (const axis of ['x', 'y']) assert.ok(reach(axis)[0] <= layer.extent + 64 && reach(axis)[1] >= -64);
            }
        }
    })],
    ['/req/core/tc-error A', 'GET a tile beyond the limits', '404', both(async (place) => {
        const description = await tileset(place);
        const { href } = one(description.links, 'item', mvtType);
        const limits = limitsAt(description, 12);
        const beyond = [{ tileRow: 0, tileCol: 0 }, { tileRow: limits.maxTileRow + 1, tileCol: limits.minTileCol }, { tileRow: limits.minTileRow, tileCol: limits.minTileCol - 1 }];
        for (const place of beyond) assert.equal((await get(filled(href, { tileMatrix: 12, ...place }))).status, 404, JSON.stringify(place));
    })],
    ['/req/core/tc-error B', 'GET every tile within the limits', '200, or 204 without content', both(async (place) => {
        const description = await tileset(place);
        const { href } = one(description.links, 'item', mvtType);
        for (const zoom of [10, 12, 13]) {
            const limits = limitsAt(description, zoom);
            for (let tileRow = limits.minTileRow; tileRow <= limits.maxTileRow; ++tileRow) {
                for (let tileCol = limits.minTileCol; tileCol <= limits.maxTileCol; ++tileCol) {
                    const { status, raw } = await get(filled(href, { tileMatrix: zoom, tileRow, tileCol }));
                    assert.ok(status === 200 ? raw.length > 0 : status === 204 && raw.length === 0, `${zoom}/${tileRow}/${tileCol}: ${status}`);
                }
            }
        }
    })],
    ['/req/tileset/description A, C', 'GET …/tiles/WebMercatorQuad', 'tileset metadata, of the registered matrix set', both(async (place) => {
        const response = await get(api(`${place}/WebMercatorQuad`), { accept: 'application/json' });
        assert.equal(response.status, 200);
        assert.match(response.headers['content-type'], /^application\/json/);
        const description = JSON.parse(response.content);
        assert.deepEqual([description.dataType, description.crs, description.tileMatrixSetURI], ['vector', `${ogc}/def/crs/EPSG/0/3857`, matrixSet]);
        for (const { tileMatrix, minTileRow, maxTileRow, minTileCol, maxTileCol } of description.tileMatrixSetLimits) {
            const last = 2 ** Number(tileMatrix) - 1;
            assert.ok(minTileRow >= 0 && minTileRow <= maxTileRow && maxTileRow <= last && minTileCol >= 0 && minTileCol <= maxTileCol && maxTileCol <= last, tileMatrix);
        }
        for (const layer of description.layers) assert.ok(layer.id && layer.dataType === 'vector' && layer.propertiesSchema.type === 'object');
        assert.equal(description.boundingBox.lowerLeft.length, 2);
    })],
    ['/req/tileset/description D', 'GET the link tiling-scheme', 'the definition of the matrix set', both(async (place) => {
        const { links } = await tileset(place);
        const set = await getJson(one(links, rel('tiling-scheme')).href);
        assert.equal(set.id, 'WebMercatorQuad');
        assert.equal(set.tileMatrices.length, 25);
        for (const [zoom, matrix] of set.tileMatrices.entries()) {
            assert.deepEqual([matrix.id, matrix.matrixWidth, matrix.matrixHeight, matrix.tileWidth], [String(zoom), 2 ** zoom, 2 ** zoom, 256]);
            assert.ok(Math.abs(matrix.scaleDenominator - 559082264.028717 / 2 ** zoom) < 1e-5, `${matrix.scaleDenominator}`);
            assert.ok(Math.abs(matrix.cellSize - 156543.033928041 / 2 ** zoom) < 1e-8);
            assert.ok(matrix.pointOfOrigin.every((at, i) => Math.abs(at - [-20037508.3427892, 20037508.3427892][i]) < 1e-6));
        }
    })],
    ['/req/tileset/description E, F, G', 'GET …/tiles/WebMercatorQuad', 'a template for each media type', both(async (place) => {
        const { links, mediaTypes } = await tileset(place);
        const items = linked(links, 'item');
        assert.deepEqual(items.map(({ type }) => type), mediaTypes);
        for (const { href, templated } of items) {
            assert.equal(templated, true);
            for (const name of ['tileMatrix', 'tileRow', 'tileCol']) assert.ok(href.includes(`{${name}}`), name);
        }
        const { zoom, tileRow, tileCol } = await firstTile(place);
        for (const { href, type } of items) assert.equal((await get(filled(href, { tileMatrix: zoom, tileRow, tileCol }))).headers['content-type'], type);
    })],
    ['/req/tilesets-list/tileset-links', 'GET …/tiles', 'each tileset with dataType, crs, self and tiling-scheme', both(async (place) => {
        const { tilesets } = await getJson(api(place));
        assert.ok(tilesets.length >= 1);
        for (const { dataType, crs, tileMatrixSetURI, links } of tilesets) {
            assert.deepEqual([dataType, crs, tileMatrixSetURI], ['vector', `${ogc}/def/crs/EPSG/0/3857`, matrixSet]);
            const self = one(links, 'self');
            assert.equal(self.href, api(`${place}/WebMercatorQuad`));
            assert.equal((await get(self.href)).status, 200);
            assert.equal((await get(one(links, rel('tiling-scheme')).href)).status, 200);
        }
    })],
    ['/req/dataset-tilesets/landingpage', 'GET /api', 'a link tilesets-vector', async () => {
        const { links } = await getJson(api(''));
        assert.equal(one(links, rel('tilesets-vector')).href, api('/tiles'));
        const sets = await getJson(one(links, rel('tiling-schemes')).href);
        assert.deepEqual(sets.tileMatrixSets.map(({ id, uri }) => [id, uri]), [['WebMercatorQuad', matrixSet]]);
    }],
    ['/req/dataset-tilesets/operation', 'GET /api/tiles', 'a list of tilesets', async () => {
        assert.equal((await get(api('/tiles'))).status, 200);
    }],
    ['/req/geodata-tilesets/desc-links', 'GET /api/collections', 'collections with tiles link to them', async () => {
        const { collections } = await getJson(api('/collections'));
        const without = collections.filter(({ links }) => linked(links, rel('tilesets-vector')).length === 0).map(({ machizu }) => machizu.geometry);
        assert.ok(without.every((geometry) => geometry === 'none'), String(without));
        for (const { links } of collections) {
            for (const { href } of linked(links, rel('tilesets-vector'))) assert.equal((await get(href)).status, 200, href);
        }
    }],
    ['/req/geodata-tilesets/operation', 'GET /api/collections/{id}/tiles', 'a list of tilesets', async () => {
        assert.equal((await get(api(places.collection))).status, 200);
        assert.equal((await get(api('/collections/nothing/tiles'))).status, 404);
        assert.equal((await get(api(`${places.collection}/WorldCRS84Quad`))).status, 404);
    }],
    ['/req/collections-selection/query-collections', 'GET /api/tiles/WebMercatorQuad?collections=', 'only those, in that order', async () => {
        const wanted = ['turnout', id];
        const description = await getJson(api(`/tiles/WebMercatorQuad?collections=${wanted}`));
        const layers = description.layers.map((layer) => layer.id.replace(/-(labels|tile)$/, ''));
        assert.deepEqual([...new Set(layers)], wanted);
        assert.ok(linked(description.links, 'item').every(({ href }) => href.includes(`collections=${wanted}`)));
    }],
    ['/req/collections-selection/collections-response', 'GET a tile with collections=', 'the layers of those, in that order', async () => {
        const { zoom, tileRow, tileCol } = await firstTile(places.collection);
        for (const wanted of [['turnout', id], [id, 'turnout'], [id]]) {
            const { content } = await get(api(`/tiles/WebMercatorQuad/${zoom}/${tileRow}/${tileCol}?collections=${wanted}`));
            const names = Object.keys(decode(content).layers).map((name) => name.replace(/-labels$/, ''));
            assert.deepEqual([...new Set(names)], wanted);
        }
        const wrong = await get(api('/tiles/WebMercatorQuad?collections=turnout,nothing'));
        assert.deepEqual([wrong.status, JSON.parse(wrong.content).parameter], [400, 'collections']);
    }],
    ['/req/collections-selection/collections-response', 'GET a tile that the limits of all contain and those of collections= do not', '204', async () => {
        // OpenLayers reads the limits of all and adds `collections` to the tiles alone.
        const { zoom, tileRow, tileCol } = await firstTile(places.collection, 13);
        const alone = limitsAt(await tileset('/collections/base-stations/tiles'), zoom);
        assert.ok(alone === undefined || tileRow < alone.minTileRow || tileRow > alone.maxTileRow || tileCol < alone.minTileCol || tileCol > alone.maxTileCol);
        for (const [each, status] of [['base-stations', 204], [id, 200]]) {
            assert.equal((await get(api(`/tiles/WebMercatorQuad/${zoom}/${tileRow}/${tileCol}?collections=${each}`))).status, status, each);
        }
        assert.equal((await get(api(`/tiles/WebMercatorQuad/${zoom}/0/0?collections=${id}`))).status, 404);
    }],
    ['/req/mvt/content', 'GET a tile', 'one MVT, whose grid is the tile', async () => {
        const { response, zoom, tileRow, tileCol } = await firstTile(places.collection);
        const other = await get(`${server.url}/tiles/${id}/${zoom}/${tileCol}/${tileRow}`);
        assert.deepEqual(response.content, other.content);
        const layer = decode(response.content).layers[id];
        const [west, north] = [tileCol, tileRow].map((at) => at / 2 ** zoom);
        const { features } = await getJson(api(`/collections/${id}/items?limit=1000`));
        for (let i = 0; i < layer.length; ++i) { // within a degree box of the feature itself
            const feature = layer.feature(i);
            const [lon, lat] = [feature.toGeoJSON(tileCol, tileRow, zoom).geometry.coordinates].flat(9);
            const positions = features.find(({ properties }) => Object.entries(feature.properties).every(([k, v]) => k === 'feature_id' || properties[k] === undefined || properties[k] === v));
            assert.ok(positions && west >= 0 && north >= 0);
            const flat = JSON.stringify(positions.geometry.coordinates).match(/-?[\d.]+/g).map(Number);
            const lons = flat.filter((_, k) => k % 2 === 0);
            const lats = flat.filter((_, k) => k % 2 === 1);
            const slack = 0.01;
            assert.ok(lon >= Math.min(...lons) - slack && lon <= Math.max(...lons) + slack && lat >= Math.min(...lats) - slack && lat <= Math.max(...lats) + slack);
        }
    }],
    ['/req/oas30/operation-id', 'GET /api/openapi.json', 'operations are named as the standard says', async () => {
        const { paths } = await getJson(api('/openapi.json'));
        const names = Object.values(paths).map(({ get: operation }) => operation.operationId);
        for (const ending of ['getTileMatrixSetsList', 'getTileMatrixSet', '.collection.vector.getTileSetsList', '.collection.vector.getTileSet',
            '.collection.vector.getTile', '.dataset.vector.getTileSetsList', '.dataset.vector.getTileSet', '.dataset.vector.getTile']) {
            assert.ok(names.some((name) => name.endsWith(ending)), ending);
        }
        assert.equal(new Set(names).size, names.length, 'each once');
    }],
];

for (const [requirement, request, checked, check] of table) {
    test(`${requirement}: ${request}: ${checked}`, check);
}
