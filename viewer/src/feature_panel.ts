// The panel of one feature: what it is, every public field, who says so. It is a dialog that does not block the map.

import { ApiError, type Collection, type Feature, fetchFeature, pageUrl, root } from './api';
import { el, icon } from './dom';
import { type Line, formatDate, lines } from './format';
import { hereSection } from './here_tool';
import { downloads, licence, swatch } from './layer_list';
import { legend } from './legend';
import { type Page, type Pick, t, word } from './page';
import type { FeatureRef, Place } from './permalink';
import { featureTitle, geometryBbox, titleOf } from './view';

type Content = { feature: Feature } | { problem: string } | 'loading';

export class FeaturePanel {
    private asked: AbortController | undefined;
    private content: Content = 'loading';
    private ref: FeatureRef | undefined;
    private others: Pick[] = [];
    private at: Place | undefined; // where the user pointed
    private told: HTMLElement | undefined; // what applies there
    private opener: Element | null = null;

    constructor(
        private readonly root: HTMLElement,
        private readonly page: Page,
        private readonly whenShown: (ref: FeatureRef | undefined, feature: Feature | undefined) => void,
    ) {
        root.addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && !event.isComposing) this.close();
        });
        page.store.onChange((state, before) => {
            if (state.lang !== before.lang) {
                if (typeof this.content === 'object' && 'feature' in this.content) this.told = this.tellsOfPlace(this.content.feature);
                this.render();
            }
            if (state.selected?.id !== this.ref?.id || state.selected?.collection !== this.ref?.collection) {
                void this.show(state.selected, { focus: false, others: [] });
            }
        });
    }

    /** Shows a feature as soon as it has come; undefined closes the panel. The state is set first, so a link copied early is right. */
    async show(ref: FeatureRef | undefined, { focus, others, at }: { focus: boolean; others: Pick[]; at?: Place | undefined }): Promise<Feature | undefined> {
        this.asked?.abort();
        const inside = this.root.contains(document.activeElement);
        if (ref && !inside) this.opener = document.activeElement;
        this.ref = ref;
        this.others = others;
        this.at = at;
        this.told = undefined;
        this.page.store.update({ selected: ref });
        if (!ref) return this.hide();
        this.asked = new AbortController();
        this.content = 'loading';
        this.render();
        if (focus) this.focusHeading();
        return this.load(ref, this.asked.signal, focus);
    }

    /** Makes room for a tool; the focus is the tool's. */
    leave(): void {
        void this.show(undefined, { focus: false, others: [] });
    }

    close(): void {
        if (this.root.hidden) return;
        const { opener } = this;
        void this.show(undefined, { focus: false, others: [] });
        const canvas = document.querySelector<HTMLElement>('.maplibregl-canvas');
        const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : canvas;
        back?.focus({ preventScroll: true });
    }

    private async load(ref: FeatureRef, signal: AbortSignal, focus: boolean): Promise<Feature | undefined> {
        try {
            const feature = await fetchFeature(ref.collection, ref.id, signal);
            if (signal.aborted) return undefined;
            this.content = { feature };
            this.told = this.tellsOfPlace(feature);
            this.render();
            if (focus) this.focusHeading();
            this.whenShown(ref, feature);
            return feature;
        } catch (error) {
            if (signal.aborted) return undefined;
            const words = t(this.page);
            this.content = { problem: error instanceof ApiError && error.status === 404 ? words.featureGone : words.featureFailed };
            this.render();
            if (focus) this.focusHeading();
            this.whenShown(ref, undefined);
            return undefined;
        }
    }

    private hide(): undefined {
        this.root.hidden = true;
        this.root.replaceChildren();
        this.opener = null;
        this.whenShown(undefined, undefined);
        return undefined;
    }

    private focusHeading(): void {
        this.root.querySelector('h2')?.focus({ preventScroll: true });
    }

    private render(): void {
        const collection = this.ref && this.page.styled(this.ref.collection);
        if (!collection || !this.ref) return;
        const words = t(this.page);
        const { lang } = this.page.store.state;
        const { content } = this;
        const feature = typeof content === 'object' && 'feature' in content ? content.feature : undefined;
        const heading = feature ? featureTitle(collection, feature.properties, this.ref.id) : words.details;
        this.root.hidden = false;
        this.root.replaceChildren(
            el(
                'div', { class: 'panel-head' },
                el('p', { class: 'kind' }, swatch(legend(collection, lang)[0]!, collection, false), titleOf(collection, lang)),
                el('h2', { id: 'panel-title', tabindex: -1, dir: 'auto' }, heading),
                el('button', { type: 'button', class: 'icon-button close', 'aria-label': words.close, title: words.close, onclick: () => this.close() }, icon('close')),
            ),
            el('div', { class: 'panel-body' }, ...this.body(collection, feature)),
        );
    }

    private body(collection: Collection, feature: Feature | undefined): (HTMLElement | false)[] {
        const words = t(this.page);
        if (!feature) {
            const text = typeof this.content === 'object' && 'problem' in this.content ? this.content.problem : words.featureLoading;
            return [el('p', { role: 'status' }, text), this.othersList()];
        }
        const said = lines(collection, feature, this.page.store.state.lang);
        const id = this.ref!.id;
        const title = featureTitle(collection, feature.properties, id);
        return [
            !feature.geometry && el('p', { class: 'note' }, words.withoutPosition),
            ...said.map((line) => movie(line, words.movie(title))),
            el('dl', { class: 'fields' }, ...said.flatMap((line) => this.line(line))),
            this.told ?? false,
            this.othersList(),
            this.source(collection),
            el(
                'p', { class: 'actions' },
                el('a', { href: pageUrl(collection.id, id), class: 'quiet' }, icon('page'), words.featurePage),
                el('button', { type: 'button', class: 'quiet', onclick: () => void this.copyLink() }, icon('link'), words.copyLink),
            ),
            qrCode(collection.id, id, words.qr(title)),
        ];
    }

    /** What applies at the place of the feature, or where the user pointed at it. */
    private tellsOfPlace(feature: Feature): HTMLElement | undefined {
        const bbox = geometryBbox(feature.geometry);
        const at = this.at ?? (bbox && { lon: (bbox[0] + bbox[2]) / 2, lat: (bbox[1] + bbox[3]) / 2 });
        if (!at) return undefined;
        const section = el('section', { class: 'told' });
        void hereSection(this.page, at, this.ref).then((told) => section.append(told), () => undefined);
        return section;
    }

    private line({ label, value, unit, missing, href }: Line): HTMLElement[] {
        const shown = href
            ? el('a', { href, target: '_blank', rel: 'noopener noreferrer', class: 'video' }, icon('play'), t(this.page).openLink(label))
            : el('span', {}, value, unit && el('span', { class: 'unit' }, ` ${unit}`));
        return [el('dt', {}, label), el('dd', { class: missing ? 'missing' : undefined, dir: 'auto' }, shown)];
    }

    private othersList(): HTMLElement | false {
        if (this.others.length === 0) return false;
        const buttons = this.others.map((other) => {
            const collection = this.page.collections.get(other.collection);
            const kind = collection ? titleOf(collection, this.page.store.state.lang) : '';
            const others = [...this.others.filter((each) => each !== other), ...(this.ref ? [this.here()] : [])];
            const open = () => this.page.open(other, { fly: false, others });
            return el('li', {}, el('button', { type: 'button', onclick: open }, el('span', { dir: 'auto' }, other.title), el('small', {}, kind)));
        });
        return el('section', { class: 'others' }, el('h3', {}, `${t(this.page).alsoHere} (${this.others.length})`), el('ul', {}, ...buttons));
    }

    /** The feature shown, as one of the others once another is opened. */
    private here(): Pick {
        const title = this.root.querySelector('h2')?.textContent ?? this.ref!.id;
        return { ...this.ref!, title };
    }

    private source(collection: Collection): HTMLElement {
        const { machizu } = collection;
        const words = t(this.page);
        const date = machizu.date && formatDate(machizu.date, this.page.store.state.lang);
        return el(
            'div', { class: 'source' },
            el('p', {}, words.sources, word(this.page, machizu.attribution) || word(this.page, machizu.publisher), date && ` (${date})`),
            el('p', {}, `${words.license}: `, machizu.license ? licence(machizu.license) : '—'),
            downloads(collection, this.page),
        );
    }

    private async copyLink(): Promise<void> {
        const words = t(this.page);
        try {
            await navigator.clipboard.writeText(location.href); // only where the page is served over https or from this machine
            this.page.toast(words.copied);
        } catch {
            this.page.toast(words.copyFailed);
        }
    }
}

/** A film that lies on this server is played here; what lies elsewhere stays a link, for the policy lets nothing in. */
function movie({ href }: Line, label: string): HTMLElement | false {
    if (!href || !/\.(mp4|webm|ogv)$/i.test(new URL(href).pathname) || new URL(href).origin !== location.origin) return false;
    return el('video', { src: href, controls: true, preload: 'metadata', 'aria-label': label });
}

/** The server draws it; where it does not, nothing stands here. */
function qrCode(collection: string, id: string, alt: string): HTMLElement {
    const image = el('img', { src: `${root()}f/${collection}/${encodeURIComponent(id)}/qr.svg`, alt, class: 'qr', width: 112, height: 112, loading: 'lazy' });
    image.addEventListener('error', () => image.remove());
    return image;
}
