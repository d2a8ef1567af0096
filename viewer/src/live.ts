// What comes from the server while the page is open: newly published data, and what the operator set.

import { type Collection, fetchCollections, getJson, root, type Text } from './api';

const every = 60_000; // ms; an unchanged list costs the server a 304

/** Calls `renew` when a dataset was published, changed or withdrawn. Asked at once when somebody comes back to the page. */
export function watch(first: Collection[], renew: (collections: Collection[]) => void): void {
    const print = (collections: Collection[]) => collections.map(({ id, machizu }) => `${id}@${machizu.version}`).sort().join();
    let known = print(first);
    const look = async () => {
        if (document.hidden) return;
        try {
            const collections = await fetchCollections();
            if (print(collections) === known) return;
            known = print(collections);
            renew(collections);
        } catch {
            // out of reach for the moment: what is shown stays
        }
    };
    setInterval(look, every);
    document.addEventListener('visibilitychange', look);
    addEventListener('online', look);
}

export interface Basemap {
    id: string;
    title: Text;
    tiles: string;
    maxzoom: number;
    attribution: Text;
    link?: string;
}

export interface Settings {
    basemaps: Basemap[];
}

/** What the operator allows beyond the server's own data; nothing unless the server says so. */
export async function settings(): Promise<Settings> {
    try {
        return { basemaps: [], ...(await getJson<Partial<Settings>>(`${root()}viewer.json`)) };
    } catch {
        return { basemaps: [] };
    }
}
