// All that comes after the page stands, but for the map: whoever taps anything needs most of it, and one file packs better than five.

export { toCsv } from './csv';
export { FeaturePanel } from './feature_panel';
export { understand } from './question';
export * from './tools';
