// Names of features, where they find room.

import type { Collection } from './api';
import { alpha, mix } from './colors';
import { passing } from './passing';
import { type Drawn, type Expression, type Shown, type Theme, all, common, fonts, isCluster } from './style_parts';
import { isBase, viewOf } from './view';

export function nameLayers(collection: Collection, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    if (!view.label) return [];
    const { geometry, count } = collection.machizu;
    const polygon = geometry === 'polygon';
    const base = isBase(collection);
    const shared = common(collection, 'name', shown);
    const size = base || polygon ? 12.5 : 12;
    const name: Expression = ['to-string', ['get', view.label]];
    return [
        {
            ...shared,
            'source-layer': polygon ? `${collection.id}-labels` : collection.id,
            ...all(passing(collection, shown), ['!', isCluster]),
            minzoom: Math.max(view.minzoom ?? 0, nameZoom(geometry, count, base)),
            type: 'symbol',
            floor: 'name',
            layout: {
                ...shared.layout,
                'text-field': name,
                'text-font': fonts,
                'text-size': ['interpolate', ['linear'], ['zoom'], 11, size - 1.5, 16, size + 1.5],
                'text-max-width': 8,
                'text-padding': 4,
                ...(geometry === 'line' && { 'symbol-placement': 'line' as const, 'symbol-spacing': 350 }),
                ...(geometry === 'point' && { 'text-variable-anchor': beside, 'text-radial-offset': 0.9 }),
                ...(polygon && { 'text-variable-anchor': [...inside], 'text-radial-offset': 1.2 }),
            },
            paint: {
                'text-color': base ? mix(theme.ink, theme.land, 0.3) : theme.ink,
                'text-halo-color': alpha(theme.halo, 0.9),
                'text-halo-width': 1.6,
            },
        },
    ];
}

const beside = ['top', 'bottom', 'left', 'right'] as ('top' | 'bottom' | 'left' | 'right')[];
const inside = ['center', ...beside] as ('center' | 'top')[];

/** Names come in when they have room: the more features, the closer. Names of areas find their room by themselves. */
function nameZoom(geometry: string, count: number, base: boolean): number {
    if (geometry === 'polygon') return count > 200 ? 12 : 0;
    if (count > 1000) return base ? 14 : 17;
    return count > 100 ? 15 : count > 30 ? 13 : base ? 9 : 12;
}
