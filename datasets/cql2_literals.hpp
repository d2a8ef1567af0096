#pragma once

#include "datasets/cql2.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace datasets {

/// What a filter may be at most; more is abuse.
inline constexpr std::size_t longest_filter = 200'000; ///< bytes
inline constexpr int deepest_filter = 64;              ///< expressions within each other
inline constexpr int most_filter_parts = 20'000;       ///< expressions and positions together

/// Counts while a filter is parsed, and throws FilterError past the limits.
class FilterBudget {
public:
    class Level {
    public:
        explicit Level(FilterBudget& budget) : budget_{budget} { ++budget_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --budget_.depth_; }

    private:
        FilterBudget& budget_;
    };

    /// One level deeper, as long as the result lives.
    [[nodiscard]] Level descend();
    void take_part();

private:
    int depth_ = 0;
    int parts_ = 0;
};

/// A day, or a time of RFC 3339, which becomes Japanese time; without an offset it is Japanese time. Nothing if it is neither.
[[nodiscard]] std::optional<Instant> read_instant(std::string_view text);

/// west, south, east, north, or six numbers with heights. `where` begins the message of a FilterError.
[[nodiscard]] Shape box_shape(std::span<const double> numbers, const ToLonLat& to_lonlat,
                              const std::string& where);

/// A position of two or three numbers, the third not used.
[[nodiscard]] LonLat literal_position(std::span<const double> numbers, const ToLonLat& to_lonlat,
                                      const std::string& where);

/// What must hold of lines and rings: enough positions, rings closed.
void check_line(const std::vector<LonLat>& line, const std::string& where);
void check_ring(const std::vector<LonLat>& ring, const std::string& where);

[[noreturn]] void refuse_filter(const std::string& where, const std::string& expected);

} // namespace datasets
