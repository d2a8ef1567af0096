// `kill -9` at any moment of a run: the store always holds the old version whole or the new one whole, and the server answers
// from one of them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getJson } from './support/http.mjs';
import { copyOfSample, ingestProgram, publish, serve, tempFolder } from './support/programs.mjs';
import { assertCounted, assertWhole, currentVersion, datasetsIn, leftovers, snapshot, versionsOf } from './support/snapshots.mjs';

const kills = Number(process.env.MACHIZU_KILLS ?? 50); // 200 take minutes
const seed = Number(process.env.MACHIZU_SEED ?? 20261121);
const ids = ['parking-cases', 'sewer-manholes', 'sewer-pipes'];

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomNumbers(state) {
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** Makes the datasets differ from what is published: their descriptions say which edition they are. */
function edit(sample, edition) {
    for (const id of ids) {
        const path = join(sample, `${id}.json`);
        const manifest = JSON.parse(readFileSync(path, 'utf8'));
        manifest.description = { ja: `第${edition}版`, en: `edition ${edition}` };
        writeFileSync(path, JSON.stringify(manifest));
    }
}

const editionOf = (description) => Number(/\d+/.exec(description)[0]);

/** Starts a run and kills it after some milliseconds; tells whether it was still running. */
async function runKilledAfter(milliseconds, manifests, store) {
    const child = spawn(ingestProgram, ['run', ...manifests, '--store', store], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal === 'SIGKILL')));
    await sleep(milliseconds);
    child.kill('SIGKILL');
    return ended;
}

/** Asks the server without pause; each answer must be of one edition, whole, and never of an older one than before. */
function watch(url, store) {
    const seen = new Map();
    let stopped = false;
    let answers = 0;
    const watching = (async () => {
        while (!stopped) {
            for (const id of ids) {
                const { description, machizu } = await getJson(`${url}/api/collections/${id}?lang=en`);
                const edition = editionOf(description);
                assert.ok(edition >= (seen.get(id) ?? 0), `${id}: edition ${edition} after ${seen.get(id)}`);
                seen.set(id, edition);
                assert.equal(editionOf(snapshot(store, id, machizu.version).info.manifest.description.en), edition);
                const { numberMatched, features } = await getJson(`${url}/api/collections/${id}/items?limit=50`);
                assert.equal(numberMatched, machizu.count);
                assert.equal(features.length, 50);
                ++answers;
            }
        }
    })();
    return { async stop() { stopped = true; await watching; return answers; } };
}

test(`${kills} times kill -9 at random moments of a run (MACHIZU_SEED=${seed})`, { timeout: 900_000 }, async (t) => {
    const sample = copyOfSample();
    const store = tempFolder('machizu-store');
    const manifests = ids.map((id) => join(sample, `${id}.json`));
    edit(sample, 1);
    await publish(store, manifests);
    edit(sample, 2);
    const begun = performance.now();
    await publish(store, manifests);
    const duration = performance.now() - begun;

    const server = await serve(store, '--quiet');
    const watcher = watch(server.url, store);
    const random = randomNumbers(seed);
    const delays = [];
    let hit = 0;
    for (let i = 0; i < kills; ++i) {
        edit(sample, i + 3);
        const delay = random() * duration * 1.1;
        delays.push(Math.round(delay));
        if (await runKilledAfter(delay, manifests, store)) ++hit;
        for (const id of ids) {
            for (const version of versionsOf(store, id)) {
                // Older versions were looked at before; only what is new since can be broken.
                if (version >= currentVersion(store, id)) assertWhole(store, id, version);
            }
        }
    }
    t.diagnostic(`a run takes ${Math.round(duration)} ms; ${hit} of ${kills} kills hit it, after [${delays}] ms`);
    assert.ok(hit >= kills / 2, 'most kills hit a run, else this test shows nothing');

    edit(sample, kills + 3);
    await publish(store, manifests);
    for (const id of ids) {
        assertWhole(store, id);
        assertCounted(snapshot(store, id));
        assert.deepEqual(leftovers(store, id), [], `${id}: the next run clears away what the killed ones left`);
    }
    assert.deepEqual(datasetsIn(store), [...ids].sort());
    assert.ok(await watcher.stop() > kills, 'the server answered all the while');
    await server.stop();
});
