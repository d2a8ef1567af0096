// The beginning: words, icons, what is published; then the page. The map comes after all that.

import { type Lang, fetchCollections } from './api';
import { byId, el } from './dom';
import { loadTexts, preferredLang, texts } from './i18n';
import { watch } from './live';
import { applyTexts } from './page';
import { decode } from './permalink';
import { drawIcons, sheet } from './sheets';
import { Viewer, isEmbedded } from './viewer';

async function load(lang: Lang): Promise<void> {
    const list = byId('layer-list');
    const asked = fetchCollections();
    asked.catch(() => undefined); // told below, once there are words for it
    await loadTexts(lang);
    applyTexts(lang);
    if (!list.firstElementChild) list.replaceChildren(el('p', {}, texts[lang].loading));
    try {
        const collections = await asked;
        list.replaceChildren();
        const viewer = new Viewer(collections, lang);
        watch(collections, (renewed) => viewer.renew(renewed));
    } catch (error) {
        console.warn(error);
        const retry = el('button', { type: 'button', class: 'primary', onclick: () => void load(lang) }, texts[lang].retry);
        list.replaceChildren(el('div', { role: 'alert' }, el('p', {}, texts[lang].loadFailed), retry));
        sheet('layers', true);
    }
}

const lang = decode(location.hash).lang ?? preferredLang(navigator.languages);
document.documentElement.classList.toggle('embed', isEmbedded);
byId<HTMLSelectElement>('language').value = lang;
drawIcons();
void load(lang);
document.head.append(el('link', { rel: 'manifest', href: 'machizu.webmanifest' })); // written in the page it would be fetched before the first picture
// Keeps what was seen for the day without a network. Only where the page is served over https or from this machine.
if ('serviceWorker' in navigator && isSecureContext) void navigator.serviceWorker.register('sw.js').catch(() => undefined);
