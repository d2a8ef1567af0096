// What a collection's view says, with what it leaves unsaid filled in. Pure; node tests it.

import type { Bbox, Collection, Feature, Field, Lang, Text, Value, View } from './api';
import { ramp } from './colors';
import type { Coloring } from './permalink';

/** Easy Japanese is the viewer's own; what a dataset says of itself is read in plain Japanese then. */
export const pick = (text: Text | undefined, lang: Lang): string => text?.[lang === 'en' ? 'en' : 'ja'] || text?.ja || text?.en || '';

/** What `lang` attributes and `Intl` are told. */
export const localeOf = (lang: Lang): 'ja' | 'en' => (lang === 'en' ? 'en' : 'ja');

export const viewOf = (collection: Collection): View => collection.machizu.view ?? {};
export const isBase = (collection: Collection): boolean => viewOf(collection).role === 'base';
export const titleOf = (collection: Collection, lang: Lang): string => pick(collection.machizu.title, lang) || collection.id;
export const colorOf = (collection: Collection): string => viewOf(collection).color ?? '#0b6a88';

export function field(collection: Collection, name: string | undefined): Field | undefined {
    return name === undefined ? undefined : collection.machizu.fields.find((candidate) => candidate.name === name);
}

/** The field of which the user looks at one value at a time. */
export const chooseOf = (collection: Collection): Field | undefined => field(collection, viewOf(collection).choose);

/** The collection with the classes the user chose in place of its manifest's; as it is while they are not known. */
export function styled(collection: Collection, coloring: Coloring | undefined): Collection {
    if (!coloring?.breaks?.length || !field(collection, coloring.field)) return collection;
    const view = viewOf(collection);
    const colors = ramp(coloring.breaks.length + 1, view.style === 'classes' ? view.colors : undefined);
    const own = coloring.field === view.field;
    const changed: View = {
        ...view, style: 'classes', field: coloring.field, breaks: coloring.breaks, colors,
        missing: own && view.missing ? view.missing : { color: '#c4c7cb', label: {} },
        ...(view.label === view.field && { label: coloring.field }),
        numerator: own ? view.numerator : undefined, denominator: own ? view.denominator : undefined,
        opacity: Math.max(view.opacity ?? 0.72, 0.6),
    };
    return { ...collection, machizu: { ...collection.machizu, view: changed } };
}

/** What a feature is called: the view's title field, else the first field that says something, else its id. */
export function featureTitle(collection: Collection, properties: Record<string, unknown>, id: string): string {
    const names = [viewOf(collection).title, viewOf(collection).label, ...collection.machizu.fields.map(({ name }) => name)];
    for (const name of names) {
        const value = name === undefined ? undefined : properties[name];
        if (value !== undefined && value !== null && value !== '') return String(value);
    }
    return id;
}

export interface Group {
    title: Text;
    collections: Collection[];
}

/** Collections by their view's group, groups and members by `order`; the first order of a group places it. */
export function groups(collections: Collection[]): Group[] {
    const found = new Map<string, Group>();
    for (const collection of byOrder(collections)) {
        const title = viewOf(collection).group ?? {};
        const key = JSON.stringify(title);
        const group = found.get(key) ?? { title, collections: [] };
        group.collections.push(collection);
        found.set(key, group);
    }
    return [...found.values()];
}

export function byOrder(collections: Collection[]): Collection[] {
    const order = (collection: Collection) => viewOf(collection).order ?? 1000;
    return [...collections].sort((a, b) => order(a) - order(b) || a.id.localeCompare(b.id));
}

export function bboxOf(collection: Collection): Bbox | undefined {
    const bbox = collection.extent?.spatial?.bbox?.[0];
    if (!bbox || bbox.some((degrees) => !Number.isFinite(degrees))) return undefined;
    if (bbox.length === 4) return bbox as Bbox;
    return bbox.length === 6 ? [bbox[0]!, bbox[1]!, bbox[3]!, bbox[4]!] : undefined;
}

/** What the map first shows: the data that are on; without such all data, whatever the ground's extent; the ground only if there is nothing else. */
export function firstBbox(collections: Collection[], on: ReadonlySet<string>): Bbox | undefined {
    const data = collections.filter((collection) => !isBase(collection));
    const shown = data.filter(({ id }) => on.has(id));
    return [shown, data, collections].map((some) => union(some.map(bboxOf))).find(Boolean);
}

/**
 * Where 「全体を表示」 goes: to the data that are on from the beginning, as the manifests say. A dataset as large as Japan that somebody
 * switched on does not make the city vanish; where nothing is on from the beginning, what is on now says where to go.
 */
export function homeBbox(collections: Collection[], on: ReadonlySet<string>): Bbox | undefined {
    const first = collections.filter((collection) => !isBase(collection) && viewOf(collection).visible && bboxOf(collection)).map(({ id }) => id);
    return firstBbox(collections, first.length ? new Set(first) : on);
}

function union(boxes: (Bbox | undefined)[]): Bbox | undefined {
    return boxes.reduce<Bbox | undefined>((all, box) => {
        if (!all || !box) return all ?? box;
        return [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])];
    }, undefined);
}

/** The smallest box around a geometry; undefined for none. */
export function geometryBbox(geometry: GeoJSON.Geometry | null): Bbox | undefined {
    if (!geometry) return undefined;
    if (geometry.type === 'GeometryCollection') return union(geometry.geometries.map(geometryBbox));
    const numbers = (geometry.coordinates as unknown[]).flat(Infinity) as number[];
    // Positions may carry a height; their depth tells how many numbers belong together.
    const size = positionSize(geometry.coordinates);
    let box: Bbox | undefined;
    for (let i = 0; i + 1 < numbers.length; i += size) {
        const [x, y] = [numbers[i]!, numbers[i + 1]!];
        box = union([box, [x, y, x, y]]);
    }
    return box;
}

function positionSize(coordinates: unknown): number {
    if (!Array.isArray(coordinates)) return 2;
    return typeof coordinates[0] === 'number' ? coordinates.length : positionSize(coordinates[0]);
}

/** The values of the field the user looks at one at a time, each once, as they come. */
export function distinct(features: Feature[], name: string): string[] {
    const values = features.map(({ properties }) => properties[name]).filter(isThere);
    return [...new Set(values.map(String))];
}

export const isThere = (value: Value | undefined): value is string | number | boolean =>
    value !== undefined && value !== null && value !== '';
