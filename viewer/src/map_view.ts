// The map on the screen: the only file that knows MapLibre's objects. Loaded after the page stands, for it is large.

import { Map as MapLibre, type MapGeoJSONFeature, type PointLike, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import { type Bbox, type Collection, tilesUrl } from './api';
import { mapStyle } from './map_style';
import type { Pick } from './page';
import type { Camera, Place } from './permalink';
import { hatchings } from './signs';
import type { Shown } from './style_parts';
import { featureTitle, isBase } from './view';

declare const WORKER_FILE: string; // put in by build.mjs
declare global {
    interface Window {
        machizu?: { map: MapLibre };
    }
}

export interface MapEvents {
    moving?: (() => void) | undefined;
    moved(camera: Camera): void;
    /** A cluster comes with its count and the box to go closer to. */
    picked(features: Pick[], at: Place): void;
    failed(): void;
}

export interface Drawing {
    collections: Collection[];
    shown: Shown;
}

const reach = { mouse: 5, touch: 12 }; // how far from a feature a click still means it, in pixels
const mostPicked = 50; // cases moved to the middle of a mesh cell lie on one another by the dozen
const closest = 19;
const clear = { top: 24, left: 24, right: 24, bottom: 72 }; // below stand the buttons for list and table

export class MapView {
    private readonly map: MapLibre;

    /** Throws where WebGL 2 is missing. `of`: the map's part in the page. */
    constructor(
        container: HTMLElement,
        private drawing: Drawing,
        start: { camera: Camera | undefined; bbox: Bbox | undefined; of: 'page' | 'compare' | 'paper'; pixelRatio?: number; lockedInFrame?: boolean; locale?: Record<string, string> },
        private readonly events: MapEvents,
    ) {
        setWorkerUrl(new URL(WORKER_FILE, import.meta.url).href);
        this.main = start.of === 'page';
        this.map = new MapLibre({
            container,
            style: styleOf(drawing),
            ...(start.camera ? viewOf(start.camera) : start.bbox ? { bounds: start.bbox, fitBoundsOptions: { padding: clear } } : {}),
            ...(start.pixelRatio && { pixelRatio: start.pixelRatio }),
            ...(start.lockedInFrame && { cooperativeGestures: true }), // the page around keeps its wheel
            ...(start.locale && { locale: start.locale }),
            interactive: start.of !== 'paper',
            attributionControl: false, // the page has its own, which follows language and layers
            dragRotate: false,
            pitchWithRotate: false,
            maxPitch: 0,
            maxZoom: start.of === 'paper' ? 22 : closest,
            fadeDuration: this.main && !matchMedia('(prefers-reduced-motion: reduce)').matches ? 150 : 0,
        });
        this.map.touchZoomRotate.disableRotation();
        this.map.keyboard.disableRotation();
        this.map.setMissingStyleImageResolver((id) => this.addHatching(id));
        if (this.main) {
            this.map.addControl(new ScaleControl({ maxWidth: 100 }), 'bottom-left');
            window.machizu = { map: this.map };
        }
        this.listen();
    }

    private readonly main: boolean;

    render(drawing: Drawing): void {
        if (this.main) ready(false);
        this.drawing = drawing;
        this.map.setStyle(styleOf(drawing), { diff: true });
        this.map.triggerRepaint(); // without a difference nothing would be drawn, and the map would never say that it is idle
    }

    private addHatching(id: string): void {
        const rows = hatchings[Number(/^pattern-(\d)$/.exec(id)?.[1])];
        if (!rows || this.map.hasImage(id)) return;
        const data = new Uint8Array(8 * 8 * 4);
        rows.forEach((row, y) => [...row].forEach((dot, x) => dot === '#' && data.set([22, 33, 43, 150], (y * 8 + x) * 4)));
        this.map.addImage(id, { width: 8, height: 8, data });
    }

    /** What is drawn, as a picture; the drawing and the reading must be of one task. */
    picture(): string {
        this.map.redraw();
        return this.map.getCanvas().toDataURL('image/png');
    }

    /** Once all is drawn. */
    whenIdle(): Promise<void> {
        return new Promise((resolve) => void this.map.once('idle', () => resolve()));
    }

    /** Calls while the map moves; undefined: no more. */
    onMoving(call: (() => void) | undefined): void {
        this.events.moving = call;
    }

    remove(): void {
        this.map.remove();
    }

    camera(): Camera {
        const { lng, lat } = this.map.getCenter();
        return { zoom: this.map.getZoom(), lat, lon: lng };
    }

    size(): { width: number; height: number } {
        const { clientWidth, clientHeight } = this.map.getContainer();
        return { width: clientWidth, height: clientHeight };
    }

    name(label: string): void {
        this.map.getCanvas().setAttribute('aria-label', label);
    }

    bbox(): Bbox {
        const bounds = this.map.getBounds();
        return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    }

    jump(camera: Camera): void {
        this.map.jumpTo(viewOf(camera));
    }

    zoomBy(levels: number): void {
        this.map.easeTo({ zoom: this.map.getZoom() + levels, duration: 250 });
    }

    /** Moves by a share of the map's size. */
    pan(x: number, y: number): void {
        const { clientWidth, clientHeight } = this.map.getContainer();
        this.map.panBy([x * clientWidth * 0.35, y * clientHeight * 0.35], { duration: 250 });
    }

    /** Brings a box into the part of the map that is not `covered` (pixels) by panels; a point is seen from its street. */
    show(bbox: Bbox, covered: { right: number; bottom: number }, least = 0): void {
        const point = bbox[2] - bbox[0] < 1e-9 && bbox[3] - bbox[1] < 1e-9;
        const camera = this.map.cameraForBounds(bbox, {
            padding: { top: 40, left: 40, right: 40 + covered.right, bottom: 40 + covered.bottom },
            maxZoom: Math.max(16.5, least),
        });
        if (!camera?.center) return;
        const zoom = point ? Math.max(this.map.getZoom(), 16, least) : Math.max(camera.zoom ?? 0, least);
        if (!point) return void this.map.flyTo({ center: camera.center, zoom, maxDuration: 1500 });
        this.map.flyTo({ center: [bbox[0], bbox[1]], zoom, offset: [-covered.right / 2, -covered.bottom / 2], maxDuration: 1500 });
    }

    resize(): void {
        this.map.resize();
    }

    private listen(): void {
        const { map } = this;
        const moved = () => this.events.moved(this.camera());
        map.on('load', moved);
        map.on('moveend', moved);
        map.on('move', () => this.events.moving?.());
        map.on('error', () => this.events.failed());
        if (!this.main) return;
        map.on('movestart', () => ready(false));
        map.on('idle', () => ready(true));
        map.on('click', ({ point, lngLat, originalEvent }) => {
            const touch = (originalEvent as PointerEvent).pointerType === 'touch' || matchMedia('(pointer: coarse)').matches;
            this.click(point, { lon: lngLat.lng, lat: lngLat.lat }, touch ? reach.touch : reach.mouse);
        });
        map.on('mousemove', ({ point }) => {
            map.getCanvas().style.cursor = this.atWork ? 'crosshair' : this.found(point, reach.mouse).length ? 'pointer' : '';
        });
    }

    /** A tool takes the clicks: they open no cluster, and the hand points. */
    atWork = false;

    private click({ x, y }: { x: number; y: number }, at: Place, radius: number): void {
        const found = this.found({ x, y }, radius);
        const first = found[0];
        if (first?.properties.point_count !== undefined && !this.atWork) return this.enter(first);
        const picks = new Map<string, Pick>();
        for (const { source, properties } of found) {
            const collection = this.drawing.collections.find((each) => each.id === source);
            const id = properties.feature_id;
            if (!collection || id === undefined) continue;
            picks.set(`${source}/${id}`, { collection: source, id: String(id), title: featureTitle(collection, properties, String(id)) });
        }
        this.events.picked([...picks.values()].slice(0, mostPicked), at);
    }

    /** A cluster holds too much to list; going closer takes it apart. */
    private enter(cluster: MapGeoJSONFeature): void {
        const { geometry } = cluster;
        if (geometry.type !== 'Point') return;
        const center = geometry.coordinates as [number, number];
        this.map.easeTo({ center, zoom: Math.min(this.map.getZoom() + 2, closest) });
    }

    /** Data under a point, topmost first. */
    private found({ x, y }: { x: number; y: number }, radius: number): MapGeoJSONFeature[] {
        const box: [PointLike, PointLike] = [[x - radius, y - radius], [x + radius, y + radius]];
        const isData = (feature: MapGeoJSONFeature) => {
            const collection = this.drawing.collections.find(({ id }) => id === feature.source);
            return collection !== undefined && !isBase(collection);
        };
        const exact = this.map.queryRenderedFeatures([x, y]).filter(isData);
        const near = this.map.queryRenderedFeatures(box).filter(isData);
        // Near points and lines are meant; a neighbouring area is not, unless the point is in it.
        return near.filter((feature) => feature.layer.type !== 'fill' && feature.geometry.type.endsWith('Polygon') === false).concat(exact);
    }
}

const styleOf = ({ collections, shown }: Drawing) => mapStyle(collections, shown, tilesUrl);

const viewOf = ({ zoom, lat, lon }: Camera) => ({ center: [lon, lat] as [number, number], zoom });

/** For tests and embedders: whether the map has drawn all there is to draw. */
export function ready(is: boolean): void {
    document.documentElement.dataset.ready = is ? '1' : '0';
}
