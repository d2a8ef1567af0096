#pragma once

#include "tiles/shape_table.hpp"

namespace tiles {

struct GeneraliseOptions {
    int minzoom = 0;  ///< no zoom below it is drawn: what its tolerance allows to leave out is left out there
    int maxzoom = 14; ///< draws every vertex: viewers magnify it
    int extent = 4096;      ///< tile units across a tile
    double tolerance = 1.0; ///< in tile units: how far a line may lie from the vertices it does without
    /// In world units, 16 are 15 cm at the equator and 12 cm in Takamatsu: nearer vertices of polygons become one, and an edge that
    /// passes a vertex so near goes through it. 0: only equal positions are shared.
    double snap = 16;
    bool snap_edges =
        true; ///< look for vertices beside edges, too; borders of scattered polygons do not need it
};

/// What was found on the way.
struct GeneraliseResult {
    std::size_t snapped_vertices = 0;  ///< moved to a vertex nearby
    std::size_t inserted_vertices = 0; ///< put into an edge that passed them
    std::size_t blocked = 0;           ///< kept at a zoom only because a border would have crossed another
    double shared = 0; ///< part of the polygons that have a vertex in common with another, 0 to 1
};

/// Gives each vertex of lines and polygons the zoom from which it is drawn, once for all zooms.
///
/// Borders are found first: vertices that are nearly the same become the same, and where rings or lines part or end is a node,
/// which every zoom draws. What lies between two nodes is an arc; neighbours have it in common, and it is thinned once for both.
///
///         B | C
///   --------o--------     o is a node; A's border with B is one arc, with C another
///           A
///
/// Zoom by zoom from maxzoom up, the vertex that costs least goes first: b may go if the line from a to c passes all original
/// vertices between them within the tolerance, and if no other vertex that is still there lies in the triangle abc.
///
///        b             The first condition is Douglas-Peucker's promise (nothing is moved by more than a tile unit), kept from
///      /   \           below, since going up one can look at the neighbours: with the second no border ever crosses another, no
///    a-------c         point of a neighbour changes sides, and no ring crosses itself (Saalfeld 1999). Visvalingam's areas
///                      promise no distance.
GeneraliseResult generalise(ShapeTable& shapes, const GeneraliseOptions& options);

} // namespace tiles
