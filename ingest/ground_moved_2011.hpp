#pragma once

#include "datasets/geometry.hpp"

namespace ingest {

/// True where the earthquake of 11 March 2011 moved the ground by more than a centimetre, as the Geospatial Information Authority
/// measured it: only there JGD2000 and JGD2011 differ, and touhokutaiheiyouoki2011 is needed between them. In whole cells of the
/// second mesh of JIS X 0410 (7.5' by 5', about 11 by 9 km), one a cell of which moved so far.
///
/// PROJ's own area of use of that shift is a rectangle (34.84 to 41.58 N, 135.42 to 142.14 E), in which Kyoto, Nagoya and Shizuoka
/// lie too, where the grid holds nothing. The table was made of touhokutaiheiyouoki2011 version 4.0.0 of 2017-12-05, the last one;
/// a test compares them. Of its 161,051 nodes 525 moved by less than a centimetre.
[[nodiscard]] bool moved_in_2011(datasets::LonLat position);

} // namespace ingest
