// The page: fetches what there is, makes the parts, and passes what happens in one to the others.

import 'maplibre-gl/dist/maplibre-gl.css';
import './style.css';
import { type Bbox, type Collection, type Feature, type Lang, fetchCollections, tilesUrl } from './api';
import { Choices } from './choices';
import { type Icon, byId, debounced, el, icon } from './dom';
import { FeaturePanel } from './feature_panel';
import { preferredLang, texts } from './i18n';
import { LayerList } from './layer_list';
import { mapStyle } from './map_style';
import type { MapView } from './map_view';
import { type Page, applyTexts, t } from './page';
import { decode, encode } from './permalink';
import { SearchBox } from './search_box';
import { type State, Store, linkOf, stateOf, toggled } from './state';
import { TablePanel } from './table_panel';
import { firstBbox, geometryBbox, isBase, pick, viewOf } from './view';

const dark = matchMedia('(prefers-color-scheme: dark)');
const narrow = matchMedia('(max-width: 759px)');

class Viewer implements Page {
    readonly collections: ReadonlyMap<string, Collection>;
    readonly store: Store;
    private map: MapView | undefined;
    private selected: Feature | undefined;
    private readonly panel: FeaturePanel;
    private readonly table: TablePanel;
    private readonly known: Choices;

    constructor(collections: Collection[], lang: Lang) {
        this.collections = new Map(collections.map((each) => [each.id, each]));
        const link = decode(location.hash);
        this.store = new Store(stateOf({ ...link, feature: undefined }, collections, lang));
        applyTexts(this.store.state.lang);
        this.known = new Choices((collection, values) => this.chosen(collection, values));
        const list = new LayerList(byId('layer-list'), this);
        this.panel = new FeaturePanel(byId('panel'), this, (_, feature) => this.showSelected(feature));
        this.table = new TablePanel(byId('table'), byId('table-layer'), byId('table-all'), byId('table-summary'), byId('table-content'), this);
        new SearchBox(byId('search'), byId('hits'), byId('search-note'), byId('search-clear'), this);
        this.store.onChange((state, before) => this.changed(state, before));
        this.store.onChange((state, before) => state.camera !== before.camera && list.refresh());
        this.whenListChanges = () => list.refresh();
        this.wire();
        this.wantChoices();
        this.renderWords();
        void this.start(link.feature, link.camera === undefined);
    }

    private readonly whenListChanges: () => void;

