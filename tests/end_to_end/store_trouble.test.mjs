// A disk that fills up at any moment, a store that cannot be written, two runs at once, a run killed while it holds the dataset:
// what is published stays whole, nothing is left behind, and the message says what to do in both languages.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ingestAsAnother, ingestWithFileLimit, readOnlyView, smallDisk, unmount } from './support/limits.mjs';
import { copyOfSample, ingest, ingestProgram, publish, tempFolder } from './support/programs.mjs';
import { assertCounted, assertWhole, currentVersion, leftovers, snapshot, versionsOf } from './support/snapshots.mjs';

const id = 'sewer-pipes';
const timeout = 900_000;

/** The manifest in a folder of its own; `edit` makes it differ from what is published. */
function pipes() {
    const sample = copyOfSample();
    const path = join(sample, `${id}.json`);
    let edition = 100;
    const edit = () => {
        const manifest = JSON.parse(readFileSync(path, 'utf8'));
        manifest.description = { ja: `第${++edition}版`, en: `edition ${edition}` };
        delete manifest.checks; // alone in its store, without the manholes it is held against
        writeFileSync(path, JSON.stringify(manifest));
    };
    edit();
    return { sample, path, edit };
}

const filesOf = ({ info }) => Object.fromEntries(info.files.map(({ name, bytes }) => [name, bytes]));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** A version as it is when nothing stands in its way: name and size of each file. */
async function undisturbed({ path }) {
    const store = tempFolder('machizu-store');
    await publish(store, [path]);
    return { store, files: filesOf(snapshot(store, id)) };
}

/** After a run in a store that holds `before`: published whole, or refused for a reason and all as it was. Says which. */
function assertAllOrNothing({ status, stdout, stderr, signal }, store, before, reference, reason, what) {
    assert.equal(signal, null, `${what}: ended by itself: ${stderr}`);
    assert.deepEqual(leftovers(store, id), [], `${what}: nothing is left over`);
    const info = assertWhole(store, id);
    if (status === 0) {
        assert.notEqual(info.version, before, what);
        assertCounted(snapshot(store, id));
        // A writer that did not notice would leave a shorter file. Compressed ones differ by the moment that stands in them.
        for (const [name, bytes] of Object.entries(reference)) {
            const found = filesOf(snapshot(store, id))[name];
            assert.ok(Math.abs(found - bytes) <= 64, `${what}: ${name} has ${found} bytes, not ${bytes}`);
        }
        return 'published';
    }
    assert.equal(status, 1, `${what}: ${stderr}`);
    assert.equal(info.version, before, `${what}: the old version stays`);
    assert.deepEqual(versionsOf(store, id), [before], what);
    assert.match(stdout, reason, what);
    return 'refused';
}

const full = /空き容量が足りません.* free some space/;
const tooLarge = /上限.* limit/;

test('out of disk at every twentieth of what a run needs: refused with what to do, or published whole', { timeout }, async (t) => {
    const source = pipes();
    const { store: first, files } = await undisturbed(source);
    const size = sum(Object.values(files));
    const outcomes = [];
    for (let twentieth = 1; twentieth <= 28; ++twentieth) {
        // The version that is there, and room for a part of a new one; what is only needed on the way there makes it more than 20.
        const disk = smallDisk(size * 1.02 + 65_536 + (size * twentieth) / 20);
        if (!disk) {
            t.skip('not checked: only root can mount a small tmpfs (the next test limits files instead)');
            return;
        }
        try {
            cpSync(first, disk, { recursive: true, verbatimSymlinks: true });
            const before = currentVersion(disk, id);
            source.edit();
            const result = await ingest('run', source.path, '--store', disk);
            outcomes.push(assertAllOrNothing(result, disk, before, files, full, `${twentieth}/20`));
        } finally {
            unmount(disk);
        }
    }
    t.diagnostic(`on a tmpfs with room for 1 to 28 twentieths of a version (${size} bytes): ${outcomes.join(' ')}`);
    assert.equal(outcomes.at(0), 'refused');
    assert.equal(outcomes.at(-1), 'published');
});

test('no file may grow beyond any twentieth of the largest: refused with what to do, or published whole', { timeout }, async (t) => {
    const source = pipes();
    const { store, files } = await undisturbed(source);
    const largest = Math.max(...Object.values(files));
    // Also just below the size of each file: its own writer must notice, when it writes the last bytes.
    const limits = [...Array.from({ length: 21 }, (_, i) => Math.ceil((largest * (i + 1)) / 20)),
        ...Object.values(files).filter((bytes) => bytes > 4096).map((bytes) => bytes - 100)].sort((a, b) => a - b);
    const outcomes = [];
    for (const limit of limits) {
        const copy = join(tempFolder('machizu-limited'), 'store');
        cpSync(store, copy, { recursive: true, verbatimSymlinks: true });
        const before = currentVersion(copy, id);
        source.edit();
        const result = await ingestWithFileLimit(limit, 'run', source.path, '--store', copy);
        outcomes.push(`${limit} ${assertAllOrNothing(result, copy, before, files, tooLarge, `${limit} bytes`)}`);
    }
    t.diagnostic(`with RLIMIT_FSIZE: ${outcomes.join(', ')}`);
});

/** Everything below a folder, with the times of the last change: it stays as it is. */
function inventory(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? inventory(path) : entry.isFile() ? [`${path} ${statSync(path).mtimeMs}`] : [path];
    });
}

