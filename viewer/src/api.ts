// What the server tells, as types, and the few requests the viewer makes. The contract is ../../api/README.md.

export type Lang = 'ja' | 'easy' | 'en'; // easy: やさしい日本語

/** A text for people. Both languages are there in practice; one is enough. */
export type Text = Partial<Record<'ja' | 'en', string>>;

export type Value = string | number | boolean | null;

export interface Field {
    name: string;
    type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';
    label: Text;
    unit?: string;
    searchable?: boolean;
    missing_note?: string; // the field that says why this one is empty
}

export interface Category {
    value: Value;
    color: string;
    label: Text;
}

/** How a dataset wants to be shown first; described in ../../datasets/README.md. Everything may be left out. */
export interface View {
    group?: Text;
    order?: number;
    visible?: boolean;
    role?: 'data' | 'base';
    style?: 'single' | 'categories' | 'classes' | 'clusters' | 'heat';
    color?: string;
    outline?: string;
    opacity?: number;
    width?: number;
    radius?: number;
    minzoom?: number;
    label?: string;
    title?: string;
    field?: string;
    categories?: Category[];
    breaks?: number[];
    colors?: string[];
    missing?: { color: string; label: Text };
    choose?: string;
    link?: string;
    numerator?: string | undefined; // of the rate in `field`: what is counted …
    denominator?: string | undefined; // … and out of how many
}

export type GeometryKind = 'point' | 'line' | 'polygon' | 'mixed' | 'none';
export type Bbox = [west: number, south: number, east: number, north: number];

export interface Link {
    href: string;
    rel: string;
    type?: string;
    title?: string;
    length?: number;
}

export interface Machizu {
    version: string;
    published?: string;
    date?: string;
    title: Text;
    description?: Text;
    publisher?: Text;
    license?: { id: string; url?: string };
    attribution?: Text;
    contact?: string;
    geometry: GeometryKind;
    count: number;
    without_geometry?: number;
    minzoom: number;
    maxzoom: number;
    fields: Field[];
    time?: string | { begin: string; end: string };
    view?: View;
}

export interface Collection {
    id: string;
    extent?: { spatial?: { bbox?: number[][] } };
    links: Link[];
    machizu: Machizu;
}

export interface Feature {
    type: 'Feature';
    id?: string | number;
    geometry: GeoJSON.Geometry | null;
    properties: Record<string, Value>;
}

export interface Items {
    features: Feature[];
    links?: Link[];
    numberMatched?: number;
    numberReturned?: number;
}

export interface SearchHit {
    id: string;
    geometry: GeoJSON.Point | null;
    bbox?: number[];
    properties: {
        collection: string;
        feature_id: string;
        collection_title: Text;
        title: string;
        field?: string;
        match?: string;
    };
}

/** The server answered with an error, or not at all (status 0). */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
        this.name = 'ApiError';
    }
}

/** The server's root; the viewer may be mounted below a path by a reverse proxy. */
export const root = (): string => new URL('.', document.baseURI).href;

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
    let response: Response;
    try {
        response = await fetch(url, { headers: { Accept: 'application/geo+json, application/json' }, ...(signal && { signal }) });
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ApiError(0, `no answer from ${url}`);
    }
    if (!response.ok) throw new ApiError(response.status, `${response.status} from ${url}`);
    return (await response.json()) as T;
}

export async function fetchCollections(): Promise<Collection[]> {
    const answer = await getJson<{ collections: Collection[] }>(`${root()}api/collections`);
    return answer.collections.filter((collection) => collection.machizu);
}

let conforms: Promise<string[]> | undefined;

/** Whether the server evaluates filters (OGC API Features part 3). Asked once; a server out of reach is asked again. */
export async function serverFilters(): Promise<boolean> {
    conforms ??= getJson<{ conformsTo: string[] }>(`${root()}api/conformance`).then(({ conformsTo }) => conformsTo);
    try {
        return (await conforms).some((each) => /ogcapi-features-3\/1\.0\/conf\/filter$/.test(each));
    } catch {
        conforms = undefined;
        return false;
    }
}

const filtersTiles = new Map<string, Promise<boolean>>();

