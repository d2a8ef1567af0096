// Maps that others make with what the server offers: MapLibre GL JS and OpenLayers, each on a page of another origin.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, base, launch } from './support/page.mjs';
import { foreignPage } from './support/foreign_page.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A box in the middle of another, so many times smaller. */
function middleOf([west, south, east, north], times) {
    const [x, y, halfWidth, halfHeight] = [(west + east) / 2, (south + north) / 2, (east - west) / times / 2, (north - south) / times / 2];
    return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

const idsIn = async (id, box) => {
    const { features, numberMatched } = await api(`api/collections/${id}/items?limit=10000&bbox=${box}`);
    assert.equal(features.length, numberMatched);
    return features.map((feature) => feature.id);
};
const boxOf = async (id) => (await api(`api/collections/${id}`)).extent.spatial.bbox[0];

test('MapLibre draws a dataset from its TileJSON, and on the screen is what the API finds there', async () => {
    const { page, close } = await foreignPage(browser, `
        import { Map, setWorkerUrl } from 'maplibre-gl';
        setWorkerUrl('/worker.js');
        const tilejson = await (await fetch('${base}tiles/sewer-manholes.json')).json();
        const [{ id }] = tilejson.vector_layers;
        const map = new Map({
            container: 'map', center: tilejson.center.slice(0, 2), zoom: 16, attributionControl: { compact: false },
            style: {
                version: 8,
                sources: { city: { type: 'vector', url: '${base}tiles/sewer-manholes.json' } },
                layers: [{ id: 'points', type: 'circle', source: 'city', 'source-layer': id, paint: { 'circle-color': '#c00' } }],
            },
        });
        map.once('idle', () => {
            window.drawn = map.queryRenderedFeatures({ layers: ['points'] }).map(({ properties }) => properties.feature_id);
            window.bounds = map.getBounds().toArray().flat();
            window.ready = true;
        });`);
    const [drawn, bounds, attribution] = await page.evaluate(() => [window.drawn, window.bounds, globalThis.document.querySelector('.maplibregl-ctrl-attrib').textContent]);
    const inside = await idsIn('sewer-manholes', middleOf(bounds, 1.05)); // at the edge a circle is half there
    assert.ok(inside.length > 20, `${inside.length} features`);
    assert.deepEqual(inside.filter((id) => !drawn.includes(id)), []);
    const around = await idsIn('sewer-manholes', middleOf(bounds, 0.95));
    assert.deepEqual(drawn.filter((id) => !around.includes(id)), []);
    assert.ok(attribution.length > 5, 'the attribution of the TileJSON is shown');
    assert.deepEqual(await close(), []);
});

/** What every page with OpenLayers does: a map of one layer, zoomed to a box, and how much of the canvas has colour once it is drawn. */
const openLayers = (layer, box) => `
    import Map from 'ol/Map.js';
    import View from 'ol/View.js';
    import { transformExtent } from 'ol/proj.js';
    ${layer}
    const map = new Map({ target: 'map', layers: [layer], controls: [], view: new View({ center: [0, 0], zoom: 1 }) });
    const extent = transformExtent(${JSON.stringify(box)}, 'EPSG:4326', 'EPSG:3857');
    map.getView().fit(extent);
    map.on('rendercomplete', () => {
        const found = features(layer, extent);
        if (found.length === 0) return; // drawn before anything came
        const canvas = document.querySelector('canvas');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        window.coloured = pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
        window.found = found;
        window.ready = true;
    });`;

async function drawnByOpenLayers(layer, box) {
    const { page, close } = await foreignPage(browser, openLayers(layer, box));
    const [found, coloured] = await page.evaluate(() => [window.found, window.coloured]);
    assert.ok(coloured > 500, `${coloured} pixels have a colour`);
    assert.deepEqual(await close(), []);
    return [...new Set(found)].sort();
}

const vectorTiles = (options) => `
    import VectorTileLayer from 'ol/layer/VectorTile.js';
    import OGCVectorTile from 'ol/source/OGCVectorTile.js';
    import MVT from 'ol/format/MVT.js';
    const layer = new VectorTileLayer({ source: new OGCVectorTile({ format: new MVT(), ${options} }) });
    const features = (layer, extent) => layer.getFeaturesInExtent(extent).map((feature) => feature.get('layer') + ' ' + feature.get('feature_id'));`;

test('OpenLayers draws the tiles of a collection that it finds by OGC API Tiles', async () => {
    const found = await drawnByOpenLayers(vectorTiles(`url: '${base}api/collections/polling-districts/tiles/WebMercatorQuad'`), await boxOf('polling-districts'));
    const { features } = await api('api/collections/polling-districts/items?limit=1000');
    assert.deepEqual(found.filter((each) => each.startsWith('polling-districts ')), features.map(({ id }) => `polling-districts ${id}`).sort());
});

test('OpenLayers draws several collections from one tileset of all', async () => {
    const collections = ['polling-districts', 'city-boundary'];
    const found = await drawnByOpenLayers(vectorTiles(`url: '${base}api/tiles/WebMercatorQuad', collections: ${JSON.stringify(collections)}`), await boxOf('polling-districts'));
    assert.deepEqual([...new Set(found.map((each) => each.split(' ')[0]).filter((name) => !/-(labels|tile)$/.test(name)))].sort(), collections.sort());
});

test('OpenLayers draws the features that it asks for by OGC API Features, a box at a time, in its own projection', async () => {
    const box = middleOf(await boxOf('sewer-pipes'), 8);
    const found = await drawnByOpenLayers(`
        import VectorLayer from 'ol/layer/Vector.js';
        import VectorSource from 'ol/source/Vector.js';
        import GeoJSON from 'ol/format/GeoJSON.js';
        import { bbox } from 'ol/loadingstrategy.js';
        const metres = encodeURIComponent('http://www.opengis.net/def/crs/EPSG/0/3857');
        const url = (extent) => '${base}api/collections/sewer-pipes/items?limit=10000&crs=' + metres + '&bbox-crs=' + metres + '&bbox=' + extent;
        const source = new VectorSource({ format: new GeoJSON({ dataProjection: 'EPSG:3857' }), url, strategy: bbox });
        const layer = new VectorLayer({ source });
        const features = (layer, extent) => source.getFeatures().filter((feature) => feature.getGeometry().intersectsExtent(extent)).map((feature) => feature.getId());`,
    box);
    assert.ok(found.length > 20, `${found.length} features`);
    assert.deepEqual(found, (await idsIn('sewer-pipes', box)).sort());
});
