// Whose map it is, and whose data it shows.

import type { Collection, Lang } from './api';
import { el } from './dom';
import { texts } from './i18n';
import type { Basemap } from './live';
import { pick } from './view';

/** Who publishes most of the data: that is whose map it is. */
export function cityOf(collections: Iterable<Collection>, lang: Lang): string {
    const votes = new Map<string, number>();
    for (const { machizu } of collections) {
        const name = pick(machizu.publisher, lang);
        if (name) votes.set(name, (votes.get(name) ?? 0) + 1);
    }
    return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

export function creditsOf(shown: readonly Collection[], base: Basemap | undefined, lang: Lang): string {
    const names = new Set(shown.map(({ machizu }) => pick(machizu.attribution, lang) || pick(machizu.publisher, lang)).filter(Boolean));
    if (base) names.add(pick(base.attribution, lang));
    return names.size ? texts[lang].sources + [...names].join(lang === 'en' ? '; ' : '、') : '';
}

export function renderCredits(root: HTMLElement, shown: readonly Collection[], base: Basemap | undefined, lang: Lang): void {
    const link = base?.link ? [' ', el('a', { href: base.link, target: '_blank', rel: 'noopener noreferrer' }, base.link)] : [];
    root.replaceChildren(creditsOf(shown, base, lang), ...link);
}
