#pragma once

#include "api/html.hpp"
#include "api/http.hpp"
#include "api/links.hpp"
#include "api/site.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTML pages: made by the server, in Japanese and English, without a script.
namespace api {

/// Of a page that is being written: for whom, in which language, and how it links to others.
class Visit {
public:
    Visit(const Request& request, const Site& site);

    [[nodiscard]] const Request& request() const { return request_; }
    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] bool ja() const { return language_ == Language::ja; }

    /// The text in the language of the page.
    [[nodiscard]] std::string say(std::string_view ja, std::string_view en) const
    {
        return std::string(this->ja() ? ja : en);
    }
    [[nodiscard]] const std::string& say(const datasets::LocalText& text) const
    {
        return in(language_, text);
    }

    /// An address of this server. A language that was chosen, and `f=html`, are kept where the next page has them too.
    [[nodiscard]] std::string page(std::string_view path, const Fields& query = {}) const;
    /// The same without them: for data.
    [[nodiscard]] std::string data(std::string_view path, const Fields& query = {}) const;
    /// An address that always is this page in that language: for search engines and for the switch of languages.
    [[nodiscard]] std::string in_language(std::string_view path, const Fields& query,
                                          Language language) const;

private:
    const Request& request_;
    std::string base_;
    Language language_;
};

/// What stands around the content of a page.
struct PageHead {
    std::string title{};
    std::string description{};
    std::string path{}; ///< of the page's own address
    Fields query{};     ///< of it; what only changes the language or the form is left out
    std::vector<std::pair<std::string, std::string>>
        trail{}; ///< where the page stands: title and address of what is above
    nlohmann::ordered_json json_ld{};
    bool is_listed = true;     ///< search engines may list it
    bool always_html = false;  ///< the address has no other representation: `f=html` is not needed
    std::string search_text{}; ///< in the search field
};

/// The whole page, with headers: strict content security policy, ETag, language.
[[nodiscard]] Response page_response(const Visit& visit, const PageHead& head,
                                     const std::function<void(Html&)>& content);

/// The links of the resource that the page shows, for programs and for those who know them: all that its JSON has.
void write_links(Html& html, const Visit& visit, const nlohmann::ordered_json& links);

/// True if the client wants a page: `f=html`, else it wants text/html more than JSON.
[[nodiscard]] bool wants_page(const Request& request);

/// `style.css`, by the name that holds a hash of it. Throws Problem (404) for another name.
[[nodiscard]] Response style_sheet(std::string_view file);

} // namespace api
