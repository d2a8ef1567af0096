// The values a user can choose among, for collections looked at one value at a time (an election, a year).
// The API has no list of a field's values, so they are gathered from the items, once, when the layer is first switched on.

import { type Collection, fetchItems, itemsUrl, nextUrl } from './api';
import { distinct, viewOf } from './view';

const pageSize = 1000;
const mostPages = 20; // a field of more than 20,000 rows before its values repeat is no choice for people

export class Choices {
    private known = new Map<string, string[] | 'failed'>();
    private underWay = new Set<string>();

    constructor(private whenKnown: (collection: Collection, values: string[]) => void) {}

    values(id: string): string[] | 'failed' | undefined {
        return this.known.get(id);
    }

    /** The data have changed: they are asked for anew when next wanted. */
    forget(id: string): void {
        this.known.delete(id);
    }

    /** Asks for the values unless they are known; a failure is tried again the next time. */
    async want(collection: Collection): Promise<void> {
        const { id } = collection;
        const name = viewOf(collection).choose;
        if (!name || Array.isArray(this.known.get(id)) || this.underWay.has(id)) return;
        this.underWay.add(id);
        try {
            const values = await gather(collection, name);
            this.known.set(id, values);
            this.whenKnown(collection, values);
        } catch {
            this.known.set(id, 'failed');
            this.whenKnown(collection, []);
        } finally {
            this.underWay.delete(id);
        }
    }
}

async function gather(collection: Collection, name: string): Promise<string[]> {
    const values = new Set<string>();
    let url: string | undefined = itemsUrl(collection.id, undefined, pageSize);
    for (let page = 0; url && page < mostPages; ++page) {
        const items = await fetchItems(url);
        for (const value of distinct(items.features, name)) values.add(value);
        url = nextUrl(items);
    }
    return [...values];
}
