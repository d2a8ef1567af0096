// The one state all parts of the page look at. A part changes it by `update`; it never tells another part what to do.

import type { Collection, Lang } from './api';
import type { Camera, FeatureRef, Permalink } from './permalink';
import { isBase, viewOf } from './view';

export interface State {
    lang: Lang;
    visible: ReadonlySet<string>;
    choices: Readonly<Record<string, string>>;
    camera: Camera | undefined;
    selected: FeatureRef | undefined;
    table: string | undefined; // the collection listed; undefined: the table is closed
}

type Listener = (state: State, before: State) => void;

export class Store {
    private listeners: Listener[] = [];

    constructor(private current: State) {}

    get state(): State {
        return this.current;
    }

    update(change: Partial<State>): void {
        const before = this.current;
        this.current = { ...before, ...change };
        for (const listener of this.listeners) listener(this.current, before);
    }

    onChange(listener: Listener): void {
        this.listeners.push(listener);
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
        choices: Object.fromEntries(Object.entries(link.choices ?? {}).filter(([id]) => ids.has(id))),
        camera: link.camera,
        selected: link.feature && ids.has(link.feature.collection) ? link.feature : undefined,
        table: link.table && ids.has(link.table) ? link.table : undefined,
    };
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
