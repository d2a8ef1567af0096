#include "ingest/personal_columns.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/field_names.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace ingest {

namespace {

using Kind = PersonalKind;
using Word = std::pair<std::string_view, Kind>;

/// Wherever they stand in a header. The first that is found decides.
constexpr std::array words{
    Word{"氏名", Kind::identity},       Word{"姓名", Kind::identity},
    Word{"通報者", Kind::identity},     Word{"申請者", Kind::identity},
    Word{"届出者", Kind::identity},     Word{"相談者", Kind::identity},
    Word{"苦情者", Kind::identity},     Word{"被害者", Kind::identity},
    Word{"名義人", Kind::identity},     Word{"使用者", Kind::identity},
    Word{"居住者", Kind::identity},     Word{"世帯主", Kind::identity},
    Word{"納税義務者", Kind::identity}, Word{"生年月日", Kind::identity},
    Word{"続柄", Kind::identity},       Word{"個人番号", Kind::identity},
    Word{"宛名番号", Kind::identity},   Word{"被保険者", Kind::identity},
    Word{"免許証", Kind::identity},     Word{"口座", Kind::identity},
    Word{"車両番号", Kind::identity},   Word{"車台番号", Kind::identity},
    Word{"登録番号", Kind::identity},   Word{"ナンバー", Kind::identity},
    Word{"防犯登録", Kind::identity},   Word{"電話", Kind::contact},
    Word{"携帯", Kind::contact},        Word{"ファックス", Kind::contact},
    Word{"ファクス", Kind::contact},    Word{"ファクシミリ", Kind::contact},
    Word{"メール", Kind::contact},      Word{"連絡先", Kind::contact},
    Word{"担当者", Kind::role},         Word{"担当職員", Kind::role},
    Word{"代表者", Kind::role},         Word{"所有者", Kind::role},
    Word{"所有権", Kind::role},         Word{"管理人", Kind::role},
    Word{"責任者", Kind::role},         Word{"開設者", Kind::role},
    Word{"院長", Kind::role},           Word{"備考", Kind::free_text},
    Word{"特記事項", Kind::free_text},  Word{"自由記述", Kind::free_text},
    Word{"摘要", Kind::free_text},      Word{"メモ", Kind::free_text},
    Word{"コメント", Kind::free_text},  Word{"通報内容", Kind::free_text},
    Word{"相談内容", Kind::free_text},  Word{"苦情内容", Kind::free_text},
    Word{"経緯", Kind::free_text},      Word{"所見", Kind::free_text},
    Word{"対応内容", Kind::free_text},  Word{"対応状況", Kind::free_text},
};

/// Whole words of a header in English, or in the letters of a program: telephoneNumber has telephone.
constexpr std::array english_words{
    Word{"applicant", Kind::identity},   Word{"reporter", Kind::identity},
    Word{"complainant", Kind::identity}, Word{"birthday", Kind::identity},
    Word{"birthdate", Kind::identity},   Word{"birth", Kind::identity},
    Word{"plate", Kind::identity},       Word{"surname", Kind::identity},
    Word{"person", Kind::identity},      Word{"tel", Kind::contact},
    Word{"telephone", Kind::contact},    Word{"phone", Kind::contact},
    Word{"mobile", Kind::contact},       Word{"fax", Kind::contact},
    Word{"mail", Kind::contact},         Word{"email", Kind::contact},
    Word{"contact", Kind::contact},      Word{"owner", Kind::role},
    Word{"staff", Kind::role},           Word{"representative", Kind::role},
    Word{"establisher", Kind::role},     Word{"note", Kind::free_text},
    Word{"notes", Kind::free_text},      Word{"remark", Kind::free_text},
    Word{"remarks", Kind::free_text},    Word{"memo", Kind::free_text},
    Word{"comment", Kind::free_text},    Word{"comments", Kind::free_text},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_mail_address(std::string_view text)
{
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('.', at + 2) != std::string_view::npos &&
           text.find("//") == std::string_view::npos; // pages of maps have an @ too
}

/// 0877-33-0000, (087)839-2011: ten digits or eleven, set apart, from 0 on.
bool is_telephone_number(std::string_view folded)
{
    const bool only_number = std::all_of(folded.begin(), folded.end(), [](char c) {
        return is_digit(c) || c == '-' || c == '(' || c == ')' || c == ' ';
    });
    const auto digits = std::count_if(folded.begin(), folded.end(), is_digit);
    const std::size_t first = folded.find_first_of("0123456789");
    return only_number && (digits == 10 || digits == 11) && folded[first] == '0' &&
           folded.find_first_of("-)") != std::string_view::npos;
}

/// 神戸 300 あ 12-34: a class of two or three signs, one hiragana, and up to four digits or points.
bool is_number_plate(std::string folded)
{
    std::erase(folded, ' ');
    constexpr std::string_view first_kana = "\u3042"; // あ
    constexpr std::string_view last_kana = "\u308D";  // ろ
    for (std::size_t i = 1; i + 3 < folded.size(); ++i) {
        const std::string_view kana = std::string_view{folded}.substr(i, 3);
        const std::string_view rest = std::string_view{folded}.substr(i + 3);
        const bool behind_class = is_digit(folded[i - 1]) && i >= 3 && is_digit(folded[i - 2]);
        const auto digits = std::count_if(
            rest.begin(), rest.begin() + std::min<std::ptrdiff_t>(5, std::ssize(rest)), is_digit);
        const bool is_serial =
            is_digit(rest.front()) && digits >= 2 && (rest.size() == 4 || rest.size() == 5);
        if (behind_class && is_serial && kana >= first_kana && kana <= last_kana) {
            return true;
        }
    }
    return false;
}

} // namespace

PersonalReason reason_of(PersonalKind kind)
{
    switch (kind) {
    case Kind::identity:
        return {"個人が分かるので非公開。公開する列に変えないでください",
                "tells who a person is: not public, and best left so"};
    case Kind::contact:
        return {"個人の連絡先かもしれないので非公開。施設の代表番号などなら \"public\": false を消せます",
                "may be a person's, so not public; for a facility's own, take \"public\": false away"};
    case Kind::role:
        return {"個人の名前かもしれないので非公開。団体や役職だけなら \"public\": false を消せます",
                "may name a person, so not public; if it names bodies only, take \"public\": false away"};
    case Kind::free_text:
        break;
    }
    return {"自由に書く欄で、個人の事情がありうるので非公開。すべての行を読んで確かめたら \"public\": false "
            "を消せます",
            "free text may tell of persons, so not public; read all of it before you take \"public\": false "
            "away"};
}

std::optional<PersonalKind> personal_by_name(std::string_view column)
{
    const std::string folded = datasets::fold_search(column);
    if (folded.find(datasets::fold_search("利用可能日時特記事項")) != std::string::npos) {
        return std::nullopt;
    }
    for (const auto& [word, kind] : words) {
        if (folded.find(datasets::fold_search(word)) != std::string::npos) {
            return kind;
        }
    }
    const std::string spaced = " " + slug(column, ' ') + " ";
    for (const auto& [word, kind] : english_words) {
        if (spaced.find(" " + std::string{word} + " ") != std::string::npos) {
            return kind;
        }
    }
    return std::nullopt;
}

std::optional<PersonalKind> personal_by_value(std::string_view cell)
{
    if (cell.find_first_of("0123456789@") == std::string_view::npos &&
        cell.find("\xEF\xBC") == std::string_view::npos) { // nor a full-width digit
        return std::nullopt;
    }
    const std::string folded = datasets::fold_width(trim(cell));
    if (is_mail_address(folded) || is_telephone_number(folded)) {
        return Kind::contact;
    }
    return is_number_plate(folded) ? std::optional{Kind::identity} : std::nullopt;
}

} // namespace ingest
