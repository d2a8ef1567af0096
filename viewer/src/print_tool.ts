// A sheet of A4: the map at a true scale, its legend, dates, licences, filters, and what it does not prove.

import { describe } from './chips';
import { byId, el, svg } from './dom';
import { formatDate } from './format';
import { metresPerPixel, roundLength, zoomFor } from './geo';
import { swatch } from './layer_list';
import { type LegendEntry, legend } from './legend';
import { count } from './page';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { byOrder, field, isBase, pick, titleOf, viewOf } from './view';
import type { Viewer } from './viewer';

const scales = [1000, 2500, 5000, 10_000, 25_000, 50_000];
const sizes = { portrait: { width: 186, height: 158 }, landscape: { width: 188, height: 160 } } as const; // of the map, millimetres
const pixelsPerMm = 96 / 25.4; // CSS
type Paper = keyof typeof sizes;

interface Picture {
    src: string;
    widthMm: number;
    heightMm: number;
    metresPerMm: number;
}

export const print: ToolPart = (page, body) => {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    const title = el('input', { type: 'text', name: 'print-title', value: byId('brand-city').textContent ?? '' });
    const paper = el('select', { name: 'paper' }, el('option', { value: 'portrait' }, words.portrait), el('option', { value: 'landscape' }, words.landscape));
    const scale = el('select', { name: 'scale' }, el('option', { value: '' }, words.scaleFit), ...scales.map((n) => el('option', { value: n }, `1:${count(page, n)}`)));
    const status = el('p', { role: 'status' });
    const button = el('button', { type: 'button', class: 'primary', onclick: () => void start() }, words.printNow);
    const start = async () => {
        button.disabled = true;
        status.textContent = words.preparing;
        try {
            const picture = page.map && (await draw(page, paper.value as Paper, Number(scale.value) || undefined));
            layOut(page, paper.value as Paper, title.value, picture);
            // A browser may print before it has looked at the picture; one that cannot be asked to look prints as before.
            await byId('paper').querySelector('img')?.decode().catch(() => undefined);
            status.textContent = '';
            window.print();
        } finally {
            button.disabled = false;
        }
    };
    body.append(
        el('label', { class: 'choice' }, words.printTitle, title), el('label', { class: 'choice' }, words.paper, paper), el('label', { class: 'choice' }, words.scale, scale),
        el('p', { class: 'hint' }, words.printHint), el('p', { class: 'actions' }, button), status,
    );
};

/** A map of its own, as large as on paper and sharper than a screen; at a scale, or of what the screen shows. */
async function draw(page: Viewer, paper: Paper, scale: number | undefined): Promise<Picture> {
    const { width, height } = sizes[paper];
    const { MapView } = await import('./map_view');
    const camera = page.map!.camera();
    const [pixelWidth, pixelHeight] = [width * pixelsPerMm, height * pixelsPerMm];
    const size = page.map!.size();
    const zoom = scale ? zoomFor(scale / 1000 / pixelsPerMm, camera.lat) : camera.zoom + Math.log2(Math.min(pixelWidth / size.width, pixelHeight / size.height));
    const frame = el('div', { class: 'paper-map', 'aria-hidden': 'true' });
    frame.style.width = `${pixelWidth}px`;
    frame.style.height = `${pixelHeight}px`;
    document.body.append(frame);
    const drawing = page.drawing();
    const map = new MapView(frame, { ...drawing, shown: { ...drawing.shown, dark: false } }, { camera: { ...camera, zoom }, bbox: undefined, of: 'paper', pixelRatio: 2 },
        { moved: () => undefined, picked: () => undefined, failed: () => undefined });
    await map.whenIdle();
    const picture = { src: map.picture(), widthMm: width, heightMm: height, metresPerMm: metresPerPixel(zoom, camera.lat) * pixelsPerMm };
    map.remove();
    frame.remove();
    return picture;
}

/** What the screen shows, taken at once: for whoever prints by the browser's own menu. */
export function paperFromScreen(page: Viewer): void {
    const paper = byId('paper');
    if (!toolTexts[page.store.state.lang] || paper.childElementCount) return; // made by the tool a moment ago
    let picture: Picture | undefined;
    if (page.map) {
        const size = page.map.size();
        const { zoom, lat } = page.map.camera();
        const mm = Math.min(sizes.portrait.width / size.width, sizes.portrait.height / size.height); // millimetres a pixel
        picture = { src: page.map.picture(), widthMm: size.width * mm, heightMm: size.height * mm, metresPerMm: metresPerPixel(zoom, lat) / mm };
    }
    layOut(page, 'portrait', byId('brand-city').textContent ?? '', picture);
}

