// What lies over the data: the feature whose panel is open, areas with counts, and what the user draws.

import type { SourceSpecification } from 'maplibre-gl';
import type { Feature } from './api';
import { alpha } from './colors';
import type { Ring } from './filters';
import { polygonOf } from './passing';
import { missingPattern } from './signs';
import { type Counted, type Drawn, type Expression, type Shown, type Theme, areas, fonts, points } from './style_parts';
import { geometryBbox } from './view';

const selection = 'selection'; // the source of the feature whose panel is open
const overlay = 'overlay'; // the source of areas with counts
const sketch = 'sketch'; // the source of what the user draws

export function overlaySources(shown: Shown): Record<string, SourceSpecification> {
    return {
        [selection]: geojson(selectedFeatures(shown.selected)),
        [overlay]: geojson(shown.counted?.areas ?? []),
        [`${overlay}-labels`]: geojson(shown.counted?.areas.map(labelPoint) ?? []),
        [sketch]: geojson(sketched(shown)),
    };
}

const geojson = (features: GeoJSON.Feature[]): SourceSpecification => ({ type: 'geojson', data: { type: 'FeatureCollection', features } });

export const overlayLayers = (shown: Shown, theme: Theme): Drawn[] => [...selectionLayers(theme), ...countedLayers(shown.counted, theme), ...sketchLayers(theme)];

function selectionLayers(theme: Theme): Drawn[] {
    const shared = { source: selection, floor: 'selection' as const };
    const round = { 'line-join': 'round', 'line-cap': 'round' } as const;
    return [
        { ...shared, id: 'selection/area', type: 'fill', filter: areas, paint: { 'fill-color': theme.selected, 'fill-opacity': 0.15 } },
        { ...shared, id: 'selection/halo', type: 'line', filter: ['!', points], layout: round, paint: { 'line-color': theme.halo, 'line-width': 7 } },
        { ...shared, id: 'selection/line', type: 'line', filter: ['!', points], layout: round, paint: { 'line-color': theme.selected, 'line-width': 3.5 } },
        {
            ...shared,
            id: 'selection/point',
            type: 'circle',
            filter: points,
            paint: {
                'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 9, 16, 14],
                'circle-color': alpha(theme.selected, 0.2),
                'circle-stroke-color': theme.selected,
                'circle-stroke-width': 3.5,
            },
        },
    ];
}

/** The numbers stand above all else that is written: they find room before the names do. */
function countedLayers(counted: Counted | undefined, theme: Theme): Drawn[] {
    if (!counted) return [];
    const { breaks, colors } = counted;
    const has: Expression = ['==', ['typeof', ['get', 'value']], 'number'];
    const color = breaks.length
        ? (['step', ['to-number', ['get', 'value'], 0], colors[0]!, ...breaks.flatMap((low, i) => [low, colors[i + 1]!])] as unknown as Expression)
        : colors[0]!;
    const shared = { source: overlay, floor: 'counted' as const };
    return [
        { ...shared, id: 'counted/area', type: 'fill', filter: has, paint: { 'fill-color': color, 'fill-opacity': 0.72 } },
        { ...shared, id: 'counted/pattern', type: 'fill', filter: ['!', has], paint: { 'fill-pattern': `pattern-${missingPattern}`, 'fill-opacity': 0.5 } },
        { ...shared, id: 'counted/outline', type: 'line', paint: { 'line-color': theme.halo, 'line-width': 1.2 } },
        {
            source: `${overlay}-labels`, floor: 'clear', id: 'counted/name', type: 'symbol',
            layout: { 'text-field': ['get', 'label'], 'text-font': fonts, 'text-size': 12.5, 'text-padding': 1 },
            paint: { 'text-color': theme.ink, 'text-halo-color': alpha(theme.halo, 0.9), 'text-halo-width': 1.6 },
        },
    ];
}

function sketchLayers(theme: Theme): Drawn[] {
    const shared = { source: sketch, floor: 'sketch' as const };
    return [
        { ...shared, id: 'sketch/area', type: 'fill', filter: areas, paint: { 'fill-color': theme.selected, 'fill-opacity': 0.08 } },
        { ...shared, id: 'sketch/halo', type: 'line', filter: ['!', points], paint: { 'line-color': theme.halo, 'line-width': 5 } },
        { ...shared, id: 'sketch/line', type: 'line', filter: ['!', points], paint: { 'line-color': theme.selected, 'line-width': 2.5, 'line-dasharray': [3, 1.5] } },
        { ...shared, id: 'sketch/point', type: 'circle', filter: points, paint: { 'circle-radius': 5, 'circle-color': theme.halo, 'circle-stroke-color': theme.selected, 'circle-stroke-width': 2.5 } },
    ];
}

function selectedFeatures(feature: Feature | undefined): GeoJSON.Feature[] {
    return feature?.geometry ? [{ type: 'Feature', geometry: feature.geometry, properties: {} }] : [];
}

/** Where an area's number stands: in the middle of its box, once, whatever tiles cut it. */
function labelPoint({ geometry, properties }: Counted['areas'][number]): GeoJSON.Feature {
    const [west, south, east, north] = geometryBbox(geometry) ?? [0, 0, 0, 0];
    return { type: 'Feature', geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] }, properties };
}

function sketched({ area, drawn }: Shown): GeoJSON.Feature[] {
    const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', geometry, properties: {} });
    const at = (ring: Ring) => ring.map(([lon, lat]) => [lon, lat]);
    const found: GeoJSON.Feature[] = [];
    if (area && !drawn) found.push(feature(polygonOf(area)));
    if (drawn && drawn.closed && drawn.line.length > 2) found.push(feature(polygonOf(drawn.line)));
    else if (drawn && drawn.line.length > 1) found.push(feature({ type: 'LineString', coordinates: at(drawn.line) }));
    if (drawn?.line.length) found.push(feature({ type: 'MultiPoint', coordinates: at(drawn.line) }));
    return found;
}
