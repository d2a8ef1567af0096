// Which features of a collection are drawn: as expressions over what their tiles carry. Pure; node tests it.

import type { Collection } from './api';
import { toExpression } from './filter_expression';
import type { Ring } from './filters';
import type { Expression, Shown } from './style_parts';
import { isBase, viewOf } from './view';

/** The features of the one value looked at. Until it is known nothing passes: all values on one heap would tell a lie. */
export function chosenFilter(collection: Collection, choices: Readonly<Record<string, string>>): Expression | undefined {
    const { choose } = viewOf(collection);
    if (!choose) return undefined;
    const value = choices[collection.id];
    return value === undefined ? ['boolean', false] : ['==', ['to-string', ['get', choose]], value];
}

/** What may be drawn of single features: the one value looked at, and what the user asked for where tiles come unfiltered. */
export function passing(collection: Collection, shown: Shown): Expression | undefined {
    const wished = shown.filtered?.has(collection.id) ? undefined : toExpression(collection, shown.wishes?.[collection.id] ?? {});
    const within = shown.area && !shown.filtered?.has(collection.id) && !isBase(collection) && ['point', 'line'].includes(collection.machizu.geometry)
        ? ['within', polygonOf(shown.area)] : undefined;
    const said = [chosenFilter(collection, shown.choices), wished, within].filter((part) => part !== undefined);
    return said.length > 1 ? (['all', ...said] as unknown as Expression) : (said[0] as Expression | undefined);
}

/** A cluster cannot be filtered: while the server does not do it, none is drawn rather than a wrong count. */
export function passingClusters(collection: Collection, shown: Shown): Expression | undefined {
    const asked = Object.keys(shown.wishes?.[collection.id] ?? {}).length > 0 || (shown.area !== undefined && !isBase(collection));
    return asked && !shown.filtered?.has(collection.id) ? ['boolean', false] : chosenFilter(collection, shown.choices);
}

export const polygonOf = (ring: Ring): GeoJSON.Polygon => ({ type: 'Polygon', coordinates: [[...ring, ring[0]!].map(([lon, lat]) => [lon, lat])] });
