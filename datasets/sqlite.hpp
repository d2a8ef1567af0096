#pragma once

#include "datasets/feature.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace datasets {

class Statement;

/// An SQLite database file. One object belongs to one thread at a time.
class Database {
public:
    /// Makes a new file; it must not be there yet. Fast and not safe against a crash: for files that are published by a
    /// later rename. `mode`: who may read it, also what SQLite writes beside it, from before the first byte on.
    /// Throws StorageError.
    [[nodiscard]] static Database create(const std::filesystem::path& path, unsigned mode = 0644);

    /// Opens a published file: read-only, and trusted never to change ("immutable"), so without any lock.
    /// Throws StorageError.
    [[nodiscard]] static Database open_immutable(const std::filesystem::path& path);

    /// Runs statements that give no rows. Throws StorageError with SQLite's message.
    void execute(const std::string& sql);

    [[nodiscard]] Statement prepare(std::string_view sql);

    /// An SQL function of a blob and four numbers: true or false.
    using BlobTest = std::function<bool(std::span<const std::byte>, double, double, double, double)>;
    void define(const char* name, BlobTest test);

private:
    friend class Statement;
    struct Closer {
        void operator()(sqlite3* handle) const noexcept;
    };
    Database(const std::filesystem::path& path, int flags, const std::string& uri);
    [[noreturn]] void fail(const std::string& doing) const;

    std::string name_;
    std::unique_ptr<sqlite3, Closer> handle_;
};

/// A prepared statement: bind, step through the rows, reset. Numbers of parameters begin with 1, of columns with 0.
class Statement {
public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    Statement& bind(int parameter, std::string_view value);
    Statement& bind(int parameter, std::span<const std::byte> value);
    Statement& bind(int parameter, const Value& value);
    Statement& bind_null(int parameter);

    /// True if there is a row. Throws StorageError.
    bool step();
    /// Runs a statement that gives no rows and makes it ready for the next values.
    void run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double number(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::span<const std::byte> blob(int column) const;

private:
    friend class Database;
    struct Closer {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    Statement(const Database& database, sqlite3_stmt* handle) : database_{&database}, handle_{handle} {}
    Statement& check(int result);

    const Database* database_;
    std::unique_ptr<sqlite3_stmt, Closer> handle_;
};

/// A name as SQL identifier: in double quotes.
[[nodiscard]] std::string sql_name(std::string_view identifier);

} // namespace datasets
