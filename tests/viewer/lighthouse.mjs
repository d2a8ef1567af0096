// Not a test: Lighthouse on the map's page, on a dataset's page and on a feature's, as a phone (simulated). Prints scores, LCP and CLS.
//
//   npm install --prefix /tmp/lighthouse lighthouse@12.8.2        # runs on Node 20; 13 wants 22
//   LIGHTHOUSE=/tmp/lighthouse MACHIZU_URL=http://127.0.0.1:8080/ node tests/viewer/lighthouse.mjs
//
// The map's performance score and its blocking time are those of a graphics chip made of software: read LCP and CLS there.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.LIGHTHOUSE ?? '/tmp/lighthouse', 'package.json'));
const { default: lighthouse } = await import(pathToFileURL(require.resolve('lighthouse')));
const { launch } = await import(pathToFileURL(require.resolve('chrome-launcher')));
const base = process.env.MACHIZU_URL ?? 'http://127.0.0.1:8080/';
const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--enable-unsafe-swiftshader', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
});
for (const path of ['', 'api/collections?f=html', 'api/collections/polling-places?f=html', 'api/collections/polling-places/items/1?f=html']) {
    const { lhr } = await lighthouse(base + path, { port: chrome.port, onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'], logLevel: 'error' });
    const score = Object.entries(lhr.categories).map(([name, { score }]) => `${name} ${Math.round(score * 100)}`).join(', ');
    const { 'largest-contentful-paint': lcp, 'cumulative-layout-shift': cls } = lhr.audits;
    console.log(`/${path}\n  ${score}\n  LCP ${Math.round(lcp.numericValue)} ms, CLS ${cls.displayValue}`);
    const failed = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => (id === 'performance' ? [] : auditRefs)).map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
    for (const { id, title } of failed) console.log(`  ${id}: ${title}`);
}
await chrome.kill();
