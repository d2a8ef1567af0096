// Classes of numbers: where to cut them. Comes with the tools. Pure; node tests it.

import type { Method } from './permalink';

/** Breaks between `n` classes, rising, each the lowest value of the class above it; fewer where the values are too few. */
export function breaksOf(values: readonly number[], method: Method, n: number): number[] {
    const sorted = values.filter(Number.isFinite).sort((x, y) => x - y);
    if (sorted.length === 0) return [];
    const [low, high] = [sorted[0]!, sorted.at(-1)!];
    const raw =
        method === 'equal' ? Array.from({ length: n - 1 }, (_, i) => low + ((high - low) * (i + 1)) / n)
        : method === 'jenks' ? jenks(sorted, n)
        : Array.from({ length: n - 1 }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / n)] ?? high);
    const digits = method === 'equal' ? places((high - low) / n) : undefined;
    const said = digits === undefined ? raw : raw.map((value) => Number(value.toFixed(digits)));
    return [...new Set(said)].filter((value) => value > low && value <= high);
}

const places = (step: number): number => Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(step || 1))));

const mostValues = 600; // Jenks takes the square of it in time; more values are thinned evenly, their ends kept

/** Fisher's exact optimum (1958), which Jenks made known: classes whose values differ least from their means. */
function jenks(sorted: readonly number[], n: number): number[] {
    const values = thinned(sorted);
    const count = values.length;
    const k = Math.min(n, new Set(values).size);
    const [sum, square] = [[0], [0]];
    values.forEach((value, i) => {
        sum.push(sum[i]! + value);
        square.push(square[i]! + value * value);
    });
    const spread = (from: number, to: number): number => square[to]! - square[from]! - (sum[to]! - sum[from]!) ** 2 / (to - from);
    let cost = Array.from({ length: count + 1 }, (_, to) => (to ? spread(0, to) : 0));
    const cuts: number[][] = [];
    for (let classes = 2; classes <= k; ++classes) {
        const next: number[] = Array(count + 1).fill(Infinity);
        const cut: number[] = Array(count + 1).fill(0);
        for (let to = classes; to <= count; ++to) {
            for (let from = classes - 1; from < to; ++from) {
                const total = cost[from]! + spread(from, to);
                if (total < next[to]!) [next[to], cut[to]] = [total, from];
            }
        }
        cost = next;
        cuts.push(cut);
    }
    const found: number[] = [];
    let to = count;
    for (const cut of cuts.reverse()) {
        to = cut[to]!;
        found.unshift(values[to]!);
    }
    return found;
}

function thinned(sorted: readonly number[]): number[] {
    if (sorted.length <= mostValues) return [...sorted];
    return Array.from({ length: mostValues }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (mostValues - 1))]!);
}

/** How many values fall into each class. */
export function tally(values: readonly number[], breaks: readonly number[]): number[] {
    const counts: number[] = Array(breaks.length + 1).fill(0);
    for (const value of values) counts[breaks.filter((low) => value >= low).length]!++;
    return counts;
}
