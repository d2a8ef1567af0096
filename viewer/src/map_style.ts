// Collections and what the user chose, as a MapLibre style. Pure; node tests it.
//
// The style is made whole on every change and MapLibre applies the difference, so what is drawn never depends on the
// order of clicks. Layers stand in floors, lowest first:
//
//   background, ground areas, ground lines, ground points, areas, lines, heat, points, selection, names
//
// Within a floor of data the collection with the lowest `order`, first in the list, is drawn last, on top. The ground is
// painted in its order, lowest first.

import type {
    ExpressionSpecification,
    FilterSpecification,
    LayerSpecification,
    SourceSpecification,
    StyleSpecification,
} from 'maplibre-gl';
import type { Collection, Feature, View } from './api';
import { alpha, atNight, heatColors, inkOn, mix } from './colors';
import { type Ring, type Wishes, toExpression } from './filters';
import { marks } from './legend';
import { dashes, missingPattern, patterns } from './signs';
import { bboxOf, byOrder, colorOf, geometryBbox, isBase, viewOf } from './view';

/** CSS names of fonts the reader's device has: without `glyphs` MapLibre draws every character in the browser. */
export const fonts = ['IPAexGothic', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'sans-serif'];

export const selection = 'selection'; // the source of the feature whose panel is open
export const overlay = 'overlay'; // the source of areas with counts
const sketch = 'sketch'; // the source of what the user draws

