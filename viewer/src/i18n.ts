// The viewer's texts for people, a language at a time. What a dataset says about itself comes from the API in both languages.

import type { Lang } from './api';
import { type Texts, ja } from './texts_ja';

export type { Texts };

/** Texts of the languages that were loaded. Japanese is there at once: most want it, and would wait for one more answer. */
export const texts = { ja } as Record<Lang, Texts>;

const files: Record<Exclude<Lang, 'ja'>, () => Promise<Texts>> = {
    easy: async () => ({ ...ja, ...(await import('./texts_easy')).easy }),
    en: async () => (await import('./texts_en')).en,
};

export async function loadTexts(lang: Lang): Promise<void> {
    if (lang !== 'ja') texts[lang] ??= await files[lang]();
}

/** Texts that need nothing put in; the page's `data-text` attributes name them. */
export type PlainText = { [K in keyof Texts]: Texts[K] extends string ? K : never }[keyof Texts];

/** The first language of the browser we have; Japanese if there is none. */
export function preferredLang(languages: readonly string[]): Lang {
    for (const language of languages) {
        const short = language.toLowerCase().split('-')[0];
        if (short === 'ja' || short === 'en') return short;
    }
    return 'ja';
}
