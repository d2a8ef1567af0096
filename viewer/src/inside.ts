// Whether a place lies within a ring. Pure; node tests it.

import type { Position } from './geo';

/** On its edge it may be either. */
export function inside(ring: readonly Position[], [x, y]: Position): boolean {
    let odd = false;
    ring.forEach(([x1, y1], i) => {
        const [x2, y2] = ring[(i + 1) % ring.length]!;
        if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    });
    return odd;
}