/** Areas with a number each; null and `suppressed` are shown as what they are, not as zero. */
export interface Counted {
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

type Drawn = LayerSpecification & { floor: Floor };
const floors = [
    'raster', 'ground-area', 'ground-line', 'ground-point', 'area', 'counted', 'line', 'heat', 'point', 'selection', 'sketch', 'name', 'clear',
] as const;
type Floor = (typeof floors)[number];
type Expression = ExpressionSpecification;

interface Theme {
    dark: boolean;
    land: string;
    ink: string;
    halo: string;
    selected: string;
}

const day: Theme = { dark: false, land: '#f3f1ea', ink: '#22303c', halo: '#ffffff', selected: '#d9480f' };
const night: Theme = { dark: true, land: '#27313b', ink: '#e4eaf0', halo: '#10161d', selected: '#ffb454' };

export function mapStyle(collections: Collection[], shown: Shown, tiles: (collection: Collection, cql?: string) => string): StyleSpecification {
    const theme = shown.dark ? night : day;
    const drawn = collections.filter((collection) => collection.machizu.geometry !== 'none' && !(shown.base && isBase(collection)));
    const ground = byOrder(drawn.filter(isBase));
    const data = byOrder(drawn.filter((collection) => !isBase(collection))).reverse();
    const layers = [...ground, ...data].flatMap((collection) => layersOf(collection, shown, theme));
    layers.push(...selectionLayers(theme), ...countedLayers(shown.counted, theme), ...sketchLayers(theme));
    if (shown.base) layers.push({ id: 'base-raster', type: 'raster', source: 'base-raster', floor: 'raster' });
    return {
        version: 8,
        sources: {
            ...Object.fromEntries(drawn.map((collection) => [collection.id, sourceOf(collection, tiles(collection, shown.filtered?.get(collection.id)))])),
            [selection]: geojson(selectedFeatures(shown.selected)),
            [overlay]: geojson(shown.counted?.areas ?? []),
            [`${overlay}-labels`]: geojson(shown.counted?.areas.map(labelPoint) ?? []),
            [sketch]: geojson(sketched(shown)),
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

function selectedFeatures(feature: Feature | undefined): GeoJSON.Feature[] {
    return feature?.geometry ? [{ type: 'Feature', geometry: feature.geometry, properties: {} }] : [];
}

const geojson = (features: GeoJSON.Feature[]): SourceSpecification => ({ type: 'geojson', data: { type: 'FeatureCollection', features } });

function sourceOf(collection: Collection, tiles: string): SourceSpecification {
    const { minzoom, maxzoom } = collection.machizu;
    const bounds = bboxOf(collection);
    return { type: 'vector', tiles: [tiles], minzoom, maxzoom, ...(bounds && { bounds }) };
}

/** The features of the one value looked at. Until it is known nothing passes: all values on one heap would tell a lie. */
export function chosenFilter(collection: Collection, choices: Readonly<Record<string, string>>): Expression | undefined {
    const { choose } = viewOf(collection);
    if (!choose) return undefined;
    const value = choices[collection.id];
    return value === undefined ? ['boolean', false] : ['==', ['to-string', ['get', choose]], value];
}

/** What may be drawn of single features: the one value looked at, and what the user asked for where tiles come unfiltered. */
function passing(collection: Collection, shown: Shown): Expression | undefined {
    const wished = shown.filtered?.has(collection.id) ? undefined : toExpression(collection, shown.wishes?.[collection.id] ?? {});
    const within = shown.area && !shown.filtered?.has(collection.id) && !isBase(collection) && ['point', 'line'].includes(collection.machizu.geometry)
        ? ['within', polygonOf(shown.area)] : undefined;
    const said = [chosenFilter(collection, shown.choices), wished, within].filter((part) => part !== undefined);
    return said.length > 1 ? (['all', ...said] as unknown as Expression) : (said[0] as Expression | undefined);
}

/** A cluster cannot be filtered: while the server does not do it, none is drawn rather than a wrong count. */
function passingClusters(collection: Collection, shown: Shown): Expression | undefined {
    const asked = Object.keys(shown.wishes?.[collection.id] ?? {}).length > 0 || (shown.area !== undefined && !isBase(collection));
    return asked && !shown.filtered?.has(collection.id) ? ['boolean', false] : chosenFilter(collection, shown.choices);
}

const polygonOf = (ring: Ring): GeoJSON.Polygon => ({ type: 'Polygon', coordinates: [[...ring, ring[0]!].map(([lon, lat]) => [lon, lat])] });

/** What a feature is painted with: one colour, or one by category or class. */
export function colorExpression(collection: Collection, paint: (hex: string) => string = (hex) => hex): string | Expression {
    const view = viewOf(collection);
    const color = paint(colorOf(collection));
    const missing = view.missing ? paint(view.missing.color) : color;
    if (!view.field) return color;
    const value: Expression = ['get', view.field];
    if (view.style === 'categories' && view.categories?.length) {
        const cases = view.categories.flatMap((category) => [String(category.value), paint(category.color)]);
        return ['match', ['to-string', value], ...cases, missing] as unknown as Expression;
    }
    if (view.style === 'classes' && view.breaks && view.colors?.length === view.breaks.length + 1) {
        const [first, ...others] = view.colors.map(paint);
        const steps = view.breaks.flatMap((low, i) => [low, others[i]!]);
        const classed = ['step', ['to-number', value], first, ...steps] as unknown as Expression;
        return ['case', ['has', view.field], classed, missing] as unknown as Expression;
    }
    return color;
}

const areas: Expression = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]];
const lines: Expression = ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]];
const points: Expression = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];
const isCluster: Expression = ['has', 'point_count'];

const all = (...filters: (Expression | undefined)[]): { filter?: FilterSpecification } => {
    const said = filters.filter((filter): filter is Expression => filter !== undefined);
    if (said.length === 0) return {};
    return { filter: said.length === 1 ? said[0]! : (['all', ...said] as unknown as Expression) };
};

function layersOf(collection: Collection, shown: Shown, theme: Theme): Drawn[] {
    const { geometry } = collection.machizu;
    const mixed = geometry === 'mixed';
    const { style } = viewOf(collection);
    const parts: Drawn[] = [];
    if (geometry === 'polygon' || mixed) parts.push(...areaLayers(collection, mixed ? areas : undefined, shown, theme));
    if (geometry === 'line' || mixed) parts.push(...lineLayers(collection, mixed ? lines : undefined, shown, theme));
    if (geometry === 'point' || mixed) {
        if (style === 'heat') parts.push(heatLayer(collection, shown));
        parts.push(...pointLayers(collection, mixed ? points : undefined, shown, theme));
    }
    return [...parts, ...nameLayers(collection, shown, theme)];
}

