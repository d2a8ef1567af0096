#include "api/page.hpp"
#include "api/pages.hpp"

namespace api {

Response problem_page(const Request& request, const Site& site, const Problem& problem)
{
    const Visit visit(request, site);
    const bool missing = problem.status == 404 || problem.status == 410;
    PageHead head;
    head.title = missing ? visit.say("見つかりません", "Not found")
                         : visit.say("お答えできません", "This cannot be answered");
    head.path = "/api";
    head.is_listed = false;
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        html.leaf("p", missing ? visit.say("お探しのものは、ここにはありません。公開が終わったか、住所がちが"
                                           "います。上の欄から検索してください。",
                                           "What you look for is not here: it is no longer published, or the "
                                           "address is wrong. Search for it above.")
                               : visit.say("入力されたものを読み取れませんでした。",
                                           "What was asked could not be read."));
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

} // namespace api
