// The page: makes the parts, and passes what happens in one to the others.

import { type Bbox, type Collection, type Feature, type Lang, root, serverFilters } from './api';
import { wireButtons } from './buttons';
import { renderChips } from './chips';
import { Choices } from './choices';
import { cityOf, creditsOf, renderCredits } from './credits';
import { byId, debounced, loadStyleSheet } from './dom';
import type { FeaturePanel } from './feature_panel';
import type { Filter } from './filters';
import { loadTexts } from './i18n';
import { LayerList } from './layer_list';
import { type Basemap, settings } from './live';
import type { MapView } from './map_view';
import { type Page, type Pick, type Scene, applyTexts, t } from './page';
import { type FeatureRef, type Place, decode, encode } from './permalink';
import { SearchBox } from './search_box';
import { narrow, sheet } from './sheets';
import { type State, Store, type Tool, linkOf, stateOf, toggled } from './state';
import { TablePanel } from './table_panel';
import { tileFilters } from './tile_filters';
import { chooseOf, firstBbox, geometryBbox, isBase, styled, titleOf, viewOf } from './view';

declare const MAP_STYLE_FILE: string; // put in by build.mjs

const dark = matchMedia('(prefers-color-scheme: dark)');

export class Viewer implements Page {
    collections: ReadonlyMap<string, Collection>;
    readonly store: Store;
    map: MapView | undefined;
    serverFilters = false;
    scene: Scene = { drawn: undefined, counted: undefined };
    clicked: Page['clicked'];
    private selected: Feature | undefined;
    private filtered: ReadonlyMap<string, string> = new Map();
    private bases: Basemap[] = [];
    private readonly list: LayerList;
    private panel: FeaturePanel | undefined;
    private readonly table: TablePanel;
    private readonly known: Choices;

    constructor(collections: Collection[], lang: Lang) {
        this.collections = new Map(collections.map((each) => [each.id, each]));
        const link = decode(location.hash);
        this.store = new Store(stateOf({ ...link, feature: undefined }, collections, lang));
        applyTexts(this.store.state.lang);
        this.known = new Choices((collection, values) => this.chosen(collection, values));
        this.list = new LayerList(byId('layer-list'), this);
        this.table = new TablePanel(byId('table'), byId('table-layer'), byId('table-all'), byId('table-summary'), byId('table-exports'), byId('table-content'), this);
        new SearchBox(byId('search'), byId('hits'), byId('search-note'), byId('search-clear'), this);
        this.store.onChange((state, before) => this.changed(state, before));
        this.store.onChange((state, before) => state.camera !== before.camera && this.list.refresh());
        wireButtons(this);
        dark.addEventListener('change', this.render);
        addEventListener('hashchange', () => this.follow());
        this.wantChoices();
        this.renderWords();
        void this.learn();
        void this.start(link.feature, link.camera === undefined);
    }

    // ---- what the parts ask ----

    styled = (id: string): Collection | undefined => {
        const collection = this.collections.get(id);
        return collection && styled(collection, this.store.state.colors[id]);
    };

    filterOf = (id: string): Filter => {
        const { wishes, choices, area } = this.store.state;
        return { wishes: wishes[id] ?? {}, choice: choices[id], area };
    };

    open: Page['open'] = async (ref, { fly, others = [], at }) => {
        const { store } = this;
        const collection = this.collections.get(ref.collection);
        if (!collection || isBase(collection)) return;
        this.tool(undefined);
        if (!store.state.visible.has(ref.collection)) store.update({ visible: toggled(store.state.visible, ref.collection, true) });
        if (narrow.matches) sheet('layers', false);
        const panel = await this.featurePanel();
        const feature = await panel?.show(ref, { focus: true, others, at });
        if (feature) this.bringInto(collection, feature, fly);
    };

    tellOf = (at: Place): void => {
        this.panel?.close();
        this.map?.show([at.lon, at.lat, at.lon, at.lat], this.covered());
        this.store.update({ here: at, tool: undefined });
        this.tool('here');
    };

    tool = (tool: Tool | undefined, about?: string): void => {
        if (tool) sheet('tools', false);
        if (narrow.matches && tool) sheet('layers', false);
        this.store.update({ tool, about: about ?? this.store.state.about });
    };

