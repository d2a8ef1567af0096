// The second sign beside colour: hatchings of areas and dashes of lines. Letters of points are in legend.ts.

export const patterns = 6; // hatchings for categories; pattern-0 is none
export const missingPattern = 6;

/** The ink of a hatching, eight pixels square, as text: `#` is ink. map_view.ts makes images of them. */
export const hatchings: readonly string[][] = [
    [], ['#', '.#', '..#', '...#', '....#', '.....#', '......#', '.......#'], ['.', '.', '.##', '.##'], ['########'],
    ['#', '#', '#', '#', '#', '#', '#', '#'], ['#...#...', '', '', '', '#...#...', '', '', ''], ['.......#', '......#', '.....#', '....#', '...#', '..#', '.#', '#'],
];

/** The dashes of a category, in widths of the line: the second sign of lines. */
export const dashes: readonly number[][] = [[1, 0], [5, 1.5], [2, 1.5], [6, 1.5, 1.5, 1.5], [1, 1], [10, 2]];
