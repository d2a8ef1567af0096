// A disk that is full, a folder that cannot be written: what a test can make of them depends on who runs it.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ingestProgram, run, tempFolder } from './programs.mjs';

const mounts = new Set();
// Before the folders below the mounts are removed.
process.prependListener('exit', () => { for (const folder of mounts) unmount(folder); });

function succeeds(program, ...args) {
    try {
        execFileSync(program, args, { stdio: 'ignore' });
        return true;
    } catch {
        return false;
    }
}

/** Mounts at a new folder, and says null if this system does not let us. */
function mountAt(folder, ...args) {
    mkdirSync(folder, { recursive: true });
    if (process.getuid() !== 0 || !succeeds('mount', ...args, folder)) return null;
    mounts.add(folder);
    return folder;
}

export function unmount(folder) {
    mounts.delete(folder);
    execFileSync('umount', ['--lazy', folder]);
}

/** A file system of so many bytes, or null. */
export const smallDisk = (bytes) =>
    mountAt(join(tempFolder('machizu-disk'), 'disk'), '-t', 'tmpfs', '-o', `size=${Math.ceil(bytes / 4096) * 4096},mode=755`, 'tmpfs');

/** Another way into a folder, where nothing can be written, or null. */
export function readOnlyView(folder) {
    const view = mountAt(join(tempFolder('machizu-view'), 'view'), '--bind', folder);
    if (view && !succeeds('mount', '-o', 'remount,bind,ro', view)) {
        unmount(view);
        return null;
    }
    return view;
}

/** machizu-ingest, none of whose files can grow beyond so many bytes. */
export const ingestWithFileLimit = (bytes, ...args) => run('prlimit', [`--fsize=${bytes}`, ingestProgram, ...args]);

/** machizu-ingest as somebody to whom the store does not belong, or null if we cannot be somebody else and may write anywhere. */
export function ingestAsAnother() {
    if (process.getuid() !== 0) return (...args) => run(ingestProgram, args);
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', ingestProgram];
    if (!existsSync('/usr/bin/setpriv') || !succeeds('setpriv', ...nobody, '--version')) return null;
    return (...args) => run('setpriv', [...nobody, ...args]);
}
