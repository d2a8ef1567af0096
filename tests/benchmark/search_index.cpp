// How long the search index takes for what people type, in processor time, without a server: over the names in a file, one a line, the
// number of the feature and a tab before it. Prints the rows of a table.

#include "datasets/search_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

/// Processor time, so that whatever else runs on the machine does not count.
double now() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Names {
    std::vector<std::u32string> folded{};
    std::mt19937 random{7};

    const std::u32string& any() { return folded[random() % folded.size()]; }
    std::size_t below(std::size_t n) { return random() % n; }
};

std::string utf8(std::u32string_view text)
{
    std::string all;
    for (const char32_t c : text) {
        if (c < 0x80) {
            all += static_cast<char>(c);
        } else {
            if (c < 0x10000) {
                all += static_cast<char>(0xE0U | (c >> 12U));
            } else {
                all += static_cast<char>(0xF0U | (c >> 18U));
                all += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
            }
            all += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
            all += static_cast<char>(0x80U | (c & 0x3FU));
        }
    }
    return all;
}

using Make = std::function<std::string(Names&)>;

const std::vector<std::pair<const char*, Make>> kinds{
    {"one character",
     [](Names& n) {
         const auto& name = n.any();
         return utf8(name.substr(n.below(name.size()), 1));
     }},
    {"two characters",
     [](Names& n) {
         const auto& name = n.any();
         return utf8(name.substr(n.below(name.size()), 2));
     }},
    {"a beginning, as typed",
     [](Names& n) {
         const auto& name = n.any();
         return utf8(name.substr(0, 1 + n.below(name.size())));
     }},
    {"any part",
     [](Names& n) {
         const auto& name = n.any();
         const auto at = n.below(name.size());
         return utf8(name.substr(at, 1 + n.below(name.size() - at)));
     }},
    {"a whole name", [](Names& n) { return utf8(n.any()); }},
    {"a name and a beginning",
     [](Names& n) {
         const auto& name = n.any();
         return utf8(n.any()) + " " + utf8(name.substr(0, 2));
     }},
    {"two words of one character",
     [](Names& n) {
         const auto &a = n.any(), &b = n.any();
         return utf8(a.substr(n.below(a.size()), 1)) + " " + utf8(b.substr(n.below(b.size()), 1));
     }},
    {"nothing there",
     [](Names& n) { return utf8(n.any().substr(0, 2)) + "鰯" + utf8(n.any().substr(0, 1)); }},
};

} // namespace

int main(int argc, char* argv[])
{
    if (argc != 2) {
        std::cerr << "search_index NAMES\n";
        return 2;
    }
    std::ifstream file{argv[1]};
    datasets::SearchIndexBuilder builder;
    Names names;
    double began = now();
    for (std::string line; std::getline(file, line);) {
        const auto tab = line.find('\t');
        builder.add(std::stol(line.substr(0, tab)), 0, line.substr(tab + 1));
        names.folded.push_back(datasets::fold_for_search(line.substr(tab + 1)).folded);
    }
    std::erase(names.folded, std::u32string{});
    const auto bytes = builder.finish();
    fmt::print("{} names: built in {:.0f} ms, {} bytes; ", names.folded.size(), now() - began, bytes.size());
    began = now();
    const datasets::SearchIndex index{std::as_bytes(std::span{bytes})};
    fmt::print(
        "opened in {:.1f} ms\n\n| what is typed | p50 ms | p99 ms | p99.9 ms |\n| --- | --- | --- | --- |\n",
        now() - began);
    for (const auto& [name, make] : kinds) {
        std::vector<double> times;
        for (int i = 0; i < 5000; ++i) {
            const auto text = make(names);
            began = now();
            (void)index.search(datasets::search_query(text), 20);
            times.push_back(now() - began);
        }
        std::sort(times.begin(), times.end());
        fmt::print("| {} | {:.3f} | {:.3f} | {:.3f} |\n", name, times[2500], times[4950], times[4995]);
    }
}
