#pragma once

#include "tiles/bitmap.hpp"

namespace tiles {

/// Where a part of a filter is true and where it is false. Elsewhere it is not known, or was not asked.
struct TruthMap {
    Bitmap yes;
    Bitmap no;
};

} // namespace tiles
