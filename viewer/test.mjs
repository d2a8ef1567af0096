// Compiles the unit tests with esbuild and gives them to node's own test runner.

import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = await mkdtemp(join(tmpdir(), 'machizu-viewer-test-'));
const files = (await readdir(join(here, 'test'))).filter((name) => name.endsWith('_test.ts'));
await build({
    absWorkingDir: here,
    entryPoints: files.map((name) => join('test', name)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: 'inline',
    logLevel: 'warning',
});
const tests = (await readdir(out)).map((name) => join(out, name));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...tests], { stdio: 'inherit' });
await rm(out, { recursive: true });
process.exit(status ?? 1);
