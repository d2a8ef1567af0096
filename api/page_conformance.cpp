#include "api/handlers.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"

namespace api {

Response conformance_page(const Request& request, const Site& site)
{
    const Visit visit(request, site);
    PageHead head;
    head.title = visit.say("準拠する仕様", "Conformance classes");
    head.description =
        visit.say("このサーバーが準拠する OGC API などの仕様の一覧。",
                  "The classes of OGC API and other specifications that this server conforms to.");
    head.path = "/api/conformance";
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    return page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        html.leaf("p", head.description);
        html.in("ul", [&] {
            for (const auto& uri : conformance_classes()) {
                html.in("li", [&] { html.leaf("a", uri, {{"href", uri}}); });
            }
        });
    });
}

} // namespace api
