// Heat: where cases lie close together, as warm for few cases as for many, and at every zoom.

import type { Collection, View } from './api';
import { alpha, heatColors } from './colors';
import { chosenFilter, passing, passingClusters } from './passing';
import { type Drawn, type Expression, type Shown, all, common, isCluster } from './style_parts';
import { viewOf } from './view';

export const heatEnd = 16; // the zoom at which heat has given way to single points
const cell = 32; // pixels between neighbouring clusters when a tile has its own zoom; twice that just before the next

export function heatLayer(collection: Collection, shown: Shown): Drawn {
    const view = viewOf(collection);
    const zooms = Array.from({ length: heatEnd + 1 }, (_, zoom) => zoom);
    const intensity = zooms.flatMap((zoom) => [zoom, heatIntensity(collection, zoom)]);
    return {
        ...common(collection, 'heat', shown),
        ...all(shown.filtered?.has(collection.id) ? chosenFilter(collection, shown.choices) : heatFilter(collection, shown)),
        type: 'heatmap',
        floor: 'heat',
        maxzoom: heatEnd,
        paint: {
            // By its root a cluster of hundreds does not drown one of ten.
            'heatmap-weight': ['sqrt', ['coalesce', ['get', 'point_count'], 1]],
            'heatmap-radius': heatRadius(collection.machizu.maxzoom),
            'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], ...intensity] as unknown as Expression,
            'heatmap-color': heatRamp(view) as unknown as Expression,
            'heatmap-opacity': ['interpolate', ['linear'], ['zoom'], heatEnd - 1, view.opacity ?? 0.85, heatEnd, 0],
        },
    };
}

/** Unfiltered tiles: clusters are no heat, single cases are. */
function heatFilter(collection: Collection, shown: Shown): Expression | undefined {
    const passes = passing(collection, shown);
    return passes && passingClusters(collection, shown) !== undefined ? (['all', ['!', isCluster], passes] as unknown as Expression) : passes;
}

/** Wide enough that neighbouring clusters melt into one another: it grows with the tile, and begins anew with the next. */
function heatRadius(maxzoom: number): Expression {
    const radius = 1.7 * cell;
    const stops: number[] = [];
    for (let zoom = 0; zoom < maxzoom; ++zoom) stops.push(zoom, radius, zoom + 0.99, 2 * radius);
    // Past the last tiles nothing new comes, and the spots keep their size on the ground.
    for (let zoom = maxzoom; zoom <= heatEnd; ++zoom) stops.push(zoom, radius * 2 ** (zoom - maxzoom));
    return ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as Expression;
}

/** So that a place of average density is as warm for ten cases a year as for ten thousand, and at every zoom. */
export function heatIntensity({ extent, machizu }: Collection, zoom: number): number {
    const box = extent?.spatial?.bbox?.[0] ?? [0, 0, 0, 0];
    const pixels = (512 * 2 ** Math.min(zoom, machizu.maxzoom)) / 360; // a degree of longitude; of latitude it is more
    const [width, height] = [(box[2]! - box[0]!) * pixels, (box[3]! - box[1]!) * pixels * 1.2];
    const mean = Math.max(1, machizu.count / Math.max(1, (0.5 * width * height) / cell ** 2));
    // Spots of weight 1 on every cell add up to 0.8 (MapLibre's kernel, the radius above). Single points have no root taken
    // of their number: the densest places are farther from the average, which must be cooler to leave room for them.
    return zoom < machizu.maxzoom ? 0.3 / (0.8 * Math.sqrt(mean)) : 0.1 / (0.8 * mean);
}

function heatRamp(view: View): unknown[] {
    const colors = heatColors(view);
    const stops = colors.flatMap((color, i) => [0.12 + (0.88 * i) / (colors.length - 1), color]);
    return ['interpolate', ['linear'], ['heatmap-density'], 0, alpha(colors[0]!, 0), ...stops];
}
