#pragma once

#include <string>
#include <string_view>

namespace ingest {

/// The text between start and end of the elements that hold it; what stands in <rPh> is how it is read aloud.
class XlsxText {
public:
    void start(std::string_view element)
    {
        phonetic_ = phonetic_ || element == "rPh";
        open_ = !phonetic_ && (element == "t" || element == "v");
    }

    void end(std::string_view element)
    {
        open_ = false;
        phonetic_ = phonetic_ && element != "rPh";
    }

    void add(std::string_view piece, std::string& text) const
    {
        if (open_) {
            text += piece;
        }
    }

private:
    bool phonetic_ = false;
    bool open_ = false;
};

} // namespace ingest
