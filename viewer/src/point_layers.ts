// Points: circles, the letters in them, and clusters with their counts.

import type { FilterSpecification } from 'maplibre-gl';
import type { Collection } from './api';
import { colorExpression } from './color_expression';
import { alpha, inkOn } from './colors';
import { heatEnd } from './heat_layer';
import { marks } from './legend';
import { passing, passingClusters } from './passing';
import { type Drawn, type Expression, type Floor, type Shown, type Theme, all, common, fonts, growing, isCluster, isCounted } from './style_parts';
import { colorOf, isBase, viewOf } from './view';

export function pointLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    const base = isBase(collection);
    const chosen = passing(collection, shown);
    const floor: Floor = base ? 'ground-point' : 'point';
    const circle: Drawn = {
        ...common(collection, 'point', shown),
        ...all(kind, chosen, ['!', isCluster]),
        type: 'circle',
        floor,
        paint: {
            'circle-color': colorExpression(collection),
            'circle-radius': growing(view.radius ?? 6),
            'circle-stroke-color': view.outline ?? theme.halo,
            'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0.8, 15, 1.8],
            'circle-opacity': view.opacity ?? 1,
        },
    };
    if (view.style === 'heat') {
        // Single cases appear where the heat has thinned out, so that they can be opened.
        return [{ ...circle, minzoom: Math.max(heatEnd - 1, view.minzoom ?? 0) } as Drawn];
    }
    const clusters = isCounted(collection, shown) ? [] : clusterLayers(collection, all(kind, passingClusters(collection, shown), isCluster), floor, shown, theme);
    return [circle, ...(base ? [] : markLayers(circle, collection)), ...clusters, ...keepClear(circle, collection)];
}

/** A letter in each circle, the same as in the legend: the second sign of points by category or class. */
function markLayers(circle: Drawn, collection: Collection): Drawn[] {
    const view = viewOf(collection);
    const letters = marks(collection);
    if (!view.field || letters.length === 0) return [];
    const { floor, paint: _, layout, ...shared } = circle as Extract<Drawn, { type: 'circle' }>;
    const value: Expression = ['get', view.field];
    const letter = view.style === 'categories'
        ? ['match', ['to-string', value], ...view.categories!.flatMap((category, i) => [String(category.value), letters[i]!]), '']
        : ['case', ['has', view.field], ['step', ['to-number', value], letters[0]!, ...view.breaks!.flatMap((low, i) => [low, letters[i + 1]!])], ''];
    const light = (hex: string) => inkOn(hex);
    return [{
        ...shared,
        id: `${collection.id}/mark`,
        type: 'symbol',
        floor,
        minzoom: Math.max(15, view.minzoom ?? 0),
        layout: {
            ...layout, 'text-field': letter as unknown as Expression, 'text-font': fonts, 'text-size': growing((view.radius ?? 6) * 1.35),
            'text-allow-overlap': true, 'text-ignore-placement': true,
        },
        paint: { 'text-color': colorExpression(collection, light) },
    }];
}

/** Unseen letters as large as the points: names make room for letters, but know nothing of circles. */
function keepClear(circle: Drawn, { id, machizu }: Collection): Drawn[] {
    if (machizu.count > 2000) return []; // so many points that names would find no room at all
    const { floor: _, paint: __, layout, ...shared } = circle as Extract<Drawn, { type: 'circle' }>;
    const unseen: Drawn = {
        ...shared,
        id: `${id}/clear`,
        type: 'symbol',
        floor: 'clear',
        layout: { ...layout, 'text-field': '●', 'text-font': fonts, 'text-size': 12, 'text-allow-overlap': true },
        paint: { 'text-opacity': 0 },
    };
    return [unseen];
}

/** Tiles of low zooms carry clusters whatever the view's style is: a count must never look like a single thing. */
function clusterLayers(
    collection: Collection, filter: { filter?: FilterSpecification }, floor: Floor, shown: Shown, theme: Theme,
): Drawn[] {
    const color = colorOf(collection);
    const shared = common(collection, 'count', shown);
    const radius = ['step', ['get', 'point_count'], 13, 10, 16, 100, 20, 1000, 26] as unknown as Expression;
    return [
        {
            ...common(collection, 'cluster', shown),
            ...filter,
            type: 'circle',
            floor,
            paint: {
                'circle-color': color,
                'circle-opacity': 0.92,
                'circle-radius': radius,
                'circle-stroke-color': alpha(theme.halo, 0.75),
                'circle-stroke-width': 3,
            },
        },
        {
            ...shared,
            ...filter,
            type: 'symbol',
            floor,
            layout: {
                ...shared.layout,
                'text-field': ['to-string', ['get', 'point_count']],
                'text-font': fonts,
                'text-size': ['step', ['get', 'point_count'], 13, 100, 14] as unknown as Expression,
                'text-allow-overlap': true,
                'text-ignore-placement': true,
            },
            paint: { 'text-color': inkOn(color) },
        },
    ];
}
