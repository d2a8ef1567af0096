// The rows of the table: a collection's items that pass a filter, page after page. Takes its fetch as an argument; node tests it.

import { type Bbox, type Collection, type Feature, type Items, itemsUrl, nextUrl } from './api';
import { type Filter, matches, toCql } from './filters';

type Fetch = (url: string, signal?: AbortSignal) => Promise<Items>;

export interface Question {
    collection: Collection;
    bbox: Bbox | undefined; // undefined: everywhere, rows without a position included
    filter: Filter;
    serverFilters: boolean;
    sort?: string | undefined; // a field, with '-' before it for falling; only where the server filters
}

const wholePage = 1000; // rows a request when all must be read to count those that pass

export class Rows {
    private waiting: Feature[] = [];
    private url: string | undefined;
    /** How many there are; undefined while only the server could know and does not say. */
    total: number | undefined;

    constructor(
        private readonly question: Question,
        private readonly pageSize: number,
        private readonly fetch: Fetch,
    ) {
        this.url = urlOf(question, this.sifts() ? wholePage : pageSize);
    }

    get done(): boolean {
        return this.url === undefined && this.waiting.length === 0;
    }

    /** The next page; fewer rows than its size, or none, at the end. */
    async more(signal?: AbortSignal): Promise<Feature[]> {
        // Where the server does not filter, rows that do not pass are dropped here, and the count needs every page.
        while (this.url && (this.sifts() || this.waiting.length < this.pageSize)) await this.read(this.url, signal);
        if (this.sifts()) this.total ??= this.waiting.length;
        return this.waiting.splice(0, this.pageSize);
    }

    private sifts(): boolean {
        const { collection, filter, serverFilters } = this.question;
        return !serverFilters && toCql(collection, filter) !== '';
    }

    private async read(url: string, signal?: AbortSignal): Promise<void> {
        const items = await this.fetch(url, signal);
        this.url = nextUrl(items);
        const { collection, filter } = this.question;
        this.waiting.push(...(this.sifts() ? items.features.filter((feature) => matches(collection, filter, feature)) : items.features));
        if (!this.sifts()) this.total ??= items.numberMatched ?? (this.url ? undefined : this.waiting.length);
    }
}

/** What asks the server for the rows; `limit` 0 leaves their number to it. */
export function urlOf({ collection, bbox, filter, serverFilters, sort }: Question, limit: number, more: Record<string, string> = {}): string {
    const sorted: Record<string, string> = serverFilters && sort ? { sortby: sort } : {};
    return itemsUrl(collection.id, bbox, limit, serverFilters ? toCql(collection, filter) : '', { ...sorted, ...more });
}