test('a store on a read-only disk: refused with what to do, nothing changed', { timeout }, async (t) => {
    const source = pipes();
    const { store } = await undisturbed(source);
    const view = readOnlyView(store);
    if (!view) return t.skip('not checked: only root can mount a folder read-only (the next test takes permissions instead)');
    try {
        const before = inventory(store);
        source.edit();
        const { status, stdout, stderr } = await ingest('run', source.path, '--store', view);
        assert.equal(status, 1, stdout + stderr);
        assert.match(stdout, /読み取り専用.* read-only/);
        const prune = await ingest('prune', '--keep', '1', '--store', view);
        assert.equal(prune.status, 1);
        assert.match(prune.stderr, /消せません.*読み取り専用.* read-only/);
        const { results } = JSON.parse((await ingest('prune', '--keep', '1', '--store', view, '--json')).stdout);
        assert.deepEqual(results.map(({ dataset, status: became }) => [dataset, became]), [[id, 'refused']]);
        assert.deepEqual(inventory(store), before);
        assertWhole(store, id);
        const unchanged = await ingest('list', '--store', view);
        assert.equal(unchanged.status, 0, 'what is published can be listed all the same');
    } finally {
        unmount(view);
    }
});

test('a store that belongs to somebody else: refused with what to do, nothing changed', { timeout }, async (t) => {
    const source = pipes();
    const { store } = await undisturbed(source);
    const ingestAsOther = ingestAsAnother();
    if (!ingestAsOther) return t.skip('not checked: this system does not let us be another user');
    const folders = [dirname(source.sample), source.sample, store, join(store, id)];
    for (const folder of folders) chmodSync(folder, 0o555); // which binds whoever is not root
    try {
        const before = inventory(store);
        source.edit();
        const { status, stdout, stderr } = await ingestAsOther('run', source.path, '--store', store);
        assert.equal(status, 1, stdout + stderr);
        assert.match(stdout, /権限.* may not write/);
        assert.deepEqual(inventory(store), before);
        assertWhole(store, id);
        const anew = await ingestAsOther('run', source.path, '--store', join(store, 'new'));
        assert.equal(anew.status, 1, anew.stdout + anew.stderr);
        assert.match(anew.stdout, /権限.* may not write/);
    } finally {
        for (const folder of folders) chmodSync(folder, 0o755);
    }
});

/** Starts a run and stops it (SIGSTOP) once its staging folder is there. */
async function runHeldInTheMiddle(path, store) {
    const child = spawn(ingestProgram, ['run', path, '--store', store], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })));
    while (!existsSync(join(store, id)) || !readdirSync(join(store, id)).some((name) => name.startsWith('.staging-'))) {
        assert.equal(child.exitCode, null, 'the run is still on its way');
        await sleep(1);
    }
    child.kill('SIGSTOP');
    return { child, ended };
}

test('two runs at once: the second is refused and says to wait, the first publishes', { timeout }, async () => {
    const source = pipes();
    const { store } = await undisturbed(source);
    const before = currentVersion(store, id);
    source.edit();
    const first = await runHeldInTheMiddle(source.path, store);
    const second = await ingest('run', source.path, '--store', store);
    assert.equal(second.status, 1, second.stdout + second.stderr);
    assert.match(second.stdout, /終わってから、もう一度実行してください.* wait until it has ended/);
    assert.equal(leftovers(store, id).length, 1, 'the staging folder of the first is left alone');
    assert.equal(currentVersion(store, id), before);
    assertWhole(store, id);
    first.child.kill('SIGCONT');
    assert.deepEqual(await first.ended, { status: 0, signal: null });
    assert.notEqual(currentVersion(store, id), before);
    assertWhole(store, id);
    assert.deepEqual(leftovers(store, id), []);
});

test('many runs at once: each publishes or is refused, and one version is current and whole', { timeout }, async () => {
    const source = pipes();
    const { store } = await undisturbed(source);
    source.edit();
    const results = await Promise.all(Array.from({ length: 6 }, () => ingest('run', source.path, '--store', store)));
    for (const { status, stdout, stderr } of results) {
        assert.ok(status === 0 || /wait until it has ended/.test(stdout), stdout + stderr);
    }
    assert.ok(results.some(({ stdout }) => /published/.test(stdout)), 'one of them published');
    assertWhole(store, id);
    assert.deepEqual(leftovers(store, id), []);
});

test('a run killed while it holds the dataset: the next run is not in its way, and takes away what it left', { timeout }, async () => {
    const source = pipes();
    const { store } = await undisturbed(source);
    source.edit();
    for (let i = 0; i < 3; ++i) {
        const { child, ended } = await runHeldInTheMiddle(source.path, store);
        child.kill('SIGKILL');
        assert.deepEqual(await ended, { status: null, signal: 'SIGKILL' });
        assert.equal(leftovers(store, id).length, 1, 'killed runs do not pile up: each takes away what the last one left');
        assertWhole(store, id);
    }
    await publish(store, [source.path]);
    assertWhole(store, id);
    assert.deepEqual(leftovers(store, id), []);
});

test('an output that cannot be written is no success', { timeout }, async () => {
    const source = pipes();
    const { store } = await undisturbed(source);
    const child = spawn('sh', ['-c', 'exec "$0" list --store "$1" > /dev/full', ingestProgram, store], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.notEqual(status, 0);
    assert.match(errors, /出力できません/);
});
