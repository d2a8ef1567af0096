// The buttons that stand in index.html, the skip links, and the keys that close what is open.

import type { Lang } from './api';
import { byId } from './dom';
import { closeSheet, narrow, sheet, toggleSheet } from './sheets';
import type { Tool } from './state';
import { homeBbox } from './view';
import type { Viewer } from './viewer';

/** Gives every button of index.html its work. */
export function wireButtons(page: Viewer): void {
    const { store } = page;
    const on = (id: string, action: () => void) => byId(id).addEventListener('click', action);
    const language = byId<HTMLSelectElement>('language');
    language.addEventListener('change', () => void page.speak(language.value as Lang));
    on('zoom-in', () => page.map?.zoomBy(1));
    on('zoom-out', () => page.map?.zoomBy(-1));
    on('home', () => page.zoomTo(homeBbox([...page.collections.values()], store.state.visible) ?? [122, 24, 154, 46]));
    on('pan-show', () => {
        const pan = byId('pan');
        pan.hidden = !pan.hidden;
        byId('pan-show').setAttribute('aria-expanded', String(!pan.hidden));
    });
    on('pan-up', () => page.map?.pan(0, -1));
    on('pan-down', () => page.map?.pan(0, 1));
    on('pan-left', () => page.map?.pan(-1, 0));
    on('pan-right', () => page.map?.pan(1, 0));
    on('layers-open', () => toggleSheet('layers'));
    on('layers-close', () => closeSheet('layers'));
    on('tools-open', () => toggleSheet('tools'));
    on('table-open', () => (store.state.table === undefined ? page.openTable() : page.closeTable()));
    on('table-close', () => page.closeTable());
    for (const button of document.querySelectorAll<HTMLElement>('[data-tool]')) {
        const tool = button.dataset.tool as Tool;
        button.addEventListener('click', () => page.tool(store.state.tool === tool ? undefined : tool));
    }
    byId('table').addEventListener('keydown', (event) => event.key === 'Escape' && page.closeTable());
    byId('layers').addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && narrow.matches) closeSheet('layers');
    });
    byId('tools').addEventListener('keydown', (event) => event.key === 'Escape' && closeSheet('tools'));
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.skip')) {
        link.addEventListener('click', (event) => {
            event.preventDefault(); // the URL's '#' belongs to the state
            if (link.hash === '#table') page.openTable();
            else if (link.hash === '#layers') sheet('layers', true);
            (document.querySelector<HTMLElement>(`${link.hash} .maplibregl-canvas`) ?? byId(link.hash.slice(1))).focus();
        });
    }
    byId('table-open').setAttribute('aria-expanded', String(store.state.table !== undefined));
    wirePrinter(page);
}

/** Whoever prints by the browser's menu gets the same sheet, if the tools have come: it must be laid out at once. */
function wirePrinter(page: Viewer): void {
    let printer: ((page: Viewer) => void) | undefined;
    addEventListener('beforeprint', () => printer?.(page));
    setTimeout(() => void import('./more').then(async ({ loadToolTexts, paperFromScreen }) => {
        await loadToolTexts(page.store.state.lang);
        printer = paperFromScreen;
    }).catch(() => undefined), 4000);
}
