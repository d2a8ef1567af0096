#include "tiles/mvt_value.hpp"

#include "datasets/error.hpp"
#include "tiles/mvt_format.hpp"

#include <protozero/pbf_builder.hpp>
#include <protozero/pbf_message.hpp>

#include <cassert>
#include <limits>

namespace tiles {

namespace {

using datasets::Value;
using protozero::pbf_builder;
using protozero::pbf_message;

struct ValueEncoder {
    pbf_builder<mvt::ValueField> message;

    void operator()(std::monostate) { assert(false); }
    void operator()(bool value) { message.add_bool(mvt::ValueField::bool_value, value); }
    void operator()(double value) { message.add_double(mvt::ValueField::double_value, value); }
    void operator()(const std::string& value) { message.add_string(mvt::ValueField::string_value, value); }

    /// The shorter of the integer forms: a negative uint would take ten bytes.
    void operator()(std::int64_t value)
    {
        if (value < 0) {
            message.add_sint64(mvt::ValueField::sint_value, value);
        } else {
            message.add_uint64(mvt::ValueField::uint_value, static_cast<std::uint64_t>(value));
        }
    }
};

/// A field together with its wire type: with another type it is a field we do not know, and skipped.
constexpr std::uint32_t of_type(mvt::ValueField field, protozero::pbf_wire_type type)
{
    return protozero::tag_and_type(field, type);
}

Value unsigned_value(std::uint64_t value)
{
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return static_cast<double>(value);
    }
    return static_cast<std::int64_t>(value);
}

} // namespace

void append_mvt_value(const Value& value, std::string& message)
{
    std::visit(ValueEncoder{pbf_builder<mvt::ValueField>{message}}, value);
}

FoundValue find_mvt_value(std::string_view bytes, const TakeMisfit& misfit)
{
    using protozero::pbf_wire_type;
    pbf_message<mvt::ValueField> message{bytes.data(), bytes.size()};
    FoundValue found;
    while (message.next()) {
        ++found.count;
        switch (message.tag_and_type()) {
        case of_type(mvt::ValueField::string_value, pbf_wire_type::length_delimited):
            found.value = std::string{message.get_string()};
            break;
        case of_type(mvt::ValueField::float_value, pbf_wire_type::fixed32):
            found.value = static_cast<double>(message.get_float());
            break;
        case of_type(mvt::ValueField::double_value, pbf_wire_type::fixed64):
            found.value = message.get_double();
            break;
        case of_type(mvt::ValueField::int_value, pbf_wire_type::varint):
            found.value = std::int64_t{message.get_int64()};
            break;
        case of_type(mvt::ValueField::uint_value, pbf_wire_type::varint):
            found.value = unsigned_value(message.get_uint64());
            break;
        case of_type(mvt::ValueField::sint_value, pbf_wire_type::varint):
            found.value = std::int64_t{message.get_sint64()};
            break;
        case of_type(mvt::ValueField::bool_value, pbf_wire_type::varint):
            found.value = message.get_bool();
            break;
        default:
            --found.count;
            if (misfit && message.tag() <= mvt::ValueField::bool_value) {
                misfit(static_cast<std::uint32_t>(message.tag()), static_cast<int>(message.wire_type()));
            }
            message.skip();
        }
    }
    return found;
}

Value read_mvt_value(std::string_view bytes)
{
    FoundValue found = find_mvt_value(bytes);
    if (found.count == 0) {
        throw datasets::FormatError{"MVT: a value that is none"};
    }
    return std::move(found.value);
}

} // namespace tiles
