#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace api {

/// A text that stands in the program itself. Names of elements and attributes are of this type, so that nothing from outside can
/// become markup: what is not a literal does not compile.
class Literal {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is meant to be written where a name is wanted
    consteval Literal(const char* text) : text_{text} {}
    [[nodiscard]] constexpr std::string_view view() const { return text_; }

private:
    std::string_view text_;
};

struct Attribute {
    Literal name;
    std::string value{};
};
using Attributes = std::initializer_list<Attribute>;

/// Writes HTML (and SVG within it). Every text and every value of an attribute is escaped here (datasets::markup_text).
///
///   html.in("p", {{"class", "note"}}, [&] { html.text(title); html.leaf("b", name); });
///   -> <p class="note">A &amp; B<b>&lt;x&gt;</b></p>
class Html {
public:
    /// An element and what `content` writes into it.
    void in(Literal tag, Attributes attributes, const std::function<void()>& content);
    void in(Literal tag, const std::function<void()>& content) { in(tag, {}, content); }

    /// An element with text only.
    void leaf(Literal tag, std::string_view text, Attributes attributes = {});

    /// An element that has no content and no end: input, link, meta, br.
    void single(Literal tag, Attributes attributes = {});

    void text(std::string_view text);

    /// A block of data: `<script type="application/ld+json">`. It is not run, so that the strictest policy lets it stand.
    void json_ld(const nlohmann::ordered_json& document);

    /// What another writer wrote.
    void append(const Html& other) { html_ += other.html_; }

    [[nodiscard]] const std::string& written() const { return html_; }

private:
    void open(Literal tag, Attributes attributes);

    std::string html_{};
};

/// The address if it is of http or https, else nothing: `javascript:` is an address too.
[[nodiscard]] std::string web_address(std::string_view text);

} // namespace api
