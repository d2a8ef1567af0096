// Lines, over a casing if they have an outline; each category has its dashes.

import type { Collection } from './api';
import { colorExpression } from './color_expression';
import { atNight } from './colors';
import { passing } from './passing';
import { dashes } from './signs';
import { type Drawn, type Expression, type Shown, type Theme, all, common, widening } from './style_parts';
import { isBase, viewOf } from './view';

export function lineLayers(collection: Collection, kind: Expression | undefined, shown: Shown, theme: Theme): Drawn[] {
    const view = viewOf(collection);
    const base = isBase(collection);
    const paint = (hex: string) => (base && theme.dark ? atNight(hex, 'line') : hex);
    const shared = common(collection, 'line', shown);
    const dashes = base ? undefined : dashExpression(collection);
    const layer = (part: string, color: string | Expression, width: Expression, dashed?: Expression): Drawn => ({
        ...common(collection, part, shown),
        ...all(kind, passing(collection, shown)),
        layout: { ...shared.layout, 'line-cap': dashed ? 'butt' : 'round', 'line-join': 'round' },
        type: 'line',
        floor: base ? 'ground-line' : 'line',
        paint: {
            'line-color': color, 'line-width': width, ...(view.opacity !== undefined && { 'line-opacity': view.opacity }),
            ...(dashed && { 'line-dasharray': dashed as unknown as number[] }),
        },
    });
    const width = view.width ?? (base ? 1.5 : 2);
    const casing = view.outline ? [layer('casing', paint(view.outline), widening(width, 2))] : [];
    return [...casing, layer('line', colorExpression(collection, paint), widening(width), dashes)];
}

function dashExpression(collection: Collection): Expression | undefined {
    const { style, categories, field } = viewOf(collection);
    if (style !== 'categories' || !field || !categories || categories.length < 2) return undefined;
    const cases = categories.flatMap(({ value }, i) => [String(value), ['literal', dashes[i % dashes.length]]]);
    return ['match', ['to-string', ['get', field]], ...cases, ['literal', dashes[0]]] as unknown as Expression;
}
