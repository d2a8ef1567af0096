// What the layers of the map's style are made of, whatever they draw.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Collection, Feature } from './api';
import type { Ring, Wishes } from './filters';
import { viewOf } from './view';

/** CSS names of fonts the reader's device has: without `glyphs` MapLibre draws every character in the browser. */
export const fonts = ['IPAexGothic', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'sans-serif'];

/** Areas with a number each; null and `suppressed` are shown as what they are, not as zero. */
export interface Counted {
    of: string; // the collection whose features are counted
    areas: GeoJSON.Feature<GeoJSON.Geometry, { value: number | null; label: string; suppressed: boolean; key: string }>[];
    breaks: number[];
    colors: string[];
}

export interface Basemap {
    id: string;
    tiles: string;
    maxzoom: number;
}

export interface Shown {
    visible: ReadonlySet<string>;
    choices: Readonly<Record<string, string>>;
    selected: Feature | undefined;
    dark: boolean;
    wishes?: Readonly<Record<string, Wishes>>;
    filtered?: ReadonlyMap<string, string>; // CQL2 of the collections whose tiles the server filters
    area?: Ring | undefined;
    drawn?: { line: Ring; closed: boolean } | undefined;
    counted?: Counted | undefined;
    base?: Basemap | undefined;
}

export type Drawn = LayerSpecification & { floor: Floor };

export const floors = [
    'raster', 'ground-area', 'ground-line', 'ground-point', 'area', 'counted', 'line', 'heat', 'point', 'selection', 'sketch', 'name', 'clear',
] as const;

export type Floor = (typeof floors)[number];
export type Expression = ExpressionSpecification;

export interface Theme {
    dark: boolean;
    land: string;
    ink: string;
    halo: string;
    selected: string;
}

export const areas: Expression = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]];
export const lines: Expression = ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]];
export const points: Expression = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];
export const isCluster: Expression = ['has', 'point_count'];

export const all = (...filters: (Expression | undefined)[]): { filter?: FilterSpecification } => {
    const said = filters.filter((filter): filter is Expression => filter !== undefined);
    if (said.length === 0) return {};
    return { filter: said.length === 1 ? said[0]! : (['all', ...said] as unknown as Expression) };
};

/** Counts by area say what clusters of the same collection say, and would hide beneath them. Any heat would tint their colours. */
export const isCounted = ({ id }: Collection, { counted }: Shown): boolean => counted?.of === id;

/** What every layer of a collection shares. */
export function common(collection: Collection, part: string, shown: Shown) {
    const { minzoom } = viewOf(collection);
    return {
        id: `${collection.id}/${part}`,
        source: collection.id,
        'source-layer': collection.id,
        ...(minzoom && { minzoom }),
        layout: { visibility: shown.visible.has(collection.id) ? ('visible' as const) : ('none' as const) },
    };
}

/** A width in pixels at zoom 14 that thins out farther away and grows closer by; `more` pixels are added to each. */
export function widening(width: number, more = 0): Expression {
    const at = [[9, 0.4], [14, 1], [18, 2.2]].flatMap(([zoom, share]) => [zoom!, width * share! + more]);
    return ['interpolate', ['linear'], ['zoom'], ...at] as unknown as Expression;
}

export function growing(radius: number): Expression {
    const at = [[10, 0.55], [14, 1], [18, 1.6]].flatMap(([zoom, share]) => [zoom!, radius * share!]);
    return ['interpolate', ['linear'], ['zoom'], ...at] as unknown as Expression;
}
