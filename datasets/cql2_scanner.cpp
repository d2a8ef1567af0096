#include "datasets/cql2_scanner.hpp"

#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_names.hpp"
#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace datasets {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// CQL2's identifiers begin with letters of all scripts; every byte of those is above ASCII.
bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return begins_name(c) || is_digit(c) || c == '.'; }

} // namespace

bool Cql2Scanner::at_end()
{
    skip_space();
    return at_ == text_.size();
}

char Cql2Scanner::next() { return at_end() ? '\0' : text_[at_]; }

bool Cql2Scanner::number_next()
{
    const char c = next();
    const auto begins = [](char first) { return is_digit(first) || first == '.'; };
    return begins(c) || ((c == '-' || c == '+') && at_ + 1 < text_.size() && begins(text_[at_ + 1]));
}

void Cql2Scanner::skip_space()
{
    while (at_ < text_.size() && is_space(text_[at_])) {
        ++at_;
    }
}

/// Counted on from where it was asked last: asked of every part, it must not begin at the beginning.
std::string Cql2Scanner::place()
{
    skip_space();
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const auto characters = [&](std::size_t from, std::size_t to) {
        const auto part = text_.substr(from, to - from);
        return std::count_if(part.begin(), part.end(), begins);
    };
    counted_ += at_ >= counted_to_ ? characters(counted_to_, at_) : -characters(at_, counted_to_);
    counted_to_ = at_;
    return fmt::format("character {}", counted_ + 1);
}

void Cql2Scanner::refuse(std::string_view expected)
{
    const std::string where = place();
    const auto codes = code_points(text_.substr(at_, 80));
    const auto came = utf8_text(std::u32string_view{codes}.substr(0, 20));
    refuse_filter(where, came.empty() ? fmt::format("{}, but the filter ends", expected)
                                      : fmt::format("{}, came '{}'", expected, came));
}

bool Cql2Scanner::take(char c)
{
    skip_space();
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? std::size_t{1} : 0;
    return there;
}

void Cql2Scanner::expect(char c)
{
    if (!take(c)) {
        refuse(fmt::format("expected '{}'", c));
    }
}

bool Cql2Scanner::take_sign(std::string_view sign)
{
    skip_space();
    const bool there = text_.substr(at_).starts_with(sign);
    at_ += there ? sign.size() : 0;
    return there;
}

std::string_view Cql2Scanner::word()
{
    skip_space();
    std::size_t end = at_;
    if (end < text_.size() && begins_name(text_[end])) {
        while (end < text_.size() && continues_name(text_[end])) {
            ++end;
        }
    }
    return text_.substr(at_, end - at_);
}

bool Cql2Scanner::is_call(std::string_view word) const
{
    std::size_t next = at_ + word.size();
    while (next < text_.size() && is_space(text_[next])) {
        ++next;
    }
    return next < text_.size() && text_[next] == '(';
}

bool Cql2Scanner::take_word(std::string_view keyword)
{
    const auto here = word();
    const bool there = equals_ignoring_ascii_case(here, keyword);
    at_ += there ? here.size() : 0;
    return there;
}

void Cql2Scanner::expect_word(std::string_view keyword)
{
    if (!take_word(keyword)) {
        refuse(fmt::format("expected {}", keyword));
    }
}

std::string Cql2Scanner::quoted(char quote)
{
    skip_space();
    const std::size_t begin = at_++;
    std::string content;
    while (at_ < text_.size()) {
        const char c = text_[at_++];
        const char next = at_ < text_.size() ? text_[at_] : '\0';
        if (c == quote && next == quote) {
            content += c;
            ++at_;
        } else if (c == quote) {
            return content;
        } else if (c == '\\' && next == quote && quote == '\'') {
            content += next;
            ++at_;
        } else {
            content += c;
        }
    }
    at_ = begin;
    refuse(fmt::format("expected {0}…{0}; the second {0} is missing", quote));
}

std::variant<std::int64_t, double> Cql2Scanner::number()
{
    const auto [text, integral] = number_text();
    if (integral) {
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (error == std::errc{} && end == text.data() + text.size()) {
            at_ += text.size();
            return whole;
        }
    }
    return real();
}

/// The longest number that stands here, sign included (a '+' is skipped).
Cql2Scanner::NumberText Cql2Scanner::number_text()
{
    skip_space();
    if (at_ < text_.size() && text_[at_] == '+') {
        ++at_;
    }
    std::size_t end = at_;
    const auto digits = [&] {
        while (end < text_.size() && is_digit(text_[end])) {
            ++end;
        }
    };
    end += end < text_.size() && text_[end] == '-' ? std::size_t{1} : 0;
    digits();
    bool integral = true;
    if (end < text_.size() && text_[end] == '.') {
        integral = false;
        ++end;
        digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        integral = false;
        ++end;
        end += end < text_.size() && (text_[end] == '-' || text_[end] == '+') ? std::size_t{1} : 0;
        digits();
    }
    return {text_.substr(at_, end - at_), integral};
}

double Cql2Scanner::real()
{
    const auto text = number_text().text;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        refuse("expected a number");
    }
    at_ += text.size();
    return value;
}

} // namespace datasets