/** What every layer of a collection shares. */
function common(collection: Collection, part: string, shown: Shown) {
    const { minzoom } = viewOf(collection);
    return {
        id: `${collection.id}/${part}`,
        source: collection.id,
        'source-layer': collection.id,
        ...(minzoom && { minzoom }),
        layout: { visibility: shown.visible.has(collection.id) ? ('visible' as const) : ('none' as const) },
    };
}

function areaLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    const base = isBase(collection);
    const paint = (hex: string) => (base && theme.dark ? atNight(hex, 'area') : hex);
    const filter = all(kind, passing(collection, shown));
    const fill: Drawn = {
        ...common(collection, 'area', shown),
        ...filter,
        type: 'fill',
        floor: base ? 'ground-area' : 'area',
        paint: { 'fill-color': colorExpression(collection, paint), 'fill-opacity': view.opacity ?? (base ? 1 : 0.45) },
    };
    if (base && !view.outline) return [fill];
    const edge = (hex: string) => (base && theme.dark ? atNight(hex, 'line') : hex);
    const color = view.outline ? edge(view.outline) : colorExpression(collection, (hex) => mix(hex, '#000000', 0.25));
    const outline: Drawn = {
        ...common(collection, 'outline', shown),
        ...filter,
        type: 'line',
        floor: base ? 'ground-area' : 'area',
        paint: { 'line-color': color, 'line-width': widening(view.width ?? 1.2) },
    };
    outline.layout = { ...outline.layout, 'line-join': 'round' };
    const pattern = base ? undefined : patternExpression(collection);
    if (!pattern) return [fill, outline];
    const hatched: Drawn = {
        ...common(collection, 'pattern', shown), ...filter, type: 'fill', floor: 'area',
        paint: { 'fill-pattern': pattern as unknown as string, 'fill-opacity': 0.5 },
    };
    return [fill, hatched, outline];
}

/** A second sign beside colour, for those who do not tell colours apart: each category has a hatching, and so has no value. */
function patternExpression(collection: Collection): Expression | undefined {
    const view = viewOf(collection);
    if (!view.field) return undefined;
    const value: Expression = ['get', view.field];
    if (view.style === 'categories' && view.categories && view.categories.length > 1) {
        const cases = view.categories.flatMap((category, i) => [String(category.value), `pattern-${i % patterns}`]);
        return ['match', ['to-string', value], ...cases, `pattern-${missingPattern}`] as unknown as Expression;
    }
    if (view.style === 'classes' && view.breaks) return ['case', ['has', view.field], 'pattern-0', `pattern-${missingPattern}`];
    return undefined;
}


function lineLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    const base = isBase(collection);
    const paint = (hex: string) => (base && theme.dark ? atNight(hex, 'line') : hex);
    const shared = common(collection, 'line', shown);
    const dashes = base ? undefined : dashExpression(collection);
    const layer = (part: string, color: string | Expression, width: Expression, dashed?: Expression): Drawn => ({
        ...common(collection, part, shown),
        ...all(kind, passing(collection, shown)),
        layout: { ...shared.layout, 'line-cap': dashed ? 'butt' : 'round', 'line-join': 'round' },
        type: 'line',
        floor: base ? 'ground-line' : 'line',
        paint: {
            'line-color': color, 'line-width': width, ...(view.opacity !== undefined && { 'line-opacity': view.opacity }),
            ...(dashed && { 'line-dasharray': dashed as unknown as number[] }),
        },
    });
    const width = view.width ?? (base ? 1.5 : 2);
    const casing = view.outline ? [layer('casing', paint(view.outline), widening(width, 2))] : [];
    return [...casing, layer('line', colorExpression(collection, paint), widening(width), dashes)];
}


