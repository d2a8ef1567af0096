import type { Collection, Feature, Field, GeometryKind, Value, View } from '../src/api';

/** A collection with little in it; a test says what matters to it. */
export function collection(id: string, geometry: GeometryKind, view: View = {}, more: Partial<Collection['machizu']> = {}): Collection {
    return {
        id,
        links: [],
        extent: { spatial: { bbox: [[135, 34, 136, 35]] } },
        machizu: {
            version: 'v1', title: { ja: id, en: `${id} en` }, geometry, count: 10, minzoom: 0, maxzoom: 14,
            fields: [text('name'), text('kind')], view, ...more,
        },
    };
}

export const text = (name: string): Field => ({ name, type: 'text', label: { ja: name, en: `${name} en` } });

export function feature(properties: Record<string, Value>, geometry: GeoJSON.Geometry | null = null): Feature {
    return { type: 'Feature', id: String(properties.name ?? ''), geometry, properties };
}
