// QR codes (ISO/IEC 18004): bytes, error correction level M, versions 1 to 40. Pure; node tests it.

// For level M, by version: error correction codewords a block, and blocks (table 9).
const codewords = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28];
const blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49];

type Grid = boolean[][];

/** Rows of modules, true is dark; undefined if the text is too long for any version. */
export function qr(text: string): Grid | undefined {
    const bytes = new TextEncoder().encode(text);
    for (let version = 1; version <= 40; ++version) {
        const room = dataCodewords(version);
        const header = version < 10 ? 12 : 20; // bits
        if (bytes.length * 8 + header <= room * 8) return draw(version, withCorrection(version, dataOf(bytes, version, room)));
    }
    return undefined;
}

function rawModules(version: number): number {
    let result = (16 * version + 128) * version + 64;
    if (version >= 2) {
        const aligned = Math.floor(version / 7) + 2;
        result -= (25 * aligned - 10) * aligned - 55;
        if (version >= 7) result -= 36;
    }
    return result;
}

const dataCodewords = (version: number): number => Math.floor(rawModules(version) / 8) - codewords[version - 1]! * blocks[version - 1]!;

function dataOf(bytes: Uint8Array, version: number, room: number): number[] {
    const bits: number[] = [];
    const push = (value: number, length: number) => {
        for (let i = length - 1; i >= 0; --i) bits.push((value >>> i) & 1);
    };
    push(4, 4); // byte mode
    push(bytes.length, version < 10 ? 8 : 16);
    for (const byte of bytes) push(byte, 8);
    push(0, Math.min(4, room * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const data: number[] = [];
    for (let i = 0; i < bits.length; i += 8) data.push(bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
    for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
    return data;
}

// ---- Reed-Solomon over GF(256), polynomial 0x11d ----

function times(x: number, y: number): number {
    let z = 0;
    for (let i = 7; i >= 0; --i) {
        z = (z << 1) ^ ((z >>> 7) * 0x11d);
        z ^= ((y >>> i) & 1) * x;
    }
    return z;
}

function divisor(degree: number): number[] {
    const result: number[] = Array(degree).fill(0);
    result[degree - 1] = 1;
    let root = 1;
    for (let i = 0; i < degree; ++i) {
        for (let j = 0; j < degree; ++j) result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0);
        root = times(root, 2);
    }
    return result;
}

function remainder(data: readonly number[], by: readonly number[]): number[] {
    const result: number[] = Array(by.length).fill(0);
    for (const byte of data) {
        const factor = byte ^ result.shift()!;
        result.push(0);
        by.forEach((part, i) => (result[i]! ^= times(part, factor)));
    }
    return result;
}

/** Data cut into blocks, each with its correction, and interleaved (section 7.6). */
function withCorrection(version: number, data: number[]): number[] {
    const [count, correction] = [blocks[version - 1]!, codewords[version - 1]!];
    const raw = Math.floor(rawModules(version) / 8);
    const short = count - (raw % count);
    const length = Math.floor(raw / count) - correction;
    const by = divisor(correction);
    let at = 0;
    const made = Array.from({ length: count }, (_, i) => {
        const part = data.slice(at, (at += length + (i < short ? 0 : 1)));
        return { part, more: remainder(part, by) };
    });
    const result: number[] = [];
    for (let i = 0; i <= length; ++i) for (const { part } of made) if (i < part.length) result.push(part[i]!);
    for (let i = 0; i < correction; ++i) for (const { more } of made) result.push(more[i]!);
    return result;
}

// ---- modules ----

const masks: ((x: number, y: number) => boolean)[] = [
    (x, y) => (x + y) % 2 === 0, (_, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function draw(version: number, data: number[]): Grid {
    const size = version * 4 + 17;
    const grid: Grid = Array.from({ length: size }, () => Array(size).fill(false));
    const fixed: Grid = Array.from({ length: size }, () => Array(size).fill(false));
    const set = (x: number, y: number, dark: boolean) => {
        if (x < 0 || y < 0 || x >= size || y >= size) return;
        grid[y]![x] = dark;
        fixed[y]![x] = true;
    };
    for (let i = 0; i < size; ++i) {
        set(6, i, i % 2 === 0);
        set(i, 6, i % 2 === 0);
    }
    for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
        for (let y = -4; y <= 4; ++y) for (let x = -4; x <= 4; ++x) {
            const ring = Math.max(Math.abs(x), Math.abs(y));
            set(cx + x, cy + y, ring !== 2 && ring !== 4);
        }
    }
    const centres = alignment(version);
    for (const [i, cx] of centres.entries()) for (const [j, cy] of centres.entries()) {
        const last = centres.length - 1;
        if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) continue; // there stand the finders
        for (let y = -2; y <= 2; ++y) for (let x = -2; x <= 2; ++x) set(cx + x, cy + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
    if (version >= 7) {
        let rest = version;
        for (let i = 0; i < 12; ++i) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
        const bits = (version << 12) | rest;
        for (let i = 0; i < 18; ++i) {
            const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
            set(a, b, ((bits >>> i) & 1) === 1);
            set(b, a, ((bits >>> i) & 1) === 1);
        }
    }
    format(set, size, 0);
    place(grid, fixed, data);
    let best: { cost: number; grid: Grid } | undefined;
    masks.forEach((mask, number) => {
        const tried = grid.map((row, y) => row.map((dark, x) => dark !== (!fixed[y]![x] && mask(x, y))));
        format((x, y, dark) => (tried[y]![x] = dark), size, number);
        const cost = penalty(tried);
        if (!best || cost < best.cost) best = { cost, grid: tried };
    });
    return best!.grid;
}

function alignment(version: number): number[] {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, i) => version * 4 + 10 - (count - 2 - i) * step)];
}

/** Level M is 0 in the format; with the mask's number, twice (section 7.9). */
function format(set: (x: number, y: number, dark: boolean) => void, size: number, mask: number): void {
    let rest = mask;
    for (let i = 0; i < 10; ++i) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (i: number) => ((bits >>> i) & 1) === 1;
    for (let i = 0; i <= 5; ++i) set(8, i, bit(i));
    set(8, 7, bit(6));
    set(8, 8, bit(7));
    set(7, 8, bit(8));
    for (let i = 9; i < 15; ++i) set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; ++i) set(size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; ++i) set(8, size - 15 + i, bit(i));
    set(8, size - 8, true);
}

