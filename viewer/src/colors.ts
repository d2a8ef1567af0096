// Arithmetic on colours written as #rgb or #rrggbb, for what a manifest's one colour does not say.

import type { View } from './api';

type Rgb = [number, number, number];

function parse(hex: string): Rgb | undefined {
    const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex)?.[1];
    if (!digits) return undefined;
    const six = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
    return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16)) as Rgb;
}

const print = (rgb: number[]): string =>
    `#${rgb.map((part) => Math.round(Math.min(255, Math.max(0, part))).toString(16).padStart(2, '0')).join('')}`;

/** `part` of the way from one colour to the other; a colour we cannot read stays as it is. */
export function mix(from: string, to: string, part: number): string {
    const a = parse(from);
    const b = parse(to);
    return a && b ? print(a.map((value, i) => value + (b[i]! - value) * part)) : from;
}

export function alpha(hex: string, opacity: number): string {
    const rgb = parse(hex);
    return rgb ? `rgba(${rgb.join(',')},${opacity})` : hex;
}

/** Relative luminance as WCAG 2.2 defines it, 0 black to 1 white. */
export function luminance(hex: string): number {
    const linear = (parse(hex) ?? [0, 0, 0]).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

/** The ink that reads better on a colour: white, or near-black. At 0.179 both have the same contrast (WCAG 2.2). */
export const inkOn = (hex: string): string => (luminance(hex) > 0.179 ? '#16212b' : '#ffffff');

/**
 * The ground of a light map, for the dark one. Light colours are tints of white paper: the same tint is taken from dark
 * paper, so water and woods stay darker than land, and roads lighter. What was dark by day to stand out is light by night.
 */
export function atNight(hex: string, kind: 'area' | 'line'): string {
    const rgb = parse(hex);
    if (!rgb) return hex;
    if (luminance(hex) < 0.3) return mix(hex, '#ffffff', 0.15);
    const [paper, share] = kind === 'area' ? [[39, 49, 59], 0.28] : [[74, 87, 99], 0.4];
    return print(rgb.map((part, i) => paper[i]! - (255 - part) * share));
}

/** From few to many: the view's own colours, else from a tint of its colour to a shade. */
export function heatColors(view: View): string[] {
    if (view.colors && view.colors.length > 1) return view.colors;
    const color = view.color ?? '#b3261e';
    return [mix(color, '#ffffff', 0.65), mix(color, '#ffffff', 0.25), color, mix(color, '#000000', 0.45)];
}

/** Light or dark rises steadily along it, for every kind of colour sight (viridis). */
const viridis = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'];

/** So many colours along a ramp: the view's own if it has one. */
export function ramp(n: number, own: readonly string[] = []): string[] {
    const stops = own.length > 2 ? own : viridis;
    return Array.from({ length: n }, (_, i) => {
        const at = n === 1 ? (stops.length - 1) / 2 : (i * (stops.length - 1)) / (n - 1);
        const low = Math.min(Math.floor(at), stops.length - 2);
        return mix(stops[low]!, stops[low + 1]!, at - low);
    });
}
