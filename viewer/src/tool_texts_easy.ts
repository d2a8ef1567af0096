// The texts of the tools, in やさしい日本語: short sentences, no hard words, what to do. What is missing is said as in Japanese.

import { type ToolTexts, ja } from './tool_texts_ja';

export const easy: ToolTexts = {
    ...ja,
    myLocation: 'わたしが いる ところ',
    mapCentre: '地図（ちず）の まんなか',
    locationFailed: 'いる ところが わかりません。地図（ちず）で えらんでください。',
    hereHint: '地図（ちず）を おすと、そこの ことを 文（ぶん）で 読めます。',
    hereTitle: 'ここは どんな ところ',
    hereLoading: 'しらべています…',
    hereFailed: 'わかりませんでした。もういちど ためしてください。',
    hereNothing: 'ここの ことは わかりません。',
    hereWithin: 'ここに あてはまること',
    hereNear: '近（ちか）くに あるもの',
    within: (title, name) => `${title}は「${name}」です。`,
    near: (title, name, far) => `いちばん 近（ちか）い ${title}は「${name}」です。${far} はなれています。`,
    layer: '何（なに）の データ',
    viewArea: '今（いま） 見えている ところだけ',
    drawArea: '線（せん）で かこむ',
    removeArea: 'かこみを やめる',
    showTable: '表（ひょう）で 見る',
    found: (n, all) => `${all}この 中（なか）の ${n}こです。`,
    measureHint: '地図（ちず）を おして 点（てん）を つけます。',
    putPoint: 'まんなかに 点（てん）を つける',
    undo: 'ひとつ もどす',
    startAgain: 'けす',
    printNow: '紙（かみ）に 出す',
    printHint: '100%の 大きさで 出してください。',
    shareHint: '今（いま）の 地図（ちず）を 人（ひと）に おくることが できます。',
    copy: 'コピーする',
    disclaimer: 'この 地図（ちず）は めやすです。工事（こうじ）などの 前（まえ）に、市役所（しやくしょ）で 聞（き）いてください。',
};