function dashExpression(collection: Collection): Expression | undefined {
    const { style, categories, field } = viewOf(collection);
    if (style !== 'categories' || !field || !categories || categories.length < 2) return undefined;
    const cases = categories.flatMap(({ value }, i) => [String(value), ['literal', dashes[i % dashes.length]]]);
    return ['match', ['to-string', ['get', field]], ...cases, ['literal', dashes[0]]] as unknown as Expression;
}

function pointLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
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
    const clusters = clusterLayers(collection, all(kind, passingClusters(collection, shown), isCluster), floor, shown, theme);
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

/** Unfiltered tiles: clusters are no heat, single cases are. */
function heatFilter(collection: Collection, shown: Shown): Expression | undefined {
    const passes = passing(collection, shown);
    return passes && passingClusters(collection, shown) !== undefined ? (['all', ['!', isCluster], passes] as unknown as Expression) : passes;
}

const heatEnd = 16; // the zoom at which heat has given way to single points
const cell = 32; // pixels between neighbouring clusters when a tile has its own zoom; twice that just before the next

function heatLayer(collection: Collection, shown: Shown): Drawn {
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

function nameLayers(collection: Collection, shown: Shown, theme: Theme): Drawn[] {
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
                // Arabic and Hebrew would stand unjoined and back to front without a plugin that the page's policy forbids: the table has them.
                'text-field': ['case', ['is-supported-script', name], name, ''],
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

/** Where an area's number stands: in the middle of its box, once, whatever tiles cut it. */
function labelPoint({ geometry, properties }: Counted['areas'][number]): GeoJSON.Feature {
    const [west, south, east, north] = geometryBbox(geometry) ?? [0, 0, 0, 0];
    return { type: 'Feature', geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] }, properties };
}

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
            source: `${overlay}-labels`, floor: 'name', id: 'counted/name', type: 'symbol',
            layout: { 'text-field': ['get', 'label'], 'text-font': fonts, 'text-size': 12.5, 'text-padding': 1 },
            paint: { 'text-color': theme.ink, 'text-halo-color': alpha(theme.halo, 0.9), 'text-halo-width': 1.6 },
        },
    ];
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

function sketchLayers(theme: Theme): Drawn[] {
    const shared = { source: sketch, floor: 'sketch' as const };
    return [
        { ...shared, id: 'sketch/area', type: 'fill', filter: areas, paint: { 'fill-color': theme.selected, 'fill-opacity': 0.08 } },
        { ...shared, id: 'sketch/halo', type: 'line', filter: ['!', points], paint: { 'line-color': theme.halo, 'line-width': 5 } },
        { ...shared, id: 'sketch/line', type: 'line', filter: ['!', points], paint: { 'line-color': theme.selected, 'line-width': 2.5, 'line-dasharray': [3, 1.5] } },
        { ...shared, id: 'sketch/point', type: 'circle', filter: points, paint: { 'circle-radius': 5, 'circle-color': theme.halo, 'circle-stroke-color': theme.selected, 'circle-stroke-width': 2.5 } },
    ];
}

/** A width in pixels at zoom 14 that thins out farther away and grows closer by; `more` pixels are added to each. */
function widening(width: number, more = 0): Expression {
    const at = [[9, 0.4], [14, 1], [18, 2.2]].flatMap(([zoom, share]) => [zoom!, width * share! + more]);
    return ['interpolate', ['linear'], ['zoom'], ...at] as unknown as Expression;
}

function growing(radius: number): Expression {
    const at = [[10, 0.55], [14, 1], [18, 1.6]].flatMap(([zoom, share]) => [zoom!, radius * share!]);
    return ['interpolate', ['linear'], ['zoom'], ...at] as unknown as Expression;
}