/** Whether tiles of a collection can be had filtered: tried with the one tile every collection has; out of reach, asked again. */
export function tilesFilter({ id, machizu }: Collection, cql: string): Promise<boolean> {
    let known = filtersTiles.get(id);
    if (!known) {
        const url = `${root()}tiles/${id}@${machizu.version}/0/0/0?filter=${encodeURIComponent(cql)}`;
        known = fetch(url).then(({ ok, status }) => {
            if (status >= 500) throw new Error(`status ${status}`); // it cannot now, which says nothing about later
            return ok;
        }).catch(() => {
            filtersTiles.delete(id);
            return false;
        });
        filtersTiles.set(id, known);
    }
    return known;
}

export function fetchFeature(collection: string, featureId: string, signal?: AbortSignal): Promise<Feature> {
    return getJson(`${root()}api/collections/${collection}/items/${encodeURIComponent(featureId)}`, signal);
}

/** The first page of items; `bbox` undefined asks for all, those without a position included. */
export function itemsUrl(collection: string, bbox: Bbox | undefined, limit: number, cql = '', more: Record<string, string> = {}): string {
    const url = new URL(`${root()}api/collections/${collection}/items`);
    if (bbox) url.searchParams.set('bbox', bbox.map((degrees) => degrees.toFixed(6)).join(','));
    if (limit) url.searchParams.set('limit', String(limit));
    if (cql) url.searchParams.set('filter', cql);
    for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
    return url.href;
}

/** All that fit, as one file. */
export function exportUrl(items: string, format: 'csv' | 'json'): string {
    const url = new URL(items);
    url.pathname = url.pathname.replace(/items$/, 'export');
    for (const name of ['limit', 'sortby']) url.searchParams.delete(name);
    url.searchParams.set('f', format);
    return url.href;
}

export function fetchItems(url: string, signal?: AbortSignal): Promise<Items> {
    return getJson(url, signal);
}

/** Where the next page is, if there is one. The link is resolved here: behind a proxy only its path and query can be trusted. */
export function nextUrl(items: Items): string | undefined {
    const link = items.links?.find(({ rel }) => rel === 'next');
    return link && sameOrigin(link.href);
}

export async function search(query: string, limit: number, signal?: AbortSignal): Promise<SearchHit[]> {
    const url = new URL(`${root()}api/search`);
    url.searchParams.set('q', query);
    url.searchParams.set('limit', String(limit));
    return (await getJson<{ features: SearchHit[] }>(url.href, signal)).features;
}

/** A link of the server as one to the host the page came from, so that a proxy's name for the server never leaks in. */
export function sameOrigin(href: string): string {
    const base = new URL(root());
    const url = new URL(href, base);
    if (url.origin === base.origin) return url.href;
    const path = url.pathname.replace(/^\//, '');
    return new URL(path + url.search, base).href;
}

export const tilesUrl = ({ id, machizu }: Collection, cql = ''): string =>
    `${root()}tiles/${id}@${machizu.version}/{z}/{x}/{y}${cql && `?filter=${encodeURIComponent(cql)}`}`;

/** The page of a collection, or of one of its features: readable without JavaScript, and what search engines know. */
export const pageUrl = (collection: string, feature?: string): string =>
    `${root()}api/collections/${collection}${feature === undefined ? '' : `/items/${encodeURIComponent(feature)}`}?f=html`;

// ---- what applies at a place ----

export interface Applies {
    collection: string;
    title: Text;
    feature_id: string | null; // null: a dataset says that none of its features applies
    feature_title?: string | null;
    sentence?: Text;
    href?: string;
    properties?: Record<string, Value>;
    distance_m?: number;
    lon?: number;
    lat?: number;
}

export interface Here {
    within: Applies[];
    near: Applies[];
}

export function fetchHere(lon: number, lat: number, signal?: AbortSignal): Promise<Here> {
    return getJson(`${root()}api/here?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`, signal);
}

// ---- counts ----

export interface GroupCount {
    key: Value;
    label?: Text | string;
    count: number | null;
    sum?: number | null;
    rate?: number | null;
    density_per_km2?: number | null;
    suppressed?: boolean;
    bbox?: number[];
}

export interface Aggregate {
    groups: GroupCount[];
    total?: { count: number | null; sum?: number | null };
    ungrouped?: number | null;
}

export function aggregateUrl(collection: string, parameters: Record<string, string | undefined>): string {
    const url = new URL(`${root()}api/collections/${collection}/aggregate`);
    for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
    return url.href;
}