    paint = (scene: Partial<Scene>): void => {
        this.scene = { ...this.scene, ...scene };
        this.render();
    };

    zoomTo = (bbox: Bbox): void => {
        if (narrow.matches) sheet('layers', false);
        this.map?.show(bbox, this.covered());
    };

    say = (text: string): void => {
        byId('status').textContent = text;
    };

    private readonly hideToast = debounced(6000, () => (byId('toast').hidden = true));

    toast = (text: string): void => {
        byId('toast').textContent = text;
        byId('toast').hidden = false;
        this.hideToast();
    };

    bbox = (): Bbox | undefined => this.map?.bbox();

    choices = (id: string): string[] | 'failed' | undefined => this.known.values(id);

    /** What is published has changed: the page goes on with the new, at the same place. */
    renew(collections: Collection[]): void {
        const before = this.collections;
        this.collections = new Map(collections.map((each) => [each.id, each]));
        const { lang, visible } = this.store.state;
        const added = collections.filter(({ id }) => !before.has(id));
        const changed = collections.filter(({ id, machizu }) => before.has(id) && before.get(id)!.machizu.version !== machizu.version);
        const shown = added.filter((each) => isBase(each) || viewOf(each).visible).map(({ id }) => id);
        for (const { id } of changed) this.known.forget(id);
        this.store.update({ visible: new Set([...visible, ...shown].filter((id) => this.collections.has(id))) });
        this.list.rebuild();
        this.table.renew();
        this.wantChoices();
        this.renderWords();
        this.render();
        const names = (some: Collection[]) => some.map((each) => titleOf(each, lang)).join(lang === 'en' ? ', ' : '、');
        if (added.length) this.toast(t(this).added(names(added)));
        else if (changed.length) this.toast(t(this).updated(names(changed)));
    }

    // ---- the map ----

    /** The map comes last: all else works before it is there, and without it. */
    private async start(feature: FeatureRef | undefined, free: boolean): Promise<void> {
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
        try {
            // All that the map needs is asked for at once: MapLibre beside the file that imports it, not after.
            const parts = [import('./map_view'), import('maplibre-gl'), loadStyleSheet(`${root()}assets/${MAP_STYLE_FILE}`)] as const;
            const [{ MapView }] = await Promise.all(parts);
            const bbox = firstBbox([...this.collections.values()], this.store.state.visible);
            this.map = new MapView(byId('map'), this.drawing(), { camera: this.store.state.camera, bbox, of: 'page', lockedInFrame: isEmbedded, locale: t(this).mapGestures }, {
                moved: (camera) => {
                    this.store.update({ camera });
                    this.table.mapMoved();
                },
                picked: (found, at) => this.picked(found, at),
                failed: debounced(1000, () => this.toast(navigator.onLine ? t(this).tilesFailed : t(this).offline)),
            });
            void this.map.whenIdle().then(() => (byId('map-wait').hidden = true));
            this.map.name(t(this).mapHelp);
            new ResizeObserver(() => this.map?.resize()).observe(byId('map'));
        } catch (error) {
            console.warn(String(error));
            this.withoutMap();
        }
        if (feature) void this.openLinked(feature, free);
        else if (this.store.state.tool) void this.showTool();
    }

    private picked([first, ...others]: Pick[], at: Place): void {
        if (this.clicked) this.clicked(at);
        else if (first) void this.open(first, { fly: false, others, at });
        else {
            this.panel?.close();
            this.store.update({ here: at });
            this.tool('here');
        }
    }

    private async openLinked(ref: FeatureRef, fly: boolean): Promise<void> {
        const collection = this.collections.get(ref.collection);
        const feature = collection && (await (await this.featurePanel())?.show(ref, { focus: false, others: [] }));
        if (feature) this.bringInto(collection, feature, fly);
    }

    /** Comes with the first feature that is opened. */
    private async featurePanel(): Promise<FeaturePanel | undefined> {
        try {
            const { FeaturePanel } = await import('./more');
            return (this.panel ??= new FeaturePanel(byId('panel'), this, (_, feature) => this.showSelected(feature)));
        } catch {
            this.toast(t(this).featureFailed);
            return undefined;
        }
    }

