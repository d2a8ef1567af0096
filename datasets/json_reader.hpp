#pragma once

#include "datasets/error.hpp"
#include "datasets/schema.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// A JSON value with the path that leads to it, so that every complaint can say where it stands, in Japanese and English
/// ("polling.json: view: {…} の形で書いてください / expected an object {…}"). For .cpp files: it includes the JSON library.
class JsonReader {
public:
    JsonReader(const nlohmann::json& value, std::string path) : value_{&value}, path_{std::move(path)} {}

    /// Throws FormatError. Both say what was expected here; the Japanese also what to do, where that helps: it is read by
    /// whoever writes the document by hand.
    [[noreturn]] void fail(const std::string& ja, const std::string& en) const
    {
        throw FormatError{path_ + (at_root() ? "" : ": ") + ja + " / " + en};
    }

    [[nodiscard]] const nlohmann::json& value() const { return *value_; }
    [[nodiscard]] bool has(const char* key) const { return value_->is_object() && value_->contains(key); }

    /// The member `key`; it must be there.
    [[nodiscard]] JsonReader at(const char* key) const
    {
        if (!value_->is_object()) {
            fail("{…} の形で書いてください", "expected an object {…}");
        }
        const auto found = value_->find(key);
        if (found == value_->end()) {
            fail(std::string{"\""} + key + "\" というキーがありません。書き足してください",
                 std::string{"the key \""} + key + "\" is missing");
        }
        return JsonReader{*found, child(key)};
    }

    /// Every member must be one of these: a misspelt key would else be a rule silently not applied.
    void allow_only(std::initializer_list<std::string_view> keys) const
    {
        if (!value_->is_object()) {
            fail("{…} の形で書いてください", "expected an object {…}");
        }
        for (const auto& item : value_->items()) {
            if (std::find(keys.begin(), keys.end(), item.key()) == keys.end()) {
                std::string known;
                for (const std::string_view key : keys) {
                    known += (known.empty() ? "" : ", ") + std::string{key};
                }
                fail("\"" + item.key() + "\" というキーは使えません。つづりを、末尾の一覧と比べてください",
                     "unknown key \"" + item.key() + "\"; known are: " + known);
            }
        }
    }

    [[nodiscard]] std::string text() const
    {
        if (!value_->is_string()) {
            fail("引用符で囲んだ文字列を書いてください", "expected a text in quotes");
        }
        return value_->get<std::string>();
    }

    [[nodiscard]] std::string text_or(const char* key, std::string otherwise) const
    {
        return has(key) ? at(key).text() : std::move(otherwise);
    }

    [[nodiscard]] int integer(int low, int high) const
    {
        if (!value_->is_number_integer() || *value_ < low || *value_ > high) {
            const std::string from = std::to_string(low);
            const std::string to = std::to_string(high);
            fail(from + " から " + to + " までの整数を書いてください",
                 "expected a whole number from " + from + " to " + to);
        }
        return value_->get<int>();
    }

    [[nodiscard]] int integer_or(const char* key, int otherwise, int low, int high) const
    {
        return has(key) ? at(key).integer(low, high) : otherwise;
    }

    [[nodiscard]] double number(double low, double high) const
    {
        if (!value_->is_number() || *value_ < low || *value_ > high) {
            std::ostringstream ja;
            std::ostringstream en;
            ja << low << " から " << high << " までの数を書いてください";
            en << "expected a number from " << low << " to " << high;
            fail(ja.str(), en.str());
        }
        return value_->get<double>();
    }

    [[nodiscard]] double number_or(const char* key, double otherwise, double low, double high) const
    {
        return has(key) ? at(key).number(low, high) : otherwise;
    }

    [[nodiscard]] bool boolean_or(const char* key, bool otherwise) const
    {
        if (!has(key)) {
            return otherwise;
        }
        const JsonReader member = at(key);
        if (!member.value().is_boolean()) {
            member.fail("true か false を書いてください", "expected true or false");
        }
        return member.value().get<bool>();
    }

    /// A text, or a list of texts.
    [[nodiscard]] std::vector<std::string> texts() const
    {
        if (value_->is_string()) {
            return {text()};
        }
        std::vector<std::string> all;
        for (const JsonReader& element : elements()) {
            all.push_back(element.text());
        }
        return all;
    }

    [[nodiscard]] std::vector<JsonReader> elements() const
    {
        if (!value_->is_array()) {
            fail("[…] の形の一覧で書いてください", "expected a list […]");
        }
        std::vector<JsonReader> all;
        for (std::size_t i = 0; i < value_->size(); ++i) {
            all.emplace_back((*value_)[i], path_ + "[" + std::to_string(i) + "]");
        }
        return all;
    }

    [[nodiscard]] LocalText local_text() const
    {
        allow_only({"ja", "en"});
        return LocalText{at("ja").text(), at("en").text()};
    }

    [[nodiscard]] LocalText local_text_or_empty(const char* key) const
    {
        return has(key) ? at(key).local_text() : LocalText{};
    }

private:
    [[nodiscard]] bool at_root() const { return path_.ends_with(": "); }
    [[nodiscard]] std::string child(const char* key) const { return path_ + (at_root() ? "" : ".") + key; }

    const nlohmann::json* value_;
    std::string path_; ///< "<document>: a.b[2]"
};

} // namespace datasets
