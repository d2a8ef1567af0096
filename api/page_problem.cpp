#include "api/negotiation.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"

#include <string>
#include <utility>

namespace api {

namespace {

/// The title of the page, and what its reader can do.
std::pair<std::string, std::string> words_for(const Visit& visit, int status)
{
    switch (status) {
    case 404:
    case 410:
        return {visit.say("見つかりません", "Not found"),
                visit.say("お探しのものは、ここにはありません。公開が終わったか、住所がちがいます。上の欄から"
                          "検索してください。",
                          "What you look for is not here: it is no longer published, or the address is "
                          "wrong. Search for "
                          "it above.")};
    case 500:
        return {visit.say("サーバーの失敗です", "The server failed"),
                visit.say("こちらの不具合で、お答えできませんでした。下の番号を添えてお知らせください。",
                          "This is our fault. Please report it with the number below.")};
    case 503:
        return {
            visit.say("計算に時間がかかりすぎます", "This takes too long"),
            visit.say("範囲をせまくするか、条件をやさしくしてください。データをダウンロードしてお手元で計算す"
                      "ることもできます。",
                      "Ask for a smaller area or less, or download the dataset and compute it yourself.")};
    default:
        return {visit.say("お答えできません", "This cannot be answered"),
                visit.say("入力されたものを読み取れませんでした。", "What was asked could not be read.")};
    }
}

} // namespace

Response problem_page(const Request& request, const Site& site, const Problem& problem)
{
    const Visit visit(request, site);
    const auto [title, advice] = words_for(visit, problem.status);
    PageHead head;
    head.title = title;
    head.path = "/api";
    head.is_listed = false;
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    auto response = page_response(visit, head, [&, &advice = advice](Html& html) {
        html.leaf("h1", head.title);
        html.leaf("p", advice);
        html.leaf("p", problem.detail, {{"class", "quiet small"}, {"lang", "en"}});
        html.in("p", [&] {
            html.leaf("a", visit.say("データ一覧へ", "All datasets"),
                      {{"href", visit.page("/api/collections")}});
        });
    });
    response.status = problem.status;
    response.set("Cache-Control", "no-store");
    std::erase_if(response.headers, [](const auto& header) { return header.first == "ETag"; });
    return response;
}

Response tell_problem(const Request& request, const Site& site, const Problem& problem)
{
    auto response = wants_page(request) ? problem_page(request, site, problem) : problem_response(problem);
    set_vary(response);
    return response;
}

} // namespace api
