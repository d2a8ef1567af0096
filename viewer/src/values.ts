// What values a field has, and how often: from the server's counts, or gathered from the items where it does not count.

import { type Aggregate, ApiError, type Collection, type Feature, type Field, type Value, aggregateUrl, fetchItems, getJson, itemsUrl, nextUrl } from './api';
import { isThere } from './view';

export interface Seen {
    value: string;
    count: number;
}

export const mostGathered = 10_000; // features

/** Each value of a field with its count, the most frequent first. */
export async function seenValues(collection: Collection, field: Field): Promise<Seen[]> {
    try {
        const { groups } = await getJson<Aggregate>(aggregateUrl(collection.id, { by: `field:${field.name}`, functions: 'count' }));
        const told = groups.filter(({ key, count }) => isThere(key) && count !== null);
        if (told.length) return told.map(({ key, count }) => ({ value: String(key), count: count! })).sort((a, b) => b.count - a.count);
    } catch (error) {
        if (!(error instanceof ApiError) || error.status === 0) throw error;
    }
    const counts = new Map<string, number>();
    for (const value of await rawValues(collection, field.name)) {
        if (isThere(value)) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

const gathered = new Map<string, Promise<Feature[]>>();

/** The values of the first features, each as often as it stands there, missing ones too. Gathered once for all fields. */
export async function rawValues(collection: Collection, name: string): Promise<Value[]> {
    return (await features(collection)).map(({ properties }) => properties[name] ?? null);
}

export function features(collection: Collection): Promise<Feature[]> {
    const key = `${collection.id}@${collection.machizu.version}`;
    const known = gathered.get(key) ?? gather(collection);
    gathered.set(key, known);
    known.catch(() => gathered.delete(key));
    return known;
}

async function gather(collection: Collection): Promise<Feature[]> {
    const found: Feature[] = [];
    let url: string | undefined = itemsUrl(collection.id, undefined, 5000);
    while (url && found.length < mostGathered) {
        const items = await fetchItems(url);
        found.push(...items.features);
        url = nextUrl(items);
    }
    return found;
}
