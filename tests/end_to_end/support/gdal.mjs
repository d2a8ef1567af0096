// What GDAL's own programs see. Debian 12's ogrinfo speaks no JSON yet, so its text is read.

import assert from 'node:assert/strict';
import { run } from './programs.mjs';

const env = { ...process.env, OGR_XLSX_HEADERS: 'FORCE' };

/** The layers of a file or server, each with its number of features. GDAL must not complain. */
export async function layersSeenByGdal(path) {
    const { status, stdout, stderr } = await run('ogrinfo', ['-ro', '-so', '-al', path], { env });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /warning|error/i, path);
    const layers = {};
    let name;
    for (const line of stdout.split('\n')) {
        name = /^Layer name: (.*)$/.exec(line)?.[1] ?? name;
        const count = /^Feature Count: (\d+)$/.exec(line);
        if (count) layers[name] = Number(count[1]);
    }
    return layers;
}

/** How many features the only layer of a file has. */
export async function countedByGdal(path) {
    const counts = Object.values(await layersSeenByGdal(path));
    assert.equal(counts.length, 1, `${path} has one layer`);
    return counts[0];
}

/** How many features of a layer of a GeoPackage fit a condition in SQL. */
export async function selectedByGdal(path, layer, condition) {
    const { stdout, stderr } = await run('ogrinfo', ['-ro', '-q', path, '-dialect', 'SQLite', '-sql', `SELECT count(*) AS n FROM "${layer}" WHERE ${condition}`]);
    const selected = /n \(Integer.*\) = (\d+)/.exec(stdout)?.[1];
    assert.ok(selected !== undefined, `${condition}: ${stdout}${stderr}`);
    return Number(selected);
}

/** Features of a layer as GeoJSON; GeoPackage layers of ours only. */
export async function featuresSeenByGdal(path, layer, ...options) {
    const { status, stdout, stderr } = await run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', path, layer, ...options]);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout).features;
}
