// An HTTP client that shows what was really sent: bytes as they came, headers, and the content without its gzip.

import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

export function get(url, headers = {}) {
    return new Promise((resolve, reject) => {
        const request = http.get(url, { agent, headers }, (response) => {
            const pieces = [];
            response.on('data', (piece) => pieces.push(piece));
            response.on('error', reject);
            response.on('end', () => {
                const raw = Buffer.concat(pieces);
                resolve({ url: String(url), status: response.statusCode, headers: response.headers, rawHeaders: response.rawHeaders, raw,
                    content: decoded(raw, response.headers['content-encoding']) });
            });
        });
        request.on('error', reject);
    });
}

function decoded(raw, encoding) {
    if (raw.length === 0) return raw;
    if (encoding === 'gzip') return gunzipSync(raw);
    return encoding === 'br' ? brotliDecompressSync(raw) : raw;
}

export async function getJson(url) {
    const response = await get(url);
    if (response.status !== 200) throw new Error(`${url}: ${response.status} ${response.content}`);
    return JSON.parse(response.content.toString('utf8'));
}

/** Does `work` for every item, eight at a time. */
export async function forEach(items, work) {
    const rest = items[Symbol.iterator]();
    await Promise.all(Array.from({ length: 8 }, async () => {
        for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
    }));
}
