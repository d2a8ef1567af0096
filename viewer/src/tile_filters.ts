// Which tiles must come filtered: clusters and drawn areas only the server can filter; the rest is filtered here, at once.

import { tilesFilter } from './api';
import { toCql } from './filters';
import type { Page } from './page';
import { isBase } from './view';

/** CQL2 by collection, of those whose tiles the server filters. */
export async function tileFilters(page: Page): Promise<Map<string, string>> {
    const { visible, wishes, area } = page.store.state;
    const wanted = new Map<string, string>();
    for (const collection of page.collections.values()) {
        const asked = Object.keys(wishes[collection.id] ?? {}).length > 0 || area !== undefined;
        const pointy = ['point', 'mixed'].includes(collection.machizu.geometry);
        if (!asked || isBase(collection) || !visible.has(collection.id) || !(pointy || area)) continue;
        const cql = toCql(collection, page.filterOf(collection.id));
        if (await tilesFilter(collection, cql)) wanted.set(collection.id, cql);
    }
    return wanted;
}