function place(grid: Grid, fixed: Grid, data: number[]): void {
    const size = grid.length;
    let i = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
        if (right === 6) right = 5;
        for (let step = 0; step < size; ++step) for (let j = 0; j < 2; ++j) {
            const x = right - j;
            const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
            if (fixed[y]![x] || i >= data.length * 8) continue;
            grid[y]![x] = ((data[i >>> 3]! >>> (7 - (i & 7))) & 1) === 1;
            ++i;
        }
    }
}

/** How hard a pattern is to read (section 7.8.3). */
function penalty(grid: Grid): number {
    const size = grid.length;
    let cost = 0;
    const lines = [...grid, ...grid.map((_, x) => grid.map((row) => row[x]!))];
    for (const line of lines) {
        const text = line.map((dark) => (dark ? '1' : '0')).join('');
        for (const run of text.match(/0{5,}|1{5,}/g) ?? []) cost += run.length - 2;
        for (let i = 0; i + 11 <= size; ++i) if (['10111010000', '00001011101'].includes(text.slice(i, i + 11))) cost += 40;
    }
    for (let y = 1; y < size; ++y) for (let x = 1; x < size; ++x) {
        if (grid[y]![x] === grid[y - 1]![x] && grid[y]![x] === grid[y]![x - 1] && grid[y]![x] === grid[y - 1]![x - 1]) cost += 3;
    }
    const dark = grid.flat().filter(Boolean).length;
    return cost + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
}
