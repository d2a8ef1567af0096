// Two maps under one curtain: the right one shows another layer, or the same one of another choice.

import { byId, el } from './dom';
import type { MapView } from './map_view';
import { toolTexts } from './tool_texts';
import type { ToolPart } from './tools';
import { byOrder, chooseOf, isBase, pick, titleOf } from './view';

export const compare: ToolPart = (page, body) => {
    const { lang } = page.store.state;
    const words = toolTexts[lang];
    if (!page.map) {
        body.append(el('p', { class: 'hint' }, words.compareNone));
        return;
    }
    const layers = byOrder([...page.collections.values()].filter((each) => !isBase(each) && each.machizu.geometry !== 'none'));
    const now = page.store.state.compare;
    const first = now?.collection ?? layers.find((each) => chooseOf(each) && page.store.state.visible.has(each.id))?.id ?? layers.find(({ id }) => !page.store.state.visible.has(id))?.id ?? layers[0]?.id;
    const layer = el('select', { name: 'compare' }, ...layers.map((each) => el('option', { value: each.id, selected: each.id === first }, titleOf(each, lang))));
    const choice = el('select', { name: 'compare-choice' });
    const choiceLabel = el('label', { class: 'choice', hidden: true }, '', choice);
    const frame = byId('map-right');
    const divider = byId<HTMLInputElement>('divider');
    let right: MapView | undefined;
    let gone = false;
    let moving = false;

    const cut = () => {
        frame.style.clipPath = `inset(0 0 0 ${divider.value}%)`;
        divider.style.setProperty('--at', `${divider.value}%`);
        divider.setAttribute('aria-valuetext', `${words.left} ${divider.value}% ${words.right} ${100 - Number(divider.value)}%`);
    };
    const paint = () => right?.render(page.drawing(true));
    const choose = async () => {
        const collection = page.collections.get(layer.value);
        if (!collection) return;
        const values = await page.choicesOf(collection);
        const item = chooseOf(collection);
        choiceLabel.hidden = values.length === 0;
        choiceLabel.firstChild!.textContent = pick(item?.label, lang);
        choice.replaceChildren(...values.map((value) => el('option', { value }, value)));
        const left = page.store.state.choices[collection.id];
        // The one before what stands on the left: that is what people want to compare with.
        const other = values[Math.max(0, values.indexOf(left ?? '') - 1)];
        const wanted = now?.collection === collection.id && now.choice && values.includes(now.choice) ? now.choice : other === left ? values.find((each) => each !== left) : other;
        if (wanted) choice.value = wanted;
        apply();
    };
    const apply = () => {
        page.store.update({ compare: { collection: layer.value, choice: choiceLabel.hidden ? undefined : choice.value } });
        paint();
        page.say(`${words.right}: ${layer.selectedOptions[0]?.textContent ?? ''} ${choiceLabel.hidden ? '' : choice.value}`);
    };
    const start = async () => {
        await choose();
        if (gone) return;
        const { MapView } = await import('./map_view');
        frame.hidden = divider.hidden = false;
        frame.replaceChildren();
        const follow = (from: MapView | undefined, to: MapView | undefined) => {
            if (moving || !from || !to) return;
            moving = true;
            to.jump(from.camera());
            moving = false;
        };
        right = new MapView(frame, page.drawing(true), { camera: page.map!.camera(), bbox: undefined, of: 'compare' }, {
            moving: () => follow(right, page.map),
            moved: () => undefined, picked: () => undefined, failed: () => undefined,
        });
        right.name(words.right);
        cut();
        page.map!.onMoving(() => follow(page.map, right));
        page.store.onChange((state, before) => {
            if (['visible', 'choices', 'colors', 'wishes', 'area', 'base'].some((key) => state[key as 'area'] !== before[key as 'area'])) paint();
        }, () => !gone);
    };
    divider.addEventListener('input', cut);
    layer.addEventListener('change', () => void choose());
    choice.addEventListener('change', apply);
    body.append(el('p', { class: 'hint' }, words.compareHint), el('label', { class: 'choice' }, words.rightLayer, layer), choiceLabel);
    void start();
    return () => {
        gone = true;
        divider.removeEventListener('input', cut);
        page.map?.onMoving(undefined);
        right?.remove();
        frame.replaceChildren();
        frame.hidden = divider.hidden = true;
        page.store.update({ compare: undefined });
    };
};
