// A feature's colour, as an expression. Pure; node tests it.

import type { Collection } from './api';
import type { Expression } from './style_parts';
import { colorOf, viewOf } from './view';

/** What a feature is painted with: one colour, or one by category or class. */
export function colorExpression(collection: Collection, paint: (hex: string) => string = (hex) => hex): string | Expression {
    const view = viewOf(collection);
    const color = paint(colorOf(collection));
    const missing = view.missing ? paint(view.missing.color) : color;
    if (!view.field) return color;
    const value: Expression = ['get', view.field];
    if (view.style === 'categories' && view.categories?.length) {
        const cases = view.categories.flatMap((category) => [String(category.value), paint(category.color)]);
        return ['match', ['to-string', value], ...cases, missing] as unknown as Expression;
    }
    if (view.style === 'classes' && view.breaks && view.colors?.length === view.breaks.length + 1) {
        const [first, ...others] = view.colors.map(paint);
        const steps = view.breaks.flatMap((low, i) => [low, others[i]!]);
        const classed = ['step', ['to-number', value], first, ...steps] as unknown as Expression;
        return ['case', ['has', view.field], classed, missing] as unknown as Expression;
    }
    return color;
}
