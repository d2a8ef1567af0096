#include "ingest/xml_stream.hpp"

#include "ingest/error.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <cstdint>
#include <new>

namespace ingest {

namespace {

/// Where the parser stands, lines from 1. Expat 2.9 has a function for files of more than 4 GiB and calls the one that Debian 12 has
/// deprecated.
std::uint64_t line_of(XML_Parser parser)
{
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
    return XML_GetCurrentLineNumber64(parser);
#else
    return XML_GetCurrentLineNumber(parser);
#endif
}

constexpr char namespace_end = '|';
constexpr int deepest = 200;
constexpr std::size_t longest_tag = std::size_t{16} << 20U; // Expat holds one until it ends

std::string_view local_name(std::string_view name)
{
    return name.substr(name.rfind(namespace_end) + 1); // npos + 1 is 0
}

} // namespace

struct XmlStream::Callbacks {
    template <class Action>
    static void guarded(void* user, Action&& action)
    {
        auto& self = *static_cast<XmlStream*>(user);
        self.silent_bytes_ = 0;
        if (self.thrown_) {
            return; // Expat may still end an element after it was told to stop
        }
        try {
            action(self);
        } catch (...) {
            self.thrown_ = std::current_exception();
            XML_StopParser(self.parser_.get(), XML_FALSE);
        }
    }

    static void start(void* user, const char* name, const char** attributes)
    {
        guarded(user, [&](XmlStream& self) {
            if (++self.depth_ > deepest) {
                throw IngestError{fmt::format("{0}: 壊れています: 要素の入れ子が深すぎます / damaged: its "
                                              "elements stand in each other too deeply",
                                              self.name_)};
            }
            self.listener_.start(local_name(name), XmlAttributes{attributes});
        });
    }

    static void end(void* user, const char* name)
    {
        guarded(user, [&](XmlStream& self) {
            --self.depth_;
            self.listener_.end(local_name(name));
        });
    }

    static void text(void* user, const char* bytes, int size)
    {
        guarded(user, [&](XmlStream& self) { self.listener_.text({bytes, static_cast<std::size_t>(size)}); });
    }

    static void doctype(void* user, const char*, const char*, const char*, int)
    {
        auto& self = *static_cast<XmlStream*>(user);
        self.has_doctype_ = true;
        XML_StopParser(self.parser_.get(), XML_FALSE);
    }
};

std::string_view XmlAttributes::operator[](std::string_view name) const
{
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local_name(pair[0]) == name) {
            return pair[1];
        }
    }
    return {};
}

void XmlStream::Deleter::operator()(XML_ParserStruct* parser) const noexcept { XML_ParserFree(parser); }

XmlStream::XmlStream(XmlListener& listener, std::string name)
    : listener_{listener}, name_{std::move(name)}, parser_{XML_ParserCreateNS(nullptr, namespace_end)}
{
    if (parser_ == nullptr) {
        throw std::bad_alloc{};
    }
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Callbacks::start, &Callbacks::end);
    XML_SetCharacterDataHandler(parser_.get(), &Callbacks::text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Callbacks::doctype);
}

void XmlStream::feed(std::string_view piece)
{
    constexpr std::size_t most = std::size_t{1} << 20U;
    for (; piece.size() > most; piece.remove_prefix(most)) {
        parse(piece.substr(0, most), false);
    }
    parse(piece, false);
}

void XmlStream::finish() { parse({}, true); }

void XmlStream::parse(std::string_view piece, bool last)
{
    silent_bytes_ += piece.size();
    const XML_Status status =
        XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE);
    if (thrown_) {
        std::rethrow_exception(thrown_);
    }
    if (has_doctype_) {
        throw IngestError{fmt::format("{0}: XML に文書型宣言があります。表計算のファイルにはないものです / "
                                      "the XML has a document type declaration, which no spreadsheet has",
                                      name_)};
    }
    if (silent_bytes_ > longest_tag) {
        throw IngestError{fmt::format(
            "{0}: 壊れています: {1} MiB を超えるタグがあります / damaged: it has a tag of more than {1} MiB",
            name_, longest_tag >> 20U)};
    }
    if (status == XML_STATUS_ERROR) {
        throw IngestError{fmt::format("{0}: 壊れています: {1} 行目 / damaged: line {1}: {2}", name_,
                                      line_of(parser_.get()),
                                      XML_ErrorString(XML_GetErrorCode(parser_.get())))};
    }
}

} // namespace ingest
