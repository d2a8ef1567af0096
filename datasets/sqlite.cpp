#include "datasets/sqlite.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace datasets {

namespace {

/// SQLite's URI form: every byte that could mean something in a URI is escaped.
std::string file_uri(const std::filesystem::path& path, std::string_view options)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) {
            uri += c;
        } else {
            uri += '%';
            uri += hex[byte >> 4U];
            uri += hex[byte & 15U];
        }
    }
    return uri.append("?").append(options);
}

/// SQLite takes a null pointer for NULL, but an empty span may have one.
const void* data_of(const void* data) { return data != nullptr ? data : ""; }

void call_blob_test(sqlite3_context* context, int /*count*/, sqlite3_value** arguments)
{
    const auto& test = *static_cast<const Database::BlobTest*>(sqlite3_user_data(context));
    const auto* bytes = static_cast<const std::byte*>(sqlite3_value_blob(arguments[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
    try {
        const bool answer =
            test({bytes, size}, sqlite3_value_double(arguments[1]), sqlite3_value_double(arguments[2]),
                 sqlite3_value_double(arguments[3]), sqlite3_value_double(arguments[4]));
        sqlite3_result_int(context, answer ? 1 : 0);
    } catch (const std::exception& error) {
        sqlite3_result_error(context, error.what(), -1);
    }
}

void delete_blob_test(void* test)
{
    const std::unique_ptr<Database::BlobTest> owned{static_cast<Database::BlobTest*>(test)};
}

} // namespace

void Database::Closer::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
void Statement::Closer::operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }

Database::Database(const std::filesystem::path& path, int flags, const std::string& uri)
    : name_{path.string()}
{
    sqlite3* handle = nullptr;
    const int result =
        sqlite3_open_v2(uri.c_str(), &handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    if (result != SQLITE_OK) {
        fail("cannot open");
    }
}

Database Database::create(const std::filesystem::path& path, unsigned mode)
{
    // SQLite would make it readable for all; an empty file is a new database to it.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) {
        throw StorageError{"cannot create '" + path.string() +
                           "': " + (errno == EEXIST ? "it is there already" : std::strerror(errno))};
    }
    ::close(file);
    Database database{path, SQLITE_OPEN_READWRITE, file_uri(path, "mode=rw")};
    database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    return database;
}

Database Database::open_immutable(const std::filesystem::path& path)
{
    return Database{path, SQLITE_OPEN_READONLY, file_uri(path, "immutable=1")};
}

void Database::fail(const std::string& doing) const
{
    std::string message = doing + " '" + name_ + "': " + sqlite3_errmsg(handle_.get());
    // "disk I/O error" alone tells nobody what to do.
    if (sqlite3_errcode(handle_.get()) == SQLITE_IOERR && sqlite3_db_readonly(handle_.get(), "main") == 0) {
        message += ": " + obstacle_to_writing(name_);
    }
    throw StorageError{message};
}

void Database::execute(const std::string& sql)
{
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail("cannot write");
    }
}

Statement Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int size = static_cast<int>(sql.size());
    if (sqlite3_prepare_v3(handle_.get(), sql.data(), size, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK) {
        fail("cannot ask");
    }
    return Statement{*this, statement};
}

void Database::define(const char* name, BlobTest test)
{
    auto owned = std::make_unique<BlobTest>(std::move(test));
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    // SQLite owns the test from here on, also if this call fails.
    if (sqlite3_create_function_v2(handle_.get(), name, 5, flags, owned.release(), call_blob_test, nullptr,
                                   nullptr, delete_blob_test) != SQLITE_OK) {
        fail("cannot define a function for");
    }
}

Statement& Statement::check(int result)
{
    if (result != SQLITE_OK) {
        database_->fail("cannot bind a value for");
    }
    return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    return check(sqlite3_bind_int64(handle_.get(), parameter, value));
}

Statement& Statement::bind(int parameter, double value)
{
    return check(sqlite3_bind_double(handle_.get(), parameter, value));
}

Statement& Statement::bind(int parameter, std::string_view value)
{
    return check(sqlite3_bind_text64(handle_.get(), parameter,
                                     static_cast<const char*>(data_of(value.data())), value.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(int parameter, std::span<const std::byte> value)
{
    return check(
        sqlite3_bind_blob64(handle_.get(), parameter, data_of(value.data()), value.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bind(int parameter, const Value& value)
{
    struct Binder {
        Statement& statement;
        int parameter;
        Statement& operator()(std::monostate) const { return statement.bind_null(parameter); }
        Statement& operator()(bool v) const { return statement.bind(parameter, std::int64_t{v}); }
        Statement& operator()(std::int64_t v) const { return statement.bind(parameter, v); }
        Statement& operator()(double v) const { return statement.bind(parameter, v); }
        Statement& operator()(const std::string& v) const
        {
            return statement.bind(parameter, std::string_view{v});
        }
    };
    return std::visit(Binder{*this, parameter}, value);
}

Statement& Statement::bind_null(int parameter) { return check(sqlite3_bind_null(handle_.get(), parameter)); }

bool Statement::step()
{
    const int result = sqlite3_step(handle_.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        database_->fail("cannot go on in");
    }
    return result == SQLITE_ROW;
}

void Statement::run()
{
    step();
    reset();
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
double Statement::number(int column) const { return sqlite3_column_double(handle_.get(), column); }
bool Statement::is_null(int column) const
{
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const
{
    const auto bytes = blob(column);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::byte> Statement::blob(int column) const
{
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(handle_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string sql_name(std::string_view identifier)
{
    std::string result = "\"";
    for (const char c : identifier) {
        result += c;
        if (c == '"') {
            result += c;
        }
    }
    return result + '"';
}

} // namespace datasets
