#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiles {

/// A set of rows, one bit each. Bits beyond the last row are always 0.
class Bitmap {
public:
    Bitmap() = default;
    explicit Bitmap(std::size_t size, bool value = false)
        : size_{size}, words_((size + bits - 1) / bits, value ? ~std::uint64_t{0} : 0)
    {
        trim();
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool test(std::size_t row) const { return (words_[row / bits] >> (row % bits) & 1) != 0; }
    void set(std::size_t row) { words_[row / bits] |= std::uint64_t{1} << (row % bits); }
    void set_range(std::size_t first, std::size_t last) ///< `last` is one past the end
    {
        for_words(first, last, [](std::uint64_t& word, std::uint64_t mask) { word |= mask; });
    }

    /// A whole word of 64 rows at once, as the loops over columns make them.
    void set_word(std::size_t word, std::uint64_t value) { words_[word] = value; }
    [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }

    /// To be called after `set_word` on the last word.
    void trim()
    {
        if (size_ % bits != 0) {
            words_.back() &= (std::uint64_t{1} << (size_ % bits)) - 1;
        }
    }

    [[nodiscard]] std::size_t count() const
    {
        std::size_t sum = 0;
        for (const std::uint64_t word : words_) {
            sum += static_cast<std::size_t>(std::popcount(word));
        }
        return sum;
    }

    /// Calls `f(row)` for each row of the set in the range, rising; `last` is one past the end.
    template <class F>
    void for_each(std::size_t first, std::size_t last, F&& f) const
    {
        if (first >= last) {
            return;
        }
        for (std::size_t word = first / bits; word <= (last - 1) / bits; ++word) {
            for (std::uint64_t left = words_[word] & mask_of(word, first, last); left != 0;
                 left &= left - 1) {
                f(word * bits + static_cast<std::size_t>(std::countr_zero(left)));
            }
        }
    }
    template <class F>
    void for_each(F&& f) const
    {
        for_each(0, size_, f);
    }

    Bitmap& operator&=(const Bitmap& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] &= other.words_[i];
        }
        return *this;
    }
    Bitmap& operator|=(const Bitmap& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] |= other.words_[i];
        }
        return *this;
    }
    /// Takes out what `other` has.
    Bitmap& operator-=(const Bitmap& other)
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] &= ~other.words_[i];
        }
        return *this;
    }
    [[nodiscard]] Bitmap operator~() const
    {
        Bitmap all{size_, true};
        return all -= *this;
    }

    friend bool operator==(const Bitmap&, const Bitmap&) = default;

private:
    static constexpr std::size_t bits = 64;

    /// The bits of a word that lie in the range.
    [[nodiscard]] static std::uint64_t mask_of(std::size_t word, std::size_t first, std::size_t last)
    {
        const std::size_t begin = std::max(first, word * bits) - word * bits;
        const std::size_t end = std::min(last, word * bits + bits) - word * bits;
        const std::uint64_t below_end = end == bits ? ~std::uint64_t{0} : (std::uint64_t{1} << end) - 1;
        return below_end & (~std::uint64_t{0} << begin);
    }

    template <class F>
    void for_words(std::size_t first, std::size_t last, F&& f)
    {
        if (first >= last) {
            return;
        }
        for (std::size_t word = first / bits; word <= (last - 1) / bits; ++word) {
            f(words_[word], mask_of(word, first, last));
        }
    }

    std::size_t size_ = 0;
    std::vector<std::uint64_t> words_{};
};

} // namespace tiles
