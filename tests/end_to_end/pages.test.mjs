// The pages that the server makes: valid HTML, no script, links that lead somewhere, in two languages, and a QR code that says what
// it should. What they look like, and axe, are looked at in tests/viewer/pages.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import jsQR from 'jsqr';
import { forEach, get } from './support/http.mjs';
import { publish, sampleManifests, serve, tempFolder } from './support/programs.mjs';
import { datasetsIn } from './support/snapshots.mjs';

const store = tempFolder('machizu-store');
let server;

before(async () => {
    await publish(store, sampleManifests());
    server = await serve(store, '--quiet');
});
after(() => server?.stop());

const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: {
        'no-trailing-whitespace': 'off', // none of these is about what a browser or a reader makes of the page
        'long-title': 'off',
        'doctype-style': 'off',
        'no-inline-style': 'error',
        'attribute-boolean-style': 'off',
        'attribute-empty-style': 'off',
        'tel-non-breaking': 'off',
    },
});

const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const page = async (path, headers = browser) => {
    const response = await get(new URL(path, server.url), headers);
    return { ...response, html: response.content.toString('utf8') };
};
const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const linksOf = (html) => [...html.matchAll(/<(?:a|link)\b[^>]*?\bhref="([^"]*)"/g)].map(([, href]) => unescape(href));

async function complaintsAbout(path) {
    const { html } = await page(path);
    const report = await validator.validateString(html);
    return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) =>
        `${path}: ${ruleId}: ${message} at ${html.split('\n')[line - 1]?.slice(Math.max(0, column - 60), column + 60)}`));
}

const samples = [
    '/api', '/api?lang=en', '/api/collections', '/api/collections?lang=en', '/api/collections/turnout', '/api/collections/turnout?lang=en',
    '/api/collections/polling-places/items', '/api/collections/parking-cases/items?limit=20&lang=en', '/f/polling-places/1', '/f/polling-places/1?lang=en',
    '/f/polling-districts/1', '/f/town-boundaries/28299002001', '/api/search?q=小学校', '/api/search?q=zzz&lang=en', '/api/search?q=', '/api/here?lon=135.38&lat=34.71',
    '/api/here?lon=0&lat=0&lang=en', '/api/collections/nothing', '/api/collections/parking-cases/items?datetime=tomorrow',
];

test('every kind of page is valid HTML', async () => {
    const all = [];
    for (const path of samples) all.push(...await complaintsAbout(path));
    assert.deepEqual(all, []);
});

test('every page says its language, its title, where it stands, and lets nothing run', async () => {
    for (const path of samples) {
        const { html, headers } = await page(path);
        assert.match(headers['content-type'], /^text\/html; charset=utf-8/, path);
        const language = path.includes('lang=en') ? 'en' : 'ja';
        assert.match(html, new RegExp(`^<!doctype html>\\n<html lang="${language}">`), path);
        assert.equal(headers['content-language'], language);
        assert.match(headers['content-security-policy'], /^default-src 'none'; style-src 'self'; connect-src 'self';/);
        assert.doesNotMatch(headers['content-security-policy'], /script-src|unsafe/);
        assert.match(headers.vary, /Accept, Accept-Language/);
        assert.equal([...html.matchAll(/<h1\b/g)].length, 1, `${path}: one heading above all`);
        assert.doesNotMatch(html, /<script(?! type="application\/ld\+json")|\son[a-z]+=|\sstyle="/, path);
        for (const [, json] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)) {
            assert.equal(JSON.parse(json)['@context'], 'https://schema.org/');
        }
    }
});

test('whoever wants data gets data, and whoever wants a page gets a page', async () => {
    for (const path of ['/api', '/api/collections', '/api/collections/turnout', '/api/collections/turnout/items', '/api/search?q=1', '/api/here?lon=135&lat=34']) {
        for (const [accept, type] of [['*/*', /json/], ['application/json', /json/], ['application/geo+json, */*;q=0.1', /json/], [browser.Accept, /text\/html/], ['text/html;q=0.2, application/json', /json/]]) {
            assert.match((await page(path, { Accept: accept })).headers['content-type'], type, `${path} ${accept}`);
        }
        const separator = path.includes('?') ? '&' : '?';
        assert.match((await page(`${path}${separator}f=html`, {})).headers['content-type'], /text\/html/);
        assert.match((await page(`${path}${separator}f=json`)).headers['content-type'], /json/);
    }
});