    private withoutMap(): void {
        document.documentElement.classList.add('no-map');
        byId('map-wait').hidden = true;
        byId('map-message').hidden = false;
        byId('controls').hidden = true;
        this.renderWords();
        this.table.open();
        document.documentElement.dataset.ready = '1';
    }

    private readonly render = (): void => this.map?.render(this.drawing());

    drawing(right = false) {
        const { visible, choices, wishes, area, compare } = this.store.state;
        const collections = [...this.collections.keys()].map((id) => this.styled(id)!);
        const ground = collections.filter((each) => isBase(each) && visible.has(each.id)).map(({ id }) => id);
        const half = right && compare ? { visible: new Set([...ground, compare.collection]), choices: { ...choices, ...(compare.choice && { [compare.collection]: compare.choice }) } } : {};
        return {
            collections,
            shown: {
                visible, choices, wishes, area, filtered: this.filtered, selected: this.selected, dark: dark.matches, ...this.scene,
                base: this.base(), ...half,
            },
        };
    }

    private changed(state: State, before: State): void {
        if (state.visible !== before.visible) this.wantChoices();
        const drawn = ['visible', 'choices', 'colors', 'base', 'wishes', 'area'] as const;
        const filtered = state.wishes !== before.wishes || state.area !== before.area;
        if (drawn.some((key) => state[key] !== before[key])) {
            // A filter is drawn once it is known whether tiles come filtered: to filter 100,000 points here first would be twice the work.
            if (filtered) void this.filterTiles(true);
            else this.render();
            renderCredits(byId('attribution'), this.shownData(), this.base(), state.lang);
        }
        if (!filtered && (state.visible !== before.visible || state.choices !== before.choices)) void this.filterTiles();
        if (filtered) renderChips(byId('chips'), this);
        if (state.colors !== before.colors) void this.learnColors();
        if (state.table !== before.table) byId('table-open').setAttribute('aria-expanded', String(state.table !== undefined));
        if (state.tool !== before.tool || state.about !== before.about || (state.lang !== before.lang && state.tool)) void this.showTool();
        if (state.lang !== before.lang) this.renderWords();
        this.writeLink();
    }

    /** Browsers refuse a page that writes its address a hundred times in half a minute: a slider would. */
    private readonly writeLink = debounced(120, () => {
        const hash = encode(linkOf(this.store.state, [...this.collections.values()]));
        if (hash !== location.hash) history.replaceState(null, '', hash);
    });

    private showSelected(feature: Feature | undefined): void {
        if (feature === this.selected) return;
        this.selected = feature;
        this.render();
    }

    /** Makes sure that what the panel tells of is what the map shows: the right choice, and a place not covered. */
    private bringInto(collection: Collection, feature: Feature, fly: boolean): void {
        const { choose, minzoom } = viewOf(collection);
        const value = choose === undefined ? undefined : feature.properties[choose];
        if (value !== undefined && value !== null && this.store.state.choices[collection.id] !== String(value)) {
            this.store.update({ choices: { ...this.store.state.choices, [collection.id]: String(value) } });
        }
        const bbox = geometryBbox(feature.geometry);
        if (fly && bbox) this.map?.show(bbox, this.covered(), minzoom);
    }

    /** How much of the map the panels lie over, in pixels. */
    private covered(): { right: number; bottom: number } {
        const panel = [byId('panel'), byId('tool')].find(({ hidden }) => !hidden);
        if (!panel) return { right: 0, bottom: 0 };
        return narrow.matches ? { right: 0, bottom: panel.offsetHeight } : { right: panel.offsetWidth, bottom: 0 };
    }

    // ---- what must be asked first ----

    private async learn(): Promise<void> {
        const [filters, { basemaps }] = await Promise.all([serverFilters(), settings()]);
        this.bases = basemaps;
        if (basemaps.length) void import('./more').then(({ baseSwitch }) => baseSwitch(byId('layer-list'), this, basemaps), () => undefined);
        if (this.store.state.base) this.render();
        this.serverFilters = filters;
        if (filters) this.table.renew();
        void this.filterTiles();
        renderChips(byId('chips'), this);
        void this.learnColors();
    }

    private async learnColors(): Promise<void> {
        const missing = Object.entries(this.store.state.colors).some(([, { breaks }]) => !breaks);
        if (missing) await (await import('./more')).learnBreaks(this);
    }

