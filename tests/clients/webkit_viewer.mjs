// The viewer in WebKit, the engine of Safari and of every browser on an iPhone: by real keys and clicks, in the browser that Debian has for
// tests of it. Pictures to look at stay in build/screenshots.
//
//   apt install webkit2gtk-driver xvfb
//   node tests/end_to_end/support/with_server.mjs xvfb-run node --test tests/clients/webkit_viewer.mjs
//
// It speaks WebDriver (https://www.w3.org/TR/webdriver2/), of which the driver knows what is used here.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const base = new URL(process.env.MACHIZU_URL ?? 'http://127.0.0.1:8080/').href;
const pictures = process.env.MACHIZU_SCREENSHOTS ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url));
const browser = process.env.WEBKIT_BROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const patience = 60_000;
const keys = { down: '\uE015', enter: '\uE007', left: '\uE012' };

let driver;
let session;

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => { server.once('listening', resolve); });
    const { port } = server.address();
    await new Promise((resolve) => { server.close(resolve); });
    return port;
}

async function command(method, path, body) {
    const response = await fetch(session + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    assert.ok(response.ok, `${method} ${path}: ${JSON.stringify(value)}`);
    return value;
}

const run = (script, ...args) => command('POST', '/execute/sync', { script, args });
const element = async (css) => Object.values(await command('POST', '/element', { using: 'css selector', value: css }))[0];
const click = async (css) => command('POST', `/element/${await element(css)}/click`, {});
const type = async (css, text) => command('POST', `/element/${await element(css)}/value`, { text });
const textOf = (css) => run('return document.querySelector(arguments[0])?.innerText ?? ""', css);
const shot = async (name) => writeFileSync(join(pictures, `webkit-${name}.png`), Buffer.from(await command('GET', '/screenshot'), 'base64'));

/** Asks again and again until the script gives something true; gives it back. */
async function until(what, script, ...args) {
    for (const end = Date.now() + patience; Date.now() < end; await pause(200)) {
        const value = await run(script, ...args);
        if (value) return value;
    }
    return assert.fail(`in vain: ${what}`);
}

const drawn = async () => {
    await pause(300); // what was just done needs a moment to begin
    await until('the map is drawn', 'return document.documentElement.dataset.ready === "1"');
};

async function open(hash) {
    await command('POST', '/url', { url: 'about:blank' });
    await command('POST', '/url', { url: base + hash });
    await run(`window.complaints = [];
        for (const [event, say] of [['error', (e) => e.message], ['unhandledrejection', (e) => String(e.reason)], ['securitypolicyviolation', (e) => e.violatedDirective]]) {
            addEventListener(event, (e) => complaints.push(event + ': ' + say(e)));
        }`);
    await drawn();
}

const nothingToComplain = async () => assert.deepEqual(await run('return complaints'), []);

before(async () => {
    mkdirSync(pictures, { recursive: true });
    const port = await freePort();
    const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', ...(process.getuid() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }) };
    driver = spawn('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], { env, stdio: 'ignore' });
    const home = `http://127.0.0.1:${port}/session`;
    const alwaysMatch = { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };
    for (const end = Date.now() + patience; !session; await pause(200)) {
        const answer = await fetch(home, { method: 'POST', body: JSON.stringify({ capabilities: { alwaysMatch } }) }).catch((error) => error);
        if (answer instanceof Response) {
            const { value } = await answer.json();
            assert.ok(answer.ok, JSON.stringify(value));
            session = `${home}/${value.sessionId}`;
        } else if (Date.now() > end) {
            throw answer;
        }
    }
    await command('POST', '/window/rect', { x: 0, y: 0, width: 1280, height: 800 });
});
after(async () => {
    if (session) await command('DELETE', '');
    driver?.kill();
});

test('the map is drawn, and what is searched for is found and explained', async () => {
    await open('#lang=ja');
    assert.ok(await run('return !!document.querySelector("#map canvas").getContext("webgl2")'));
    await shot('start');
    await type('#search', '潮見島');
    await until('hits', 'return document.querySelector("#hits [role=option]")?.innerText.includes("潮見島")');
    await type('#search', keys.down + keys.enter);
    const told = await until('what applies', 'const { innerText } = document.querySelector("#panel"); return innerText.includes("投票所は") && innerText');
    assert.match(told, /この場所は第1投票区です。投票所は潮見島市民センターです。/);
    await drawn();
    await shot('panel');
    await nothingToComplain();
});

test('a day of the week and a part of the day filter map, table and chips', async () => {
    await open('#lang=ja&layers=parking-cases');
    await click('[data-tool=filter]');
    await until('the histogram', 'return document.querySelectorAll("#tool .bar").length > 10');
    await run('for (const each of document.querySelectorAll("#tool details")) each.open = true');
    await until('the kinds', 'return document.querySelectorAll("#tool .tick input").length > 3');
    const all = await textOf('#tool .found');
    await click('#tool .tick input');
    await until('another number', 'return document.querySelector("#tool .found").innerText !== arguments[0]', all);
    assert.notEqual(await textOf('#chips'), '');
    await drawn();
    await shot('filter');
    await nothingToComplain();
});

test('every tool opens and says what it does', async () => {
    await open('#lang=ja&layers=turnout');
    for (const tool of ['here', 'filter', 'count', 'compare', 'measure', 'print', 'share']) {
        await click(`[data-tool=${tool}]`);
        const name = await textOf(`[data-tool=${tool}]`);
        await until(tool, 'const { hidden, innerText } = document.querySelector("#tool"); return !hidden && innerText.startsWith(arguments[0]) && innerText.length > 40', name);
        await drawn();
        await shot(tool);
    }
    await nothingToComplain();
});

test('the curtain of a comparison is cut where its line stands, and moved by keys', async () => {
    await open('#lang=ja&layers=turnout');
    await click('[data-tool=compare]');
    await until('the curtain', 'return !document.querySelector("#divider").hidden && document.querySelector("#map-right").style.clipPath !== ""');
    await type('#divider', keys.left.repeat(20));
    const [cut, line, image] = await run(`const divider = document.querySelector('#divider'), style = getComputedStyle(divider);
        return [document.querySelector('#map-right').style.clipPath, style.backgroundPositionX, style.backgroundImage];`);
    assert.match(cut, /30%\)$/);
    assert.equal(line, '30%');
    assert.match(image, /gradient/);
    await drawn();
    await shot('curtain');
    await nothingToComplain();
});

test('the sheet of paper has its picture, looked at, before the browser is asked to print', async () => {
    await open('#lang=ja&layers=polling-places,polling-districts');
    await click('[data-tool=print]');
    await until('the tool', 'return !!document.querySelector("#tool .primary")');
    await run(`window.print = () => {
        const { complete, naturalWidth } = document.querySelector('#paper img');
        window.printed = { complete, naturalWidth, text: document.querySelector('#paper').textContent };
    };`);
    await click('#tool .primary');
    const { complete, naturalWidth, text } = await until('print', 'return window.printed');
    assert.ok(complete && naturalWidth > 1000, `${naturalWidth} pixels`);
    assert.match(text, /縮尺.*凡例.*CC-BY-4\.0/);
    await nothingToComplain();
});

test('the table lists what the map shows, on a narrow window too', async () => {
    await open('#lang=ja&layers=polling-places');
    await command('POST', '/window/rect', { x: 0, y: 0, width: 360, height: 740 });
    await click('#table-open');
    await until('rows', 'return document.querySelectorAll("#table-content tbody tr").length > 3');
    assert.ok(await run('return document.documentElement.scrollWidth <= innerWidth'), 'nothing scrolls sideways');
    await shot('table');
    await nothingToComplain();
});
