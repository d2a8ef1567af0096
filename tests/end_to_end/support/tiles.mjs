// Reads archives of tiles by the npm packages of their inventors.

import { closeSync, openSync, readSync } from 'node:fs';
import { VectorTile } from '@mapbox/vector-tile';
import Pbf from 'pbf';
import { PMTiles } from 'pmtiles';

/** A file as the `pmtiles` package wants it. */
class FileSource {
    constructor(path) {
        this.path = path;
        this.descriptor = openSync(path, 'r');
    }
    getKey() {
        return this.path;
    }
    async getBytes(offset, length) {
        const buffer = Buffer.alloc(length);
        const read = readSync(this.descriptor, buffer, 0, length, offset);
        return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + read) };
    }
    close() {
        closeSync(this.descriptor);
    }
}

/** Calls `use` with the archive and closes it. */
export async function withArchive(path, use) {
    const source = new FileSource(path);
    try {
        return await use(new PMTiles(source));
    } finally {
        source.close();
    }
}

/** A copy, because pbf reads doubles from the wrong place of a Buffer that shares its memory with others. */
export const decode = (bytes) => new VectorTile(new Pbf(new Uint8Array(bytes)));

const column = (lon, z) => Math.floor(((lon + 180) / 360) * 2 ** z);
const row = (lat, z) => {
    const y = Math.asinh(Math.tan((lat * Math.PI) / 180));
    return Math.floor(((1 - y / Math.PI) / 2) * 2 ** z);
};

/** Tiles of a zoom that the bounds touch, and `more` around them: a tile also holds what is just beyond its edge. */
export function* tilesIn({ minLon, minLat, maxLon, maxLat }, z, more = 0) {
    const last = 2 ** z - 1;
    const clamp = (n) => Math.min(last, Math.max(0, n));
    for (let x = clamp(column(minLon, z) - more); x <= clamp(column(maxLon, z) + more); ++x) {
        for (let y = clamp(row(maxLat, z) - more); y <= clamp(row(minLat, z) + more); ++y) yield { z, x, y };
    }
}

export const tileOf = ([lon, lat], z) => ({ z, x: column(lon, z), y: row(lat, z) });
