// A page of somebody who never heard of Machizu: on a server of its own, so that for the browser it is another origin, with a script made
// of npm packages. Whatever it gets from the server, it gets because the API lets any page have it.

import http from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patience, viewer } from './page.mjs';

const { build } = createRequire(join(viewer, 'package.json'))('esbuild');
const packages = [join(viewer, 'node_modules'), fileURLToPath(new URL('../../end_to_end/node_modules', import.meta.url))];
const mapWorker = join(viewer, 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs');
const document = '<!doctype html><meta charset="utf-8"><title>Somebody</title><style>html, body, #map { margin: 0; height: 100% }</style>'
    + '<div id="map"></div><script type="module" src="/script.js"></script>';

async function bundled(script) {
    const { outputFiles } = await build({
        stdin: { contents: script, resolveDir: viewer }, nodePaths: packages, bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'warning',
    });
    return outputFiles[0].text;
}

/**
 * Opens a page with that script, and waits until it sets `window.ready`. `close()` ends it and answers what went wrong in it:
 * errors, and responses that were none.
 */
export async function foreignPage(browser, script) {
    const files = { '/': ['text/html', document], '/script.js': ['text/javascript', await bundled(script)], '/worker.js': ['text/javascript', readFileSync(mapWorker)] };
    const server = http.createServer(({ url }, response) => {
        const [type, content] = files[url] ?? ['text/plain', ''];
        response.writeHead(files[url] ? 200 : 404, { 'Content-Type': type }).end(content);
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('requestfailed', (request) => complaints.push(`no answer: ${request.url()}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => window.ready, null, { timeout: patience }).catch((error) => {
        throw new Error(`the page does not get ready: ${complaints.join('; ')}`, { cause: error });
    });
    return {
        page,
        async close() {
            await context.close();
            await new Promise((resolve) => { server.close(resolve); });
            return complaints;
        },
    };
}
