// The legend of a layer: what each colour means, in words. Pure; node tests it.

import type { Collection, Lang } from './api';
import { texts } from './i18n';
import { colorOf, field, localeOf, pick, viewOf } from './view';

export type Shape = 'area' | 'line' | 'point' | 'cluster' | 'heat';

export interface LegendEntry {
    shape: Shape;
    color: string;
    outline?: string;
    opacity?: number;
    label: string;
    sign?: number; // which category: the second sign beside its colour
    mark?: string; // the letter in its circle
}

/** A letter for each category or class of points; none where there are more than letters. */
export function marks(collection: Collection): string[] {
    const { style, categories, colors, breaks } = viewOf(collection);
    const n = style === 'categories' ? (categories?.length ?? 0) : style === 'classes' && breaks ? (colors?.length ?? 0) : 0;
    if (!['point', 'mixed'].includes(collection.machizu.geometry) || n < 2 || n > 26) return [];
    return Array.from({ length: n }, (_, i) => String.fromCharCode(65 + i));
}

const shapes = { polygon: 'area', line: 'line', point: 'point', mixed: 'area', none: 'area' } as const;

export function shapeOf(collection: Collection): Shape {
    const { style } = viewOf(collection);
    if (collection.machizu.geometry === 'point' && style === 'clusters') return 'cluster';
    if (collection.machizu.geometry === 'point' && style === 'heat') return 'heat';
    return shapes[collection.machizu.geometry];
}

export const missingSign = -1;

/** One entry for each colour. A layer of one colour has one entry without words: its name already says it. */
export function legend(collection: Collection, lang: Lang): LegendEntry[] {
    const view = viewOf(collection);
    const base = { shape: shapeOf(collection), ...(view.outline && { outline: view.outline }), ...(view.opacity !== undefined && { opacity: view.opacity }) };
    const missing = view.missing ? [{ ...base, color: view.missing.color, sign: missingSign, label: pick(view.missing.label, lang) || texts[lang].noValue }] : [];
    if (view.style === 'categories' && view.categories) {
        const letters = marks(collection);
        const entries = view.categories.map(({ color, label, value }, sign) => ({
            ...base, color, sign, label: pick(label, lang) || String(value), ...(letters[sign] && { mark: letters[sign] }),
        }));
        return [...entries, ...missing];
    }
    if (view.style === 'classes' && view.breaks && view.colors) {
        const unit = field(collection, view.field)?.unit ?? '';
        const letters = marks(collection);
        const entries = view.colors.map((color, i) => ({
            ...base, color, label: classLabel(view.breaks!, i, unit, lang), ...(letters[i] && { mark: letters[i] }),
        }));
        return [...entries, ...missing];
    }
    const words = { cluster: texts[lang].legendCluster, heat: texts[lang].legendHeat } as Partial<Record<Shape, string>>;
    return [{ ...base, color: colorOf(collection), label: words[base.shape] ?? '' }];
}

/** The words of class `i`: a value equal to a break belongs to the class above it, as in MapLibre's `step`. */
export function classLabel(breaks: number[], i: number, unit: string, lang: Lang): string {
    const number = new Intl.NumberFormat(localeOf(lang));
    const [low, high] = [breaks[i - 1], breaks[i]].map((value) => (value === undefined ? undefined : number.format(value)));
    const t = texts[lang];
    if (low === undefined) return high === undefined ? '' : t.classBelow(high, unit);
    return high === undefined ? t.classFrom(low, unit) : t.classBetween(low, high, unit);
}
