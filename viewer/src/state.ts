// The one state all parts of the page look at. A part changes it by `update`; it never tells another part what to do.

import type { Collection, Lang } from './api';
import type { Ring, Wishes } from './filters';
import type { Camera, Coloring, Comparison, Counting, FeatureRef, Permalink, Place } from './permalink';
import { isBase, viewOf } from './view';

export const tools = ['here', 'filter', 'count', 'compare', 'measure', 'print', 'share', 'color'] as const;
export type Tool = (typeof tools)[number];

export interface State {
    lang: Lang;
    visible: ReadonlySet<string>;
    choices: Readonly<Record<string, string>>;
    camera: Camera | undefined;
    selected: FeatureRef | undefined;
    table: string | undefined; // the collection listed; undefined: the table is closed
    wishes: Readonly<Record<string, Wishes>>; // by collection
    area: Ring | undefined; // drawn by the user: only what lies there counts
    colors: Readonly<Record<string, Coloring>>; // classes the user chose instead of the manifest's
    count: Counting | undefined; // counts by area on the map
    compare: Comparison | undefined; // what the right half shows
    here: Place | undefined; // the place that is told about
    tool: Tool | undefined; // the tool whose panel is open
    about: string | undefined; // the collection it is about
    base: string | undefined; // a background from elsewhere, where the operator allows one
}

type Listener = (state: State, before: State) => void;

export class Store {
    private listeners: { listener: Listener; lives: () => boolean }[] = [];

    constructor(private current: State) {}

    get state(): State {
        return this.current;
    }

    update(change: Partial<State>): void {
        const before = this.current;
        this.current = { ...before, ...change };
        const after = this.current;
        this.listeners = this.listeners.filter(({ lives }) => lives());
        for (const { listener } of this.listeners) listener(after, before);
    }

    /** `lives`: a part of the page that comes and goes says whether it still stands. */
    onChange(listener: Listener, lives: () => boolean = () => true): void {
        this.listeners.push({ listener, lives });
    }
}

/** The state a link asks for; where it says nothing, what the manifests ask for. */
export function stateOf(link: Permalink, collections: Collection[], lang: Lang): State {
    const ids = new Set(collections.map(({ id }) => id));
    const shows = (collection: Collection): boolean => {
        if (isBase(collection)) return link.hidden ? !link.hidden.includes(collection.id) : viewOf(collection).visible !== false;
        return link.layers ? link.layers.includes(collection.id) : viewOf(collection).visible === true;
    };
    return {
        lang: link.lang ?? lang,
        visible: new Set(collections.filter(shows).map(({ id }) => id)),
        choices: known(link.choices, ids),
        camera: link.camera,
        selected: link.feature && ids.has(link.feature.collection) ? link.feature : undefined,
        table: link.table && ids.has(link.table) ? link.table : undefined,
        wishes: known(link.wishes, ids),
        area: link.area,
        colors: known(link.colors, ids),
        count: link.count && ids.has(link.count.collection) ? link.count : undefined,
        compare: link.compare && ids.has(link.compare.collection) ? link.compare : undefined,
        here: link.here,
        tool: link.here ? 'here' : link.count ? 'count' : link.compare ? 'compare' : undefined,
        about: undefined,
        base: link.base,
    };
}

function known<T>(by: Readonly<Record<string, T>> | undefined, ids: ReadonlySet<string>): Record<string, T> {
    return Object.fromEntries(Object.entries(by ?? {}).filter(([id]) => ids.has(id)));
}

export function linkOf(state: State, collections: Collection[]): Permalink {
    const ground = collections.filter(isBase);
    const hidden = ground.filter(({ id }) => !state.visible.has(id)).map(({ id }) => id);
    const unusual = ground.some((collection) => state.visible.has(collection.id) !== (viewOf(collection).visible !== false));
    return {
        ...(state.camera && { camera: state.camera }),
        layers: collections.filter((collection) => !isBase(collection) && state.visible.has(collection.id)).map(({ id }) => id),
        ...(unusual && { hidden }),
        choices: { ...state.choices },
        ...(state.selected && { feature: state.selected }),
        ...(state.table && { table: state.table }),
        wishes: { ...state.wishes },
        ...(state.area && { area: state.area }),
        colors: { ...state.colors },
        ...(state.count && { count: state.count }),
        ...(state.compare && { compare: state.compare }),
        ...(state.here && state.tool === 'here' && { here: state.here }),
        ...(state.base && { base: state.base }),
        lang: state.lang,
    };
}

/** A set with one member put in or taken out. */
export function toggled(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
    const changed = new Set(set);
    if (on) changed.add(id);
    else changed.delete(id);
    return changed;
}
