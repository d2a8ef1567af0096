// The map as it is, to be passed on: a link, a QR code, a frame for another page.

import { root } from './api';
import { el, icon, svg } from './dom';
import { t } from './page';
import { qr } from './qr';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';

export const share: ToolPart = (page, body) => {
    const words = toolTexts[page.store.state.lang];
    const href = location.href.replace(/[?]embed[^#]*/, '');
    const frame = `<iframe src="${root()}?embed${location.hash.replaceAll('"', '%22')}" title="${document.title.replace(/["<>&]/g, '')}" width="100%" height="480" loading="lazy" allow="geolocation"></iframe>`;
    body.append(
        el('p', { class: 'hint' }, words.shareHint),
        copyable(words.link, el('input', { type: 'text', readonly: true, value: href })),
        code(href, words.qrOf) ?? '',
        copyable(words.embedCode, el('textarea', { rows: 4, readonly: true }, frame)),
    );

    function copyable(label: string, field: HTMLInputElement | HTMLTextAreaElement): HTMLElement {
        const copy = async () => {
            field.select();
            try {
                await navigator.clipboard.writeText(field.value); // only where the page is served over https or from this machine
                page.toast(t(page).copied);
            } catch {
                page.toast(t(page).copyFailed);
            }
        };
        return el('div', {}, el('label', { class: 'choice' }, label, field), el('p', { class: 'actions' }, el('button', { type: 'button', class: 'quiet', 'aria-label': `${words.copy}: ${label}`, onclick: () => void copy() }, icon('link'), words.copy)));
    }
};

/** With the four modules of quiet around it that readers need. */
function code(text: string, label: string): SVGElement | undefined {
    const grid = qr(text);
    if (!grid) return undefined;
    const d = grid.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
    const size = grid.length + 8;
    return svg('svg', { viewBox: `-4 -4 ${size} ${size}`, class: 'qr', role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
        svg('rect', { x: -4, y: -4, width: size, height: size, fill: '#fff' }), svg('path', { d, fill: '#000' }));
}
