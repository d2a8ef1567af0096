// The rows of the table: a collection's items inside a box, page after page. Takes its fetch as an argument; node tests it.

import { type Bbox, type Collection, type Feature, type Items, itemsUrl, nextUrl } from './api';
import { viewOf } from './view';

type Fetch = (url: string, signal?: AbortSignal) => Promise<Items>;

const wholePage = 1000; // rows a request when all must be read to count those of one choice

export class Rows {
    private waiting: Feature[] = [];
    private url: string | undefined;
    /** How many there are; undefined while only the server could know and does not say. */
    total: number | undefined;

    constructor(
        private readonly collection: Collection,
        bbox: Bbox | undefined,
        private readonly choice: string | undefined,
        private readonly pageSize: number,
        private readonly fetch: Fetch,
    ) {
        this.url = itemsUrl(collection.id, bbox, this.filtered() ? wholePage : pageSize);
    }

    get done(): boolean {
        return this.url === undefined && this.waiting.length === 0;
    }

    /** The next page; fewer rows than its size, or none, at the end. */
    async more(signal?: AbortSignal): Promise<Feature[]> {
        // The API does not filter: rows of another choice are dropped here, so the count needs every page.
        while (this.url && (this.filtered() || this.waiting.length < this.pageSize)) await this.read(this.url, signal);
        if (this.filtered()) this.total ??= this.waiting.length;
        return this.waiting.splice(0, this.pageSize);
    }

    private filtered(): boolean {
        return viewOf(this.collection).choose !== undefined && this.choice !== undefined;
    }

    private async read(url: string, signal?: AbortSignal): Promise<void> {
        const items = await this.fetch(url, signal);
        this.url = nextUrl(items);
        const { choose } = viewOf(this.collection);
        const kept = this.filtered()
            ? items.features.filter(({ properties }) => String(properties[choose!] ?? '') === this.choice)
            : items.features;
        this.waiting.push(...kept);
        if (!this.filtered()) this.total ??= items.numberMatched ?? (this.url ? undefined : this.waiting.length);
    }
}
