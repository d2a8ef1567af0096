#include "api/attachment.hpp"
#include "api/conditions.hpp"
#include "api/filter_parameter.hpp"
#include "api/handlers.hpp"
#include "api/item_output.hpp"
#include "api/links.hpp"
#include "api/selected_rows.hpp"
#include "datasets/digest.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <utility>

namespace api {

namespace {

/// A part of an export is sent when it has so many bytes, or when making it took so long: then other requests have their turn.
constexpr std::size_t part_bytes = 64 * 1024;
constexpr std::chrono::milliseconds part_time{10};
constexpr std::size_t page_size = 200;

/// All features that fit, page by page: no more of them is held than a page, however many they are.
class Export {
public:
    Export(std::shared_ptr<const Snapshot> snapshot, const FilterParameters& filter,
           const datasets::Deadline& deadline, ItemOutput output)
        : snapshot_(std::move(snapshot)), features_(*snapshot_, filter, deadline), output_(std::move(output))
    {
    }

    /// The next part; nothing at the end.
    [[nodiscard]] std::optional<std::string> next()
    {
        if (ended_) {
            return std::nullopt;
        }
        std::string text;
        if (!std::exchange(begun_, true)) {
            append_begin(text, output_);
        }
        const auto deadline = std::chrono::steady_clock::now() + part_time;
        while (!ended_ && text.size() < part_bytes && std::chrono::steady_clock::now() < deadline) {
            auto page = features_.next(page_size);
            for (auto& feature : page) {
                append_item(text, std::move(feature), output_, std::exchange(first_, false));
            }
            ended_ = page.size() < page_size;
        }
        if (ended_) {
            append_end(text, output_);
            text += output_.is("json") ? "}\n" : "";
        }
        return text;
    }

private:
    std::shared_ptr<const Snapshot> snapshot_;
    SelectedFeatures features_;
    ItemOutput output_;
    bool begun_ = false;
    bool first_ = true;
    bool ended_ = false;
};

} // namespace

Response export_items(const Request& request, const Site& site, std::string_view dataset)
{
    const auto named = find_dataset(site, dataset);
    const auto& info = named.snapshot->info;
    allow_only_with_filter(request, info.schema, {"crs", "f", "lang", "properties"});
    const auto filter = filter_parameters(request, info);
    auto output = item_output(request, info.schema, table_formats());
    const auto ending = output.is("json") ? "geojson" : output.is("csv") ? "csv" : "geojsons";
    Response response;
    set_item_headers(response, output);
    set_vary(response);
    response.set("Content-Disposition", attachment(fmt::format("{}.{}", named.snapshot->id(), ending),
                                                   in(language_of(request), info.manifest.title)));
    response.set("ETag", '"' +
                             datasets::sha256(fmt::format("{} {} {}", named.snapshot->version(),
                                                          output.format->name, request.target))
                                 .substr(0, 24) +
                             '"');
    set_caching(response, named.pinned);
    if (apply_conditions(request, response).status == 304) { // known already: nothing need be looked for
        return response;
    }
    const auto made = std::make_shared<Export>(named.snapshot, filter, deadline_of(site), std::move(output));
    response.body = Generated{[made] { return made->next(); }};
    return response;
}

} // namespace api
