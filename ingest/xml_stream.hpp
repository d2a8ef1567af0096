#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

struct XML_ParserStruct;

namespace ingest {

/// The attributes of an element, by their names without namespace.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_{pairs} {}

    /// Empty if there is no such attribute.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;

private:
    const char** pairs_; ///< name, value, name, value, null: as Expat gives them
};

/// Who wants to hear of an XML document. Names come without namespace: the two editions of Office Open XML differ in it.
class XmlListener {
public:
    XmlListener() = default;
    XmlListener(const XmlListener&) = delete;
    XmlListener& operator=(const XmlListener&) = delete;
    virtual ~XmlListener() = default;

    virtual void start(std::string_view element, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view piece) = 0; ///< a text may come in several pieces
};

/// Reads XML piece by piece. A document type declaration is refused: spreadsheets have none, and entities it may define
/// can be made to grow without end. So are elements within each other, and single tags, beyond what memory should be given to:
/// more than 200, and more than 16 MiB. The only part of Machizu that knows Expat.
class XmlStream {
public:
    /// `name` is what messages call the document; `listener` outlives this.
    XmlStream(XmlListener& listener, std::string name);

    /// What the listener throws passes through. Throws IngestError with the line if the XML is not well-formed.
    void feed(std::string_view piece);
    /// Says that the document ends here. Throws as `feed`.
    void finish();

private:
    struct Deleter {
        void operator()(XML_ParserStruct* parser) const noexcept;
    };
    struct Callbacks; ///< Expat is C: nothing may be thrown through it

    void parse(std::string_view piece, bool last);

    XmlListener& listener_;
    std::string name_;
    std::exception_ptr thrown_{};
    bool has_doctype_ = false;
    int depth_ = 0;
    std::size_t silent_bytes_ = 0; ///< fed since the listener was last told of something
    std::unique_ptr<XML_ParserStruct, Deleter> parser_;
};

} // namespace ingest
