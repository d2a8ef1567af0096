// Distances and areas, by clicks or by keyboard; a closed line can become the area of a filter.

import { byId, el, icon } from './dom';
import { areaOf, lengthOf } from './geo';
import { localeOf } from './view';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';

type At = [lon: number, lat: number];

export const measure: ToolPart = (page, body) => {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    if (!page.map) {
        body.append(el('p', { class: 'hint' }, words.compareNone));
        return;
    }
    let closed = page.store.state.about === 'area';
    let line: At[] = [];
    const result = el('output', { class: 'measured', role: 'status' });
    const number = (value: number, digits: number) => new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: digits }).format(value);
    const long = (metres: number) => (metres < 1000 ? `${number(metres, metres < 10 ? 1 : 0)} ${words.m}` : `${number(metres / 1000, 2)} ${words.km}`);
    const wide = (metres: number) => (metres < 10_000 ? `${number(metres, 0)} ${words.m2}` : metres < 1e6 ? `${number(metres / 10_000, 2)} ${words.ha}` : `${number(metres / 1e6, 2)} ${words.km2}`);
    const filter = el('button', { type: 'button', class: 'primary', onclick: () => {
        page.store.update({ area: line });
        page.tool('filter');
    } }, icon('filter'), words.useAsFilter);
    const show = () => {
        page.paint({ drawn: { line, closed } });
        filter.hidden = !closed || line.length < 3;
        const ring = [...line, ...(line.length > 2 ? [line[0]!] : [])];
        const said = closed ? words.areaIs(wide(areaOf(line)), long(lengthOf(ring))) : words.lengthIs(long(lengthOf(line)));
        result.textContent = line.length < (closed ? 3 : 2) ? words.points(String(line.length)) : `${said}（${words.points(String(line.length))}）`;
    };
    const add = ({ lon, lat }: { lon: number; lat: number }) => {
        line = [...line, [lon, lat]];
        show();
    };
    const mode = (value: boolean, text: string) => {
        const radio = el('input', { type: 'radio', name: 'measure', checked: closed === value });
        radio.addEventListener('change', () => {
            closed = value;
            show();
        });
        return el('label', { class: 'tick' }, radio, text);
    };
    const button = (text: string, action: () => void) => el('button', { type: 'button', onclick: action }, text);
    body.append(
        el('fieldset', { class: 'modes' }, el('legend', { class: 'visually-hidden' }, words.area), mode(false, words.distance), mode(true, words.areaMode)),
        el('p', { class: 'hint' }, words.measureHint),
        result,
        el('p', { class: 'actions' }, button(words.putPoint, () => add(page.map!.camera())), button(words.undo, () => {
            line = line.slice(0, -1);
            show();
        }), button(words.startAgain, () => {
            line = [];
            show();
        })),
        el('p', { class: 'actions' }, filter),
    );
    page.clicked = add;
    page.map.atWork = true;
    byId('cross').hidden = false;
    show();
    return () => {
        byId('cross').hidden = true;
        page.store.update({ about: undefined });
        page.paint({ drawn: undefined });
    };
};
