// Areas: a fill, the hatching that is their second sign, and an outline.

import type { Collection } from './api';
import { colorExpression } from './color_expression';
import { atNight, mix } from './colors';
import { passing } from './passing';
import { missingPattern, patterns } from './signs';
import { type Drawn, type Expression, type Shown, type Theme, all, common, widening } from './style_parts';
import { isBase, viewOf } from './view';

export function areaLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    const base = isBase(collection);
    const paint = (hex: string) => (base && theme.dark ? atNight(hex, 'area') : hex);
    const filter = all(kind, passing(collection, shown));
    const fill: Drawn = {
        ...common(collection, 'area', shown),
        ...filter,
        type: 'fill',
        floor: base ? 'ground-area' : 'area',
        paint: { 'fill-color': colorExpression(collection, paint), 'fill-opacity': view.opacity ?? (base ? 1 : 0.45) },
    };
    if (base && !view.outline) return [fill];
    const edge = (hex: string) => (base && theme.dark ? atNight(hex, 'line') : hex);
    const color = view.outline ? edge(view.outline) : colorExpression(collection, (hex) => mix(hex, '#000000', 0.25));
    const outline: Drawn = {
        ...common(collection, 'outline', shown),
        ...filter,
        type: 'line',
        floor: base ? 'ground-area' : 'area',
        paint: { 'line-color': color, 'line-width': widening(view.width ?? 1.2) },
    };
    outline.layout = { ...outline.layout, 'line-join': 'round' };
    const pattern = base ? undefined : patternExpression(collection);
    if (!pattern) return [fill, outline];
    const hatched: Drawn = {
        ...common(collection, 'pattern', shown), ...filter, type: 'fill', floor: 'area',
        paint: { 'fill-pattern': pattern as unknown as string, 'fill-opacity': 0.5 },
    };
    return [fill, hatched, outline];
}

/** A second sign beside colour, for those who do not tell colours apart: each category has a hatching, and so has no value. */
function patternExpression(collection: Collection): Expression | undefined {
    const view = viewOf(collection);
    if (!view.field) return undefined;
    const value: Expression = ['get', view.field];
    if (view.style === 'categories' && view.categories && view.categories.length > 1) {
        const cases = view.categories.flatMap((category, i) => [String(category.value), `pattern-${i % patterns}`]);
        return ['match', ['to-string', value], ...cases, `pattern-${missingPattern}`] as unknown as Expression;
    }
    if (view.style === 'classes' && view.breaks) return ['case', ['has', view.field], 'pattern-0', `pattern-${missingPattern}`];
    return undefined;
}
