// What a search must find, and must not: 60 queries over the sample city. `first`: the title of the best hit; `has`: titles among the
// hits; `lacks`: titles that may not be. Each stands for a way in which people write.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJson } from './support/http.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';

const store = tempFolder('machizu-store');
let server;

before(async () => {
    const needed = /\/(polling-places|town-boundaries|parking-cases|cultural-properties|base-stations)\.json$/;
    await publish(store, sampleManifests().filter((manifest) => needed.test(manifest)));
    server = await serve(store, '--quiet');
});
after(() => server?.stop());

const only = { places: 'polling-places', towns: 'town-boundaries', culture: 'cultural-properties', stations: 'base-stations' };

/** [query, datasets, what must be so] */
const table = [
    // one character, two, a part
    ['汐', only.stations, { first: '汐凪', has: ['汐凪港', '浜汐凪'], lacks: ['東潮路'] }],
    ['島', only.towns, { first: '潮見島', lacks: ['深山一丁目'] }],
    ['港町', only.towns, { first: '港町一丁目', has: ['港町二丁目', '港町三丁目'], lacks: ['浜風町一丁目'] }],
    ['凪本', only.towns, { has: ['汐凪本町一丁目', '汐凪本町四丁目'], lacks: ['汐入町一丁目'] }],
    ['公民館', only.places, { has: ['旧浜街道公民館', '風見台公民館'], lacks: ['桜坂集会所'] }],
    ['集会所', only.places, { first: '桜坂集会所' }],
    ['丁目', only.towns, { has: ['丘ノ手一丁目'], lacks: ['奥汐', '北白鷺', '潮見島'] }],
    // whole before beginning before part, short before long
    ['汐凪', only.stations, { first: '汐凪' }],
    ['汐凪港', only.stations, { first: '汐凪港', lacks: ['汐凪'] }],
    ['北白鷺', '', { first: '北白鷺' }],
    ['奥汐', '', { first: '奥汐', has: ['奥汐渓谷のモリアオガエル生息地'] }],
    // numbers of chome
    ['港町1丁目', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町１丁目', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町一丁目', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町一', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町一丁', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町1-5', only.towns, { first: '港町一丁目', lacks: ['港町二丁目'] }],
    ['港町１－５', only.towns, { first: '港町一丁目', lacks: ['港町三丁目'] }],
    ['浜風町4丁目', only.places, { first: '汐凪市立浜風中学校　体育館' }],
    ['千鳥浜二丁目', only.places, { first: '汐凪市立千鳥浜小学校　多目的室' }],
    ['汐凪本町三丁目7番28号', only.places, { first: '汐凪本市民センター' }],
    // ヶ, ケ, が; ノ, の
    ['月見ヶ丘', only.towns, { first: '月見ケ丘一丁目', has: ['月見ケ丘二丁目'] }],
    ['月見が丘', only.towns, { first: '月見ケ丘一丁目' }],
    ['月見ｹ丘', only.towns, { first: '月見ケ丘一丁目' }],
    ['月見ケ', only.towns, { first: '月見ケ丘一丁目' }],
    ['月見が', only.towns, { first: '月見ケ丘一丁目' }],
    ['が丘', only.towns, { has: ['月見ケ丘一丁目'], lacks: ['丘ノ手一丁目'] }],
    ['月見ヶ丘2丁目', only.places, { first: '汐凪市立月見ケ丘小学校　体育館' }],
    ['丘の手', only.towns, { first: '丘ノ手一丁目', lacks: ['月見ケ丘一丁目'] }],
    ['宮の下', only.towns, { has: ['宮ノ下町一丁目'], lacks: ['丘ノ手一丁目'] }],
    // old and new kanji
    ['櫻坂', only.towns, { first: '桜坂町一丁目', lacks: ['松並町一丁目'] }],
    ['汐凪燈台', '', { lacks: ['旧汐凪港燈台'] }],
    ['港灯台', only.culture, { first: '旧汐凪港燈台' }],
    ['常夜灯', only.culture, { first: '旧浜街道常夜燈' }],
    ['藏之前', only.towns, { first: '蔵之前町一丁目' }],
    ['舊浜街道', only.towns, { first: '旧浜街道町一丁目' }],
    ['濱風', only.towns, { first: '浜風町一丁目', lacks: ['千鳥浜一丁目'] }],
    ['両界曼荼羅圖', only.culture, { first: '絹本著色両界曼荼羅図' }],
    ['渓谷', only.culture, { first: '奥汐渓谷のモリアオガエル生息地' }],
    ['溪谷', only.culture, { first: '奥汐渓谷のモリアオガエル生息地' }],
    // kana: kinds, width, small ones, long vowels
    ['みなとまち', only.towns, { has: ['港町一丁目', '港町二丁目', '港町三丁目'], lacks: ['浜風町一丁目'] }],
    ['ミナトマチ', only.towns, { has: ['港町一丁目', '港町二丁目', '港町三丁目'], lacks: ['浜風町一丁目'] }],
    ['ﾐﾅﾄﾏﾁ', only.towns, { has: ['港町一丁目', '港町二丁目', '港町三丁目'], lacks: ['浜風町一丁目'] }],
    ['しようがつこう', only.places, { has: ['汐凪市立汐入小学校　体育館'], lacks: ['汐凪市立港中学校　体育館'] }],
    ['シミンセンタ', only.places, { has: ['花井市民センター', '栄橋市民センター'], lacks: ['風見台公民館'] }],
    ['市民センター', only.places, { has: ['花井市民センター', '潮見島市民センター'], lacks: ['風見台公民館'] }],
    ['市民ｾﾝﾀ-', only.places, { has: ['花井市民センター'], lacks: ['風見台公民館'] }],
    ['モリアオガエル', only.culture, { first: '奥汐渓谷のモリアオガエル生息地' }],
    ['もりあおがえる', only.culture, { first: '奥汐渓谷のモリアオガエル生息地' }],
    // case and width of letters; words in English
    ['SHIONAGI', only.stations, { has: ['汐凪', '浜汐凪'], lacks: ['東潮路'] }],
    ['ｌｉｇｈｔｈｏｕｓｅ', only.culture, { first: '旧汐凪港燈台' }],
    ['bell', only.culture, { first: '銅鐘', lacks: ['汐凪住吉神社本殿'] }],
    // numbers
    ['第１２投票所', only.places, { first: '旧浜街道公民館' }],
    ['第12投票所', only.places, { first: '旧浜街道公民館' }],
    ['第1投票所', only.places, { first: '潮見島市民センター', lacks: ['汐凪市立白鷺中学校　体育館'] }],
    // several words, in any order, in different fields
    ['中学校 港町', only.places, { first: '汐凪市立港中学校　体育館', lacks: ['汐凪市立若葉中学校　体育館'] }],
    ['松並　小学校', only.places, { first: '汐凪市立松並小学校　多目的室', lacks: ['汐凪市立松並中学校　体育館'] }],
    ['神社 大クス', only.culture, { first: '宮ノ下八幡神社の大クス', lacks: ['宮ノ下八幡神社拝殿'] }],
    // spaces and middle dots mean nothing within a name
    ['小袖 波に千鳥', only.culture, { first: '小袖　波に千鳥文様' }],
    ['小袖波に千鳥文様', only.culture, { first: '小袖　波に千鳥文様' }],
];

test('the table has 60 queries', () => assert.ok(table.length >= 60, `${table.length}`));

for (const [query, collections, { first, has = [], lacks = [] }] of table) {
    test(`a search for ${query}`, async () => {
        const url = `${server.url}/api/search?q=${encodeURIComponent(query)}&limit=100&collections=${collections}`;
        const { features } = await getJson(url);
        const titles = features.map(({ properties }) => properties.title);
        if (first) assert.equal(titles[0], first);
        for (const title of has) assert.ok(titles.includes(title), `${title} is not among ${titles}`);
        for (const title of lacks) assert.ok(!titles.includes(title), `${title} is among ${titles}`);
        for (const { properties } of features) {
            assert.equal(properties.match_parts.map(({ text }) => text).join(''), properties.match, 'the parts are the text');
        }
    });
}

test('what was looked for is marked in what was found', async () => {
    const { features: [hit] } = await getJson(`${server.url}/api/search?q=${encodeURIComponent('月見が丘1')}&collections=town-boundaries`);
    assert.deepEqual(hit.properties.match_parts, [{ text: '月見ケ丘一', match: true }, { text: '丁目', match: false }]);
});

test('pages of hits follow each other without a gap', async () => {
    const all = (await getJson(`${server.url}/api/search?q=${encodeURIComponent('町')}&limit=60`)).features.map(({ id }) => id);
    const pages = [];
    for (let url = `${server.url}/api/search?q=${encodeURIComponent('町')}&limit=20`; url && pages.length < 60;) {
        const page = await getJson(url);
        pages.push(...page.features.map(({ id }) => id));
        url = page.links.find(({ rel }) => rel === 'next')?.href;
    }
    assert.deepEqual(pages.slice(0, 60), all);
    assert.equal(new Set(all).size, 60);
});