function layOut(page: Viewer, paper: Paper, title: string, picture: Picture | undefined): void {
    const { lang, visible, wishes, count: counting } = page.store.state;
    const words = toolTexts[lang];
    const shown = byOrder([...page.collections.keys()].map((id) => page.styled(id)!).filter((each) => visible.has(each.id) && !isBase(each)));
    const today = formatDate(new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10), lang);
    const asked = Object.entries(wishes).flatMap(([id, fields]) => {
        const collection = page.collections.get(id);
        return collection ? Object.entries(fields).map(([name, wish]) => `${titleOf(collection, lang)}・${describe(collection, name, wish, page)}`) : [];
    });
    const keys = shown.map((collection) => {
        const entries = legend(collection, lang);
        const choose = viewOf(collection).choose;
        const choice = choose ? page.store.state.choices[collection.id] : undefined;
        const item = field(collection, viewOf(collection).field);
        const single = entries.length === 1;
        const line = (entry: LegendEntry) => el('li', {}, swatch(entry, collection, false), single ? titleOf(collection, lang) : entry.label);
        return el('div', { class: 'paper-key' }, !single && el('p', {}, [titleOf(collection, lang), choice, item && pick(item.label, lang), item?.unit && `(${item.unit})`].filter(Boolean).join(' ')), el('ul', {}, ...entries.slice(0, 14).map(line)));
    });
    const sources = shown.map((collection) => {
        const { machizu } = collection;
        return el('li', {}, words.dataOf(`${titleOf(collection, lang)} ${pick(machizu.attribution, lang)}`, machizu.date ? formatDate(machizu.date, lang) : '—', machizu.license?.id ?? '—'));
    });
    const sheet = byId('paper');
    sheet.className = `paper ${paper}`;
    const image = picture && el('img', { src: picture.src, alt: '' });
    if (image && picture) {
        image.style.width = `${picture.widthMm}mm`;
        image.style.height = `${picture.heightMm}mm`;
    }
    sheet.replaceChildren(
        el('h1', {}, title),
        el('div', { class: 'paper-body' },
            ...(image && picture ? [el('div', { class: 'paper-picture' }, image, bar(page, picture), el('p', { class: 'paper-north' }, '↑', words.north))] : [tableCopy()]),
            el('div', { class: 'paper-side' }, el('h2', {}, words.legend), ...keys, counting && el('p', {}, document.querySelector('#tool .found')?.textContent ?? ''),
                asked.length > 0 && el('div', {}, el('h2', {}, words.conditions), el('ul', {}, ...asked.map((each) => el('li', {}, each)))))),
        el('ul', { class: 'paper-sources' }, ...sources),
        el('p', {}, page.attribution()),
        el('p', {}, words.disclaimer),
        el('p', {}, `${words.printed(today)}　${location.href.split('#')[0]}`),
    );
    addEventListener('afterprint', () => sheet.replaceChildren(), { once: true });
}

/** The bar is as long on the paper as what it says on the ground. */
function bar(page: Viewer, { metresPerMm }: Picture): HTMLElement {
    const words = toolTexts[page.store.state.lang];
    const metres = roundLength(metresPerMm * 50);
    const long = metres / metresPerMm;
    const said = metres < 1000 ? `${count(page, metres)} m` : `${count(page, metres / 1000)} km`;
    const drawn = svg('svg', { viewBox: `0 0 ${long} 3`, class: 'paper-bar' }, svg('path', { d: `M0.2 0V2.8H${long - 0.2}V0`, fill: 'none', stroke: '#000', 'stroke-width': 0.4 }));
    drawn.style.width = `${long}mm`;
    drawn.style.height = '3mm';
    drawn.dataset.metres = String(metres);
    return el('div', { class: 'paper-scale' }, drawn, el('p', {}, said), el('p', {}, words.scaleIs(count(page, Number((metresPerMm * 1000).toPrecision(3))))));
}

/** Without a map the rows of the table are what there is to print. */
function tableCopy(): HTMLElement {
    const table = document.querySelector('#table-content table')?.cloneNode(true);
    return el('div', { class: 'paper-table' }, table ?? '');
}
