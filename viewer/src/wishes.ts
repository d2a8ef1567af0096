// What is asked of one field, read from the state and put back into it.

import type { Collection, Field } from './api';
import { type Wish, withWish } from './filters';
import type { Page } from './page';

export const wishOf = (page: Page, collection: Collection, item: Field): Wish => page.store.state.wishes[collection.id]?.[item.name] ?? {};

export function wish(page: Page, collection: Collection, item: Field, asked: Wish): void {
    const { wishes } = page.store.state;
    page.store.update({ wishes: { ...wishes, [collection.id]: withWish(wishes[collection.id] ?? {}, item.name, asked) } });
}
