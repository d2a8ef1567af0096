// A sample of how a layer is drawn, with the second sign beside its colour: hatching, dashes or a letter.

import type { Collection } from './api';
import { inkOn } from './colors';
import { svg } from './dom';
import { type LegendEntry, missingSign } from './legend';
import { dashes, hatchings, missingPattern, patterns } from './signs';
import { isBase, viewOf } from './view';

/** A sample of the drawing. `several`: the layer has many colours, and the sample beside its name shows that by stripes. */
export function swatch(entry: LegendEntry, collection: Collection, several: boolean): SVGElement {
    const signed = isBase(collection) || several ? undefined : entry.sign;
    const box = (...children: Node[]) => svg('svg', { viewBox: '0 0 22 16', class: 'swatch', 'aria-hidden': 'true' }, ...children);
    const stroke = entry.outline ?? 'currentColor';
    const edge = { stroke, 'stroke-opacity': entry.outline ? 1 : 0.35, 'stroke-width': 1 };
    if (several) {
        const { style, categories = [], colors: classes = [] } = viewOf(collection);
        const colors = [...new Set(style === 'categories' ? categories.map(({ color }) => color) : classes)].slice(0, 5);
        const width = 20 / colors.length;
        return box(...colors.map((fill, i) => svg('rect', { x: 1 + i * width, y: 3, width, height: 10, fill })));
    }
    if (entry.shape === 'heat') {
        return box(svg('circle', { cx: 11, cy: 8, r: 7, fill: entry.color, opacity: 0.3 }), svg('circle', { cx: 11, cy: 8, r: 3.5, fill: entry.color, opacity: 0.8 }));
    }
    if (entry.shape === 'line') {
        const dash: Record<string, string> = signed !== undefined && signed > 0 ? { 'stroke-dasharray': dashes[signed % dashes.length]!.map((part) => part * 2).join(' ') } : { 'stroke-linecap': 'round' };
        return box(svg('path', { d: 'M1 8H21', fill: 'none', stroke: entry.color, 'stroke-width': 3.5, ...dash }));
    }
    if (entry.shape === 'area') {
        const width = { stroke: entry.outline ?? entry.color, 'stroke-width': 1.5 };
        const paper = svg('rect', { x: 2, y: 2, width: 18, height: 12, rx: 2, fill: entry.color, 'fill-opacity': Math.max(entry.opacity ?? 0.45, 0.06), ...width });
        return box(paper, ...hatching(signed));
    }
    const circle = svg('circle', { cx: 11, cy: 8, r: entry.shape === 'cluster' || entry.mark ? 7 : 5.5, fill: entry.color, ...edge });
    if (!entry.mark) return box(circle);
    const letter = svg('text', { x: 11, y: 11.5, 'font-size': 10, 'text-anchor': 'middle', fill: inkOn(entry.color) });
    letter.textContent = entry.mark;
    return box(circle, letter);
}

/** An area whose number is not told, as the map hatches it. */
export const withheldSwatch = (): SVGElement =>
    svg('svg', { viewBox: '0 0 22 16', class: 'swatch', 'aria-hidden': 'true' }, svg('rect', { x: 2, y: 2, width: 18, height: 12, fill: '#ffffff', stroke: '#7d8c98' }), ...hatching(missingSign));

function hatching(sign: number | undefined): SVGElement[] {
    if (sign === undefined) return [];
    const rows = hatchings[sign < 0 ? missingPattern : sign % patterns] ?? [];
    const d = [0, 8].flatMap((left) => rows.flatMap((row, y) => [...row].flatMap((dot, x) => (dot === '#' ? [`M${left + x + 3} ${y + 4}h1.2v1.2h-1.2z`] : []))));
    return d.length ? [svg('path', { d: d.join(''), fill: '#16212b', opacity: 0.6 })] : [];
}
