// Sheets: what stands beside the map on a wide screen and slides over it on a narrow one. And the icons of their buttons.

import { type Icon, byId, icon } from './dom';

export const narrow = matchMedia('(max-width: 759px)');

function isOpen(id: string): boolean {
    const root = document.documentElement.classList;
    return narrow.matches || id === 'tools' ? root.contains(`${id}-open`) : !root.contains(`${id}-closed`);
}

/** On a narrow screen a sheet is closed at first, on a wide one it is open. */
export function sheet(id: 'layers' | 'tools', open: boolean): void {
    const root = document.documentElement.classList;
    root.toggle(`${id}-open`, open);
    root.toggle(`${id}-closed`, !open);
    byId(`${id}-open`).setAttribute('aria-expanded', String(isOpen(id)));
    if (open && narrow.matches && id === 'layers') byId(id).focus({ preventScroll: true });
}

export const toggleSheet = (id: 'layers' | 'tools'): void => sheet(id, !isOpen(id));

export function closeSheet(id: 'layers' | 'tools'): void {
    sheet(id, false);
    byId(`${id}-open`).focus();
}

export function drawIcons(): void {
    const icons: Record<string, Icon> = {
        'zoom-in': 'plus', 'zoom-out': 'minus', home: 'home', 'pan-show': 'move', 'pan-up': 'up', 'pan-down': 'down',
        'pan-left': 'left', 'pan-right': 'right', 'layers-close': 'close', 'table-close': 'close', 'search-clear': 'close',
        'layers-open': 'layers', 'table-open': 'table', 'tools-open': 'tools',
    };
    for (const [id, name] of Object.entries(icons)) byId(id).prepend(icon(name));
    for (const button of document.querySelectorAll<HTMLElement>('[data-tool]')) button.prepend(icon(button.dataset.tool as Icon));
    byId('layers-open').setAttribute('aria-expanded', String(!narrow.matches));
}