test('every link of the pages leads somewhere', async () => {
    const seen = new Set();
    let todo = samples.slice(0, -2).map((path) => new URL(path, server.url).href);
    const statuses = new Map();
    const perKind = new Map();
    while (todo.length > 0) {
        const next = [];
        await forEach(todo, async (url) => {
            const { status, headers, content } = await get(url, browser);
            statuses.set(url, status);
            if (!/text\/html/.test(headers['content-type'] ?? '')) return;
            for (const href of linksOf(content.toString('utf8'))) {
                if (href.startsWith('data:')) continue;
                const link = new URL(href, url);
                link.hash = '';
                if (link.origin !== server.url || seen.has(link.href)) continue;
                seen.add(link.href);
                // Of thousands of features a few will do, of each dataset and language.
                const kind = link.pathname.replace(/(\/items|^\/f\/[^/]+)\/.*/, '$1/*') + link.searchParams.get('lang') + (link.searchParams.has('after') ? 'after' : '');
                perKind.set(kind, (perKind.get(kind) ?? 0) + 1);
                if (perKind.get(kind) <= 6) next.push(link.href);
            }
        });
        todo = next;
    }
    const broken = [...statuses].filter(([, status]) => status !== 200);
    assert.deepEqual(broken, []);
    assert.ok(statuses.size > 150, `${statuses.size} addresses`);
    for (const id of datasetsIn(store)) assert.ok([...seen].some((url) => url.includes(`/api/collections/${id}`)), id);
});

test('following the pages of a table visits every row', async () => {
    let rows = 0;
    for (let path = '/api/collections/parking-cases/items?limit=500&f=html'; path;) {
        const { html } = await page(path);
        rows += [...html.matchAll(/<th scope="row">/g)].length;
        const next = /<a class="button" rel="next" href="([^"]*)"/.exec(html);
        path = next && unescape(next[1]);
    }
    const { content } = await get(`${server.url}/api/collections/parking-cases?f=json`);
    assert.equal(rows, JSON.parse(content).machizu.count);
});

test('a text with markup in it stays a text', async () => {
    for (const text of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus=alert(1) '", '</title><b>', '&lt;', ']]>']) {
        for (const path of [`/api/search?q=${encodeURIComponent(text)}&f=html`, `/api/collections/turnout/items?q=${encodeURIComponent(text)}&f=html`]) {
            const { html } = await page(path);
            const tags = html.replaceAll(/="[^"]*"/g, '').match(/<[^>]*>/g).join('');
            assert.doesNotMatch(tags, /<script>|<img|<b>|onerror|onfocus|alert/, path);
            assert.deepEqual(await complaintsAbout(path), []);
        }
    }
});

/** The squares of a QR code's path as an image for jsQR. */
function picture(svg) {
    const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)[1]);
    const scale = 4;
    const pixels = new Uint8ClampedArray(size * scale * size * scale * 4).fill(255);
    for (const [, x, y, w] of /<path d="([^"]*)"/.exec(svg)[1].matchAll(/M(\d+) (\d+)h(\d+)/g)) {
        for (let row = y * scale; row < (Number(y) + 1) * scale; ++row) {
            for (let column = x * scale; column < (Number(x) + Number(w)) * scale; ++column) pixels.fill(0, (row * size * scale + column) * 4, (row * size * scale + column) * 4 + 3);
        }
    }
    return { pixels, size: size * scale };
}

const scan = (svg) => {
    const { pixels, size } = picture(svg);
    return jsQR(pixels, size, size)?.data;
};

test('the QR code of a feature leads to its page, by a short address', async () => {
    const turnout = JSON.parse((await get(`${server.url}/api/collections/turnout/items?limit=1&f=json`)).content);
    for (const path of ['/f/polling-places/1', `/f/turnout/${encodeURIComponent(turnout.features[0].id)}`]) {
        const { html: svg, headers } = await page(`${path}/qr.svg`);
        assert.match(headers['content-type'], /^image\/svg\+xml/);
        const address = scan(svg);
        assert.equal(address, server.url + path);
        const { status, html } = await page(address);
        assert.equal(status, 200);
        assert.equal(scan(/<figure class="code">.*?<\/figure>/s.exec(html)[0]), address, 'in the page as well');
    }
});