    /** Finds out which tiles are to come filtered, and draws the map if that, or the filter itself, has changed. */
    private async filterTiles(changed = false): Promise<void> {
        const { wishes, area } = this.store.state;
        const wanted = this.serverFilters ? await tileFilters(this) : this.filtered;
        if (wishes !== this.store.state.wishes || area !== this.store.state.area) return; // asked anew meanwhile
        if (!changed && JSON.stringify([...wanted]) === JSON.stringify([...this.filtered])) return;
        this.filtered = wanted;
        this.render();
    }

    private async showTool(): Promise<void> {
        const { tool } = this.store.state;
        for (const button of document.querySelectorAll<HTMLElement>('[data-tool]')) button.setAttribute('aria-pressed', String(button.dataset.tool === tool));
        if (tool && !byId('panel').hidden) this.panel?.leave();
        if (!tool && byId('tool').hidden) return;
        try {
            const { showTool } = await import('./more');
            await showTool(this);
        } catch {
            this.toast(t(this).loadFailed);
        }
    }

    private wantChoices(): void {
        for (const collection of this.collections.values()) {
            if (this.store.state.visible.has(collection.id)) void this.known.want(collection);
        }
    }

    private chosen({ id }: Collection, values: string[]): void {
        const { choices } = this.store.state;
        // The last is taken for the newest: a city adds its files in the order of time.
        const value = values.includes(choices[id] ?? '') ? choices[id] : values.at(-1);
        if (value !== undefined && value !== choices[id]) this.store.update({ choices: { ...choices, [id]: value } });
        this.list.refresh();
    }

    /** The values of a choice, for a layer that is not on. */
    async choicesOf(collection: Collection): Promise<string[]> {
        if (!chooseOf(collection)) return [];
        await this.known.want(collection);
        const values = this.known.values(collection.id);
        return Array.isArray(values) ? values : [];
    }

    // ---- words ----

    private renderWords(): void {
        const words = t(this);
        const { lang } = this.store.state;
        const city = cityOf(this.collections.values(), lang);
        document.title = words.pageTitle(city);
        byId('brand-city').textContent = words.mapOf(city);
        byId<HTMLInputElement>('search').placeholder = words.searchPlaceholder;
        byId<HTMLSelectElement>('language').value = lang;
        byId('map-message').textContent = words.noWebGl;
        this.map?.name(words.mapHelp);
        renderCredits(byId('attribution'), this.shownData(), this.base(), lang);
        renderChips(byId('chips'), this);
    }

    attribution = (): string => creditsOf(this.shownData(), this.base(), this.store.state.lang);

    private base = (): Basemap | undefined => this.bases.find(({ id }) => id === this.store.state.base);

    private shownData(): Collection[] {
        const { visible } = this.store.state;
        const base = this.base(); // not what a link asks for: this server may not allow it
        return [...this.collections.values()].filter((each) => visible.has(each.id) && !(base && isBase(each)));
    }

    // ---- what the buttons do ----

    async speak(lang: Lang): Promise<void> {
        try {
            await loadTexts(lang);
            applyTexts(lang); // first, for what the parts make anew asks for the page's language
            this.store.update({ lang });
        } catch {
            byId<HTMLSelectElement>('language').value = this.store.state.lang;
            this.toast(t(this).offline);
        }
    }

    openTable(): void {
        if (narrow.matches) sheet('layers', false);
        this.table.open();
        byId('table').focus({ preventScroll: true });
    }

    closeTable(): void {
        this.store.update({ table: undefined });
        byId('table-open').focus();
    }

    /** The user changed the URL by hand or went back. */
    private follow(): void {
        const link = decode(location.hash);
        const next = stateOf(link, [...this.collections.values()], this.store.state.lang);
        const choices = { ...this.store.state.choices, ...next.choices };
        if (link.lang) void this.speak(link.lang);
        this.store.update({ ...next, lang: this.store.state.lang, choices, camera: next.camera ?? this.store.state.camera });
        if (next.selected && !this.panel) void this.openLinked(next.selected, false);
        if (link.camera) this.map?.jump(link.camera);
    }
}

export const isEmbedded = new URLSearchParams(location.search).has('embed');
