// Collections and what the user chose, as a MapLibre style. Pure; node tests it.
//
// The style is made whole on every change and MapLibre applies the difference, so what is drawn never depends on the
// order of clicks. Layers stand in floors, lowest first:
//
//   background, ground areas, ground lines, ground points, areas, counts, lines, heat, points, selection, sketch, names
//
// Within a floor of data the collection with the lowest `order`, first in the list, is drawn last, on top. The ground is
// painted in its order, lowest first.


import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Collection } from './api';
import { areaLayers } from './area_layers';
import { heatLayer } from './heat_layer';
import { lineLayers } from './line_layers';
import { nameLayers } from './name_layers';
import { overlayLayers, overlaySources } from './overlay_layers';
import { pointLayers } from './point_layers';
import { type Drawn, type Shown, type Theme, areas, floors, lines, points } from './style_parts';
import { bboxOf, byOrder, isBase, viewOf } from './view';

const day: Theme = { dark: false, land: '#f3f1ea', ink: '#22303c', halo: '#ffffff', selected: '#d9480f' };
const night: Theme = { dark: true, land: '#27313b', ink: '#e4eaf0', halo: '#10161d', selected: '#ffb454' };

export function mapStyle(collections: Collection[], shown: Shown, tiles: (collection: Collection, cql?: string) => string): StyleSpecification {
    const theme = shown.dark ? night : day;
    const drawn = collections.filter((collection) => collection.machizu.geometry !== 'none' && !(shown.base && isBase(collection)));
    const ground = byOrder(drawn.filter(isBase));
    const data = byOrder(drawn.filter((collection) => !isBase(collection))).reverse();
    const layers = [...ground, ...data].flatMap((collection) => layersOf(collection, shown, theme));
    layers.push(...overlayLayers(shown, theme));
    if (shown.base) layers.push({ id: 'base-raster', type: 'raster', source: 'base-raster', floor: 'raster' });
    return {
        version: 8,
        sources: {
            ...Object.fromEntries(drawn.map((collection) => [collection.id, sourceOf(collection, tiles(collection, shown.filtered?.get(collection.id)))])),
            ...overlaySources(shown),
            ...(shown.base && { 'base-raster': { type: 'raster', tiles: [shown.base.tiles], tileSize: 256, maxzoom: shown.base.maxzoom } as SourceSpecification }),
        },
        layers: [
            { id: 'background', type: 'background', paint: { 'background-color': theme.land } },
            ...floors.flatMap((floor) => layers.filter((layer) => layer.floor === floor).map(withoutFloor)),
        ],
    };
}

function withoutFloor({ floor: _, ...layer }: Drawn): LayerSpecification {
    return layer as LayerSpecification;
}

function sourceOf(collection: Collection, tiles: string): SourceSpecification {
    const { minzoom, maxzoom } = collection.machizu;
    const bounds = bboxOf(collection);
    return { type: 'vector', tiles: [tiles], minzoom, maxzoom, ...(bounds && { bounds }) };
}

function layersOf(collection: Collection, shown: Shown, theme: Theme): Drawn[] {
    const { geometry } = collection.machizu;
    const mixed = geometry === 'mixed';
    const { style } = viewOf(collection);
    const parts: Drawn[] = [];
    if (geometry === 'polygon' || mixed) parts.push(...areaLayers(collection, mixed ? areas : undefined, shown, theme));
    if (geometry === 'line' || mixed) parts.push(...lineLayers(collection, mixed ? lines : undefined, shown, theme));
    if (geometry === 'point' || mixed) {
        if (style === 'heat' && !shown.counted) parts.push(heatLayer(collection, shown));
        parts.push(...pointLayers(collection, mixed ? points : undefined, shown, theme));
    }
    return [...parts, ...nameLayers(collection, shown, theme)];
}
