// Starts the real programs: machizu-ingest to its end, machizu-serve until the test stops it.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const bin = process.env.MACHIZU_BIN ?? join(root, 'build/release/bin');
export const ingestProgram = join(bin, 'machizu-ingest');
export const serveProgram = join(bin, 'machizu-serve');
const sample = join(root, 'datasets/sample');

/** What this process leaves to no one: its folders and its servers. */
const folders = new Set();
const servers = new Set();
process.on('exit', () => {
    for (const server of servers) server.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder that goes with the process. */
export function tempFolder(name = 'machizu') {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    folders.add(folder);
    return folder;
}

/** Manifests of a folder; canaries.json beside the sample's is none. */
export const manifestsIn = (folder) =>
    readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'canaries.json').sort().map((name) => join(folder, name));

export const sampleManifests = () => manifestsIn(sample);

/** The sample city in a folder where a test may change it. */
export function copyOfSample() {
    const folder = join(tempFolder('machizu-sample'), 'sample');
    cpSync(sample, folder, { recursive: true });
    return folder;
}

/** Runs a program to its end; a status other than 0 is an answer, not an error. */
export function run(program, args, options = {}) {
    return new Promise((resolve, reject) => {
        execFile(program, args, { maxBuffer: 1 << 30, ...options }, (error, stdout, stderr) => {
            if (error && typeof error.code !== 'number' && !error.signal) return reject(error);
            resolve({ status: error ? error.code : 0, signal: error?.signal ?? null, stdout, stderr });
        });
    });
}

export const ingest = (...args) => run(ingestProgram, args);

/** Publishes manifests into a store, and insists on success. */
export async function publish(store, manifests) {
    const result = await ingest('run', ...manifests, '--store', store);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    return result;
}

/** Starts machizu-serve on a free port. `stop()` ends it, and insists on a clean end and a clean log. */
export const serve = (store, ...args) => serveUnder([], store, ...args);

/** The same, run by another program: ['prlimit', '--nofile=80']. */
export async function serveUnder(command, store, ...args) {
    const viewer = join(root, 'viewer/dist');
    const more = existsSync(viewer) ? ['--viewer', viewer] : [];
    const [program, ...words] = [...command, serveProgram, '--store', store, '--port', '0', ...more, ...args];
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    let errors = '';
    const ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })));
    servers.add(child);
    child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
    const url = await new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('exit', (status) => reject(new Error(`machizu-serve ended with ${status}: ${errors}`)));
        child.stdout.setEncoding('utf8').on('data', (text) => {
            log += text;
            const address = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(log);
            if (address) resolve(address[1]);
        });
    });
    // Nobody waits for a server that a failed test left behind: this process ends, and takes it along.
    const handles = [child, child.stdout, child.stderr];
    const end = () => {
        for (const handle of handles) handle.ref();
        return ended;
    };
    for (const handle of handles) handle.unref();
    return {
        url,
        log: () => log,
        errors: () => errors,
        pid: child.pid,
        get ended() { return end(); },
        async stop() {
            child.kill('SIGTERM');
            const how = await end();
            servers.delete(child);
            assert.deepEqual(how, { status: 0, signal: null }, `machizu-serve ends cleanly: ${errors}`);
            assert.equal(errors, '', 'machizu-serve complained of nothing');
            assert.doesNotMatch(log, /" 5\d\d /, 'no answer was a server error');
        },
    };
}
