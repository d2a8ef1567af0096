// The tools and the one panel they share.

import { root as site } from './api';
import { byId, el, icon } from './dom';
import { color } from './color_tool';
import { compare } from './compare_tool';
import { countTool } from './count_tool';
import { filterTool } from './filter_tool';
import { here } from './here_tool';
import { type Basemap } from './live';
import { measure } from './measure_tool';
import { t, word } from './page';
import { print } from './print_tool';
import { share } from './share_tool';
import type { Tool } from './state';
import { loadToolTexts, toolTexts } from './tool_texts';
import type { Viewer } from './viewer';

export { learnBreaks } from './color_tool';
export { paperFromScreen } from './print_tool';
export { loadToolTexts } from './tool_texts';

declare const TOOL_STYLE_FILE: string; // put in by build.mjs
document.head.append(el('link', { rel: 'stylesheet', href: `${site()}assets/${TOOL_STYLE_FILE}` }));

/** Fills the panel; answers what must be undone when it closes. */
export type ToolPart = (page: Viewer, body: HTMLElement) => (() => void) | void;

const parts: Record<Tool, ToolPart> = { here, filter: filterTool, count: countTool, compare, measure, print, share, color };
const titles = { here: 'here', filter: 'filter', count: 'count_tool', compare: 'compare', measure: 'measure', print: 'print', share: 'share', color: 'colorLayer' } as const;

let shown: Tool | undefined;
let undo: (() => void) | void;
let opener: Element | null = null;

export async function showTool(page: Viewer): Promise<void> {
    await loadToolTexts(page.store.state.lang);
    const { tool } = page.store.state;
    const root = byId('tool');
    undo?.();
    undo = undefined;
    page.clicked = undefined;
    if (page.map) page.map.atWork = false;
    const anew = tool !== shown;
    if (anew && !root.contains(document.activeElement)) opener = document.activeElement;
    shown = tool;
    root.hidden = !tool;
    root.replaceChildren();
    if (!tool) return;
    const words = t(page);
    const close = () => {
        page.tool(undefined);
        const back = opener instanceof HTMLElement && opener.isConnected && opener.offsetParent ? opener : document.querySelector<HTMLElement>('.maplibregl-canvas');
        back?.focus({ preventScroll: true });
    };
    const body = el('div', { class: 'panel-body' });
    const heading = el('h2', { id: 'tool-title', tabindex: -1 }, words[titles[tool]]);
    root.replaceChildren(
        el('div', { class: 'panel-head' }, heading, el('button', { type: 'button', class: 'icon-button close', 'aria-label': words.close, title: words.close, onclick: close }, icon('close'))),
        body,
    );
    root.onkeydown = (event) => {
        if (event.key === 'Escape' && !event.isComposing) close();
    };
    undo = parts[tool](page, body);
    if (anew) heading.focus({ preventScroll: true });
}

/** Lets the user take a background that the operator allowed, in place of the city's own ground. */
export async function baseSwitch(list: HTMLElement, page: Viewer, bases: Basemap[]): Promise<void> {
    const render = async () => {
        await loadToolTexts(page.store.state.lang);
        list.parentElement!.querySelector('.base-switch')?.remove();
        const words = toolTexts[page.store.state.lang];
        const options = [['', words.ownGround], ...bases.map(({ id, title }) => [id, word(page, title)])];
        const select = el('select', { name: 'base' }, ...options.map(([value, name]) => el('option', { value: value! }, name)));
        select.value = page.store.state.base ?? '';
        select.addEventListener('change', () => page.store.update({ base: select.value || undefined }));
        list.after(el('label', { class: 'choice base-switch' }, words.background, select));
    };
    page.store.onChange((state, before) => state.lang !== before.lang && void render());
    await render();
}