    open: Page['open'] = async (ref, { fly, others = [] }) => {
        const { store } = this;
        const collection = this.collections.get(ref.collection);
        if (!collection || isBase(collection)) return;
        if (!store.state.visible.has(ref.collection)) store.update({ visible: toggled(store.state.visible, ref.collection, true) });
        if (narrow.matches) sheet('layers', false);
        const feature = await this.panel.show(ref, { focus: true, others });
        if (feature) this.bringInto(collection, feature, fly);
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

    /** The map comes last: all else works before it is there, and without it. */
    private async start(feature: State['selected'], free: boolean): Promise<void> {
        try {
            const { MapView } = await import('./map_view');
            const bbox = firstBbox([...this.collections.values()]);
            this.map = new MapView(byId('map'), this.collections, { style: this.style(), camera: this.store.state.camera, bbox }, {
                moved: (camera) => {
                    this.store.update({ camera });
                    this.table.mapMoved();
                },
                picked: ([first, ...others]) => (first ? void this.open(first, { fly: false, others }) : this.panel.close()),
                failed: debounced(1000, () => this.toast(t(this).tilesFailed)),
            });
            this.map.name(t(this).mapHelp);
            new ResizeObserver(() => this.map?.resize()).observe(byId('map'));
        } catch {
            this.withoutMap();
        }
        if (feature) void this.openLinked(feature, free);
    }

    private async openLinked(ref: NonNullable<State['selected']>, fly: boolean): Promise<void> {
        const collection = this.collections.get(ref.collection);
        const feature = collection && (await this.panel.show(ref, { focus: false, others: [] }));
        if (feature) this.bringInto(collection, feature, fly);
    }

    private withoutMap(): void {
        document.documentElement.classList.add('no-map');
        byId('map-message').hidden = false;
        byId('controls').hidden = true;
        this.renderWords();
        this.table.open();
        document.documentElement.dataset.ready = '1';
    }

    private style() {
        const { visible, choices } = this.store.state;
        return mapStyle([...this.collections.values()], { visible, choices, selected: this.selected, dark: dark.matches }, tilesUrl);
    }

    private changed(state: State, before: State): void {
        if (state.visible !== before.visible) this.wantChoices();
        if (state.visible !== before.visible || state.choices !== before.choices) {
            this.map?.render(this.style());
            this.renderAttribution();
        }
        if (state.table !== before.table) byId('table-open').setAttribute('aria-expanded', String(state.table !== undefined));
        if (state.lang !== before.lang) {
            applyTexts(state.lang);
            this.renderWords();
        }
        const hash = encode(linkOf(state, [...this.collections.values()]));
        if (hash !== location.hash) history.replaceState(null, '', hash);
    }

    private showSelected(feature: Feature | undefined): void {
        if (feature === this.selected) return;
        this.selected = feature;
        this.map?.render(this.style());
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
        const panel = byId('panel');
        if (panel.hidden) return { right: 0, bottom: 0 };
        return narrow.matches ? { right: 0, bottom: panel.offsetHeight } : { right: panel.offsetWidth, bottom: 0 };
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
        this.whenListChanges();
    }

    private renderWords(): void {
        const words = t(this);
        const { lang } = this.store.state;
        const city = this.city(lang);
        document.title = words.pageTitle(city);
        byId('brand-city').textContent = words.mapOf(city);
        byId<HTMLInputElement>('search').placeholder = words.searchPlaceholder;
        byId('language').textContent = words.otherLanguage;
        byId('language').lang = lang === 'ja' ? 'en' : 'ja';
        byId('map-message').textContent = words.noWebGl;
        this.map?.name(words.mapHelp);
        this.renderAttribution();
    }

    /** Who publishes most of the data: that is whose map it is. */
    private city(lang: Lang): string {
        const votes = new Map<string, number>();
        for (const { machizu } of this.collections.values()) {
            const name = pick(machizu.publisher, lang);
            if (name) votes.set(name, (votes.get(name) ?? 0) + 1);
        }
        return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
    }

    private renderAttribution(): void {
        const { lang, visible } = this.store.state;
        const shown = [...this.collections.values()].filter(({ id }) => visible.has(id));
        const names = new Set(shown.map(({ machizu }) => pick(machizu.attribution, lang) || pick(machizu.publisher, lang)).filter(Boolean));
        byId('attribution').textContent = names.size ? t(this).sources + [...names].join(lang === 'ja' ? '、' : ', ') : '';
    }

    private wire(): void {
        const { store } = this;
        const on = (id: string, action: () => void) => byId(id).addEventListener('click', action);
        on('language', () => store.update({ lang: store.state.lang === 'ja' ? 'en' : 'ja' }));
        on('zoom-in', () => this.map?.zoomBy(1));
        on('zoom-out', () => this.map?.zoomBy(-1));
        on('home', () => this.zoomTo(firstBbox([...this.collections.values()]) ?? [122, 24, 154, 46]));
        on('pan-show', () => {
            const pan = byId('pan');
            pan.hidden = !pan.hidden;
            byId('pan-show').setAttribute('aria-expanded', String(!pan.hidden));
        });
        on('pan-up', () => this.map?.pan(0, -1));
        on('pan-down', () => this.map?.pan(0, 1));
        on('pan-left', () => this.map?.pan(-1, 0));
        on('pan-right', () => this.map?.pan(1, 0));
        on('layers-open', () => sheet('layers', !sheetIsOpen('layers')));
        on('layers-close', () => closeSheet('layers', 'layers-open'));
        on('table-open', () => (store.state.table === undefined ? this.openTable() : this.closeTable()));
        on('table-close', () => this.closeTable());
        byId('table').addEventListener('keydown', (event) => event.key === 'Escape' && this.closeTable());
        byId('layers').addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && narrow.matches) closeSheet('layers', 'layers-open');
        });
        for (const link of document.querySelectorAll<HTMLAnchorElement>('.skip')) {
            link.addEventListener('click', (event) => {
                event.preventDefault(); // the URL's '#' belongs to the state
                if (link.hash === '#table') this.openTable();
                else sheet('layers', true);
                byId(link.hash.slice(1)).focus();
            });
        }
        byId('table-open').setAttribute('aria-expanded', String(store.state.table !== undefined));
        dark.addEventListener('change', () => this.map?.render(this.style()));
        addEventListener('hashchange', () => this.follow());
    }

    private openTable(): void {
        if (narrow.matches) sheet('layers', false);
        this.table.open();
        byId('table').focus({ preventScroll: true });
    }

    private closeTable(): void {
        this.store.update({ table: undefined });
        byId('table-open').focus();
    }

    /** The user changed the URL by hand or went back. */
    private follow(): void {
        const link = decode(location.hash);
        const next = stateOf(link, [...this.collections.values()], this.store.state.lang);
        const choices = { ...this.store.state.choices, ...next.choices };
        this.store.update({ ...next, choices, camera: next.camera ?? this.store.state.camera });
        if (link.camera) this.map?.jump(link.camera);
    }
}

function sheetIsOpen(id: string): boolean {
    const root = document.documentElement.classList;
    return narrow.matches ? root.contains(`${id}-open`) : !root.contains(`${id}-closed`);
}

/** On a narrow screen the sheet is closed at first, on a wide one it is open. */
function sheet(id: string, open: boolean): void {
    const root = document.documentElement.classList;
    root.toggle(`${id}-open`, open);
    root.toggle(`${id}-closed`, !open);
    byId(`${id}-open`).setAttribute('aria-expanded', String(sheetIsOpen(id)));
    if (open && narrow.matches) byId(id).focus({ preventScroll: true });
}

function closeSheet(id: string, opener: string): void {
    sheet(id, false);
    byId(opener).focus();
}

function drawIcons(): void {
    const icons: Record<string, Icon> = {
        'zoom-in': 'plus', 'zoom-out': 'minus', home: 'home', 'pan-show': 'move', 'pan-up': 'up', 'pan-down': 'down',
        'pan-left': 'left', 'pan-right': 'right', 'layers-close': 'close', 'table-close': 'close', 'search-clear': 'close',
        'layers-open': 'layers', 'table-open': 'table',
    };
    for (const [id, name] of Object.entries(icons)) byId(id).prepend(icon(name));
}

async function load(lang: Lang): Promise<void> {
    const list = byId('layer-list');
    list.replaceChildren(el('p', {}, texts[lang].loading));
    try {
        const collections = await fetchCollections();
        list.replaceChildren();
        new Viewer(collections, lang);
    } catch (error) {
        console.warn(error);
        const retry = el('button', { type: 'button', class: 'primary', onclick: () => void load(lang) }, texts[lang].retry);
        list.replaceChildren(el('div', { role: 'alert' }, el('p', {}, texts[lang].loadFailed), retry));
        sheet('layers', true);
    }
}

const lang = decode(location.hash).lang ?? preferredLang(navigator.languages);
applyTexts(lang);
byId('language').textContent = texts[lang].otherLanguage;
byId('layers-open').setAttribute('aria-expanded', String(!narrow.matches));
drawIcons();
void load(lang);
