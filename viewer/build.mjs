// Makes dist/: index.html and assets/, whose names carry a hash of what is in them, so that they can be cached for ever.
// Beside each file stand its gzip and brotli forms, for the server to send as they are.

import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const assets = join(dist, 'assets');

const ours = {
    absWorkingDir: here, outdir: assets, entryNames: '[name]-[hash]', bundle: true, format: 'esm', target: ['es2022'], minify: true,
    charset: 'utf8', // else every Japanese letter is six bytes, and packs worse
    metafile: true, logLevel: 'warning',
};

async function main() {
    await rm(dist, { recursive: true, force: true });
    await mkdir(assets, { recursive: true });
    // MapLibre's worker is a module of its own. It is named .js, which every server knows the type of.
    const worker = await copyHashed('node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs', 'maplibre-gl-worker', '.js');
    // Its style sheet comes with the map, not with the page.
    const mapStyle = await copyHashed('node_modules/maplibre-gl/dist/maplibre-gl.css', 'maplibre-gl', '.css');
    const icon = await copyHashed('icon.svg', 'icon', '.svg');
    const toolStyle = await copyMinified('src/tools.css', 'tools');
    const maplibre = await copyHashed('node_modules/maplibre-gl/dist/maplibre-gl.mjs', 'maplibre-gl', '.js');
    const { outputs } = (await build({
        ...ours,
        entryPoints: ['src/start.ts'],
        chunkNames: '[name]-[hash]',
        splitting: true, // the map comes in a chunk of its own, after the page stands
        define: { WORKER_FILE: JSON.stringify(`./${worker}`), MAP_STYLE_FILE: JSON.stringify(mapStyle), TOOL_STYLE_FILE: JSON.stringify(toolStyle) },
        plugins: [asItIs('maplibre-gl', maplibre), inOneChunk],
    })).metafile;
    const start = await takeChunk(outputs, 'src/start.ts');
    await writePage({ icon: await iconInPage('icon.svg'), script: await pageScript(`./assets/${start}`), style: await minified('src/style.css') });
    await writeOffline(icon);
    for (const file of await filesIn(dist)) await compress(file);
    await report();
}

/** A package's own file, sent as its makers packed it: it is kept by browsers though all of ours changes. */
const asItIs = (name, file) => ({
    name: `${name} as it is`,
    setup({ onResolve }) {
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${file}`, external: true }));
    },
});

/**
 * What is loaded at once stays one file. esbuild makes a chunk for each set of entries that share a module, a dozen small ones here, which
 * pack worse and come later. So each part that is loaded later is told to need all of the first, which it has anyway.
 */
const inOneChunk = {
    name: 'in one chunk',
    setup({ onLoad, onResolve }) {
        onResolve({ filter: /^\.\// }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, namespace: 'late' } : undefined));
        onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
            contents: `import './start'; export * from ${JSON.stringify(path)};`, resolveDir: join(here, 'src'),
        }));
    },
};

/** The chunk an entry became. What esbuild leaves of the entry itself only imports it. */
async function takeChunk(outputs, entry) {
    const [file, { imports }] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
    const chunks = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
    if (chunks.length !== 1) throw new Error(`${entry} became ${chunks.length} chunks: ${chunks.join(', ')}`);
    await rm(join(here, file));
    return chunks[0];
}

async function copyHashed(from, name, extension) {
    const bytes = await readFile(join(here, from));
    const file = `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}${extension}`;
    await writeFile(join(assets, file), bytes);
    return file;
}

const minified = async (sheet) => (await transform(await readFile(join(here, sheet), 'utf8'), { loader: 'css', minify: true, charset: 'utf8' })).code.trim();

async function copyMinified(from, name) {
    const code = await minified(from);
    const file = `${name}-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.css`;
    await writeFile(join(assets, file), code);
    return file;
}

/** The service worker, told which files make up this build, and what an installed map is called. */
async function writeOffline(icon) {
    const files = (await filesIn(assets)).map((file) => `assets/${basename(file)}`).filter((name) => !name.endsWith('.txt')).sort();
    const build_id = createHash('sha256').update(files.join()).update(await readFile(join(dist, 'index.html'))).digest('hex').slice(0, 12);
    await build({
        absWorkingDir: here, entryPoints: ['src/service_worker.ts'], outfile: join(dist, 'sw.js'), bundle: true, minify: true, format: 'iife', target: ['es2022'],
        define: { BUILD: JSON.stringify(build_id), FILES: JSON.stringify(files) }, logLevel: 'warning',
    });
    const manifest = {
        name: '街図 Machizu', short_name: '街図', start_url: './', scope: './', display: 'standalone', background_color: '#f4f7f8', theme_color: '#0b5570',
        icons: [{ src: `assets/${icon}`, sizes: 'any', type: 'image/svg+xml' }],
    };
    await writeFile(join(dist, 'machizu.webmanifest'), JSON.stringify(manifest));
}

/** The few lines that stand in the page; the server allows them by their hash, as it does the style. */
async function pageScript(start) {
    const options = { ...ours, entryPoints: ['src/main.ts'], define: { START_FILE: JSON.stringify(start) }, external: [start], write: false };
    return (await build(options)).outputFiles[0].text.trim();
}

/** The icon as a URL of its own bytes: no request before the first picture. */
async function iconInPage(file) {
    const drawing = (await readFile(join(here, file), 'utf8')).trim().replaceAll('"', "'");
    return `data:image/svg+xml,${drawing.replace(/[#%<>]/g, encodeURIComponent)}`;
}

/** The style stands in the page: a first visit is one round trip shorter, and that is half of the wait on a phone. */
async function writePage(parts) {
    const page = await readFile(join(here, 'index.html'), 'utf8');
    const filled = page.replace(/\n\s+/g, '\n').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
    await writeFile(join(dist, 'index.html'), filled);
}

async function compress(file) {
    const bytes = await readFile(file);
    const small = {
        gz: gzipSync(bytes, { level: 9 }),
        br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    };
    for (const [extension, packed] of Object.entries(small)) {
        if (packed.length < bytes.length) await writeFile(`${file}.${extension}`, packed);
    }
}

async function filesIn(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    const nested = entries.map((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
    return (await Promise.all(nested)).flat();
}

async function report() {
    for (const file of (await filesIn(dist)).filter((name) => extname(name) === '.br').sort()) {
        const bytes = (await readFile(file)).length;
        console.log(`${String(Math.ceil(bytes / 1024)).padStart(5)} KiB brotli  ${file.slice(dist.length + 1, -3)}`);
    }
}

await main();
