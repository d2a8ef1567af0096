#include "api/transfer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <ctime>
#include <iterator>
#include <utility>

namespace api {

namespace {

constexpr std::size_t usual_head = 1000; // bytes

const std::string& date_now()
{
    thread_local std::time_t second = -1;
    thread_local std::string text;
    if (const auto now = std::time(nullptr); now != second) {
        second = now;
        text = http_date(now);
    }
    return text;
}

/// A line break in a value would be a header of its own (response splitting), whoever put it there.
void append_field(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ");
    const auto begin = static_cast<std::ptrdiff_t>(head.size());
    head.append(value);
    std::replace_if(
        head.begin() + begin, head.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    head.append("\r\n");
}

std::uint64_t head_left(const Transfer& transfer)
{
    return transfer.head.size() - std::min<std::uint64_t>(transfer.sent, transfer.head.size());
}

iovec view(std::string_view bytes)
{
    return {const_cast<char*>(bytes.data()), bytes.size()}; // sendmsg only reads; the C type cannot say so
}

/// Head and bytes of the body in one call, so that a small response is one packet.
ssize_t send_bytes(int socket, const Transfer& transfer, std::uint64_t budget)
{
    std::array<iovec, 2> parts{};
    std::size_t count = 0;
    int flags = MSG_NOSIGNAL;
    if (const auto left = head_left(transfer); left > 0) {
        parts[count++] = view(std::string_view(transfer.head).substr(transfer.head.size() - left));
    }
    if (const auto* shared = std::get_if<SharedBytes>(&transfer.body)) {
        const auto gone = transfer.sent + head_left(transfer) - transfer.head.size();
        if (const auto rest = shared->bytes.substr(gone, budget); !rest.empty()) {
            parts[count++] = view(rest);
        }
    } else if (size_of(transfer.body) > 0) {
        flags |= MSG_MORE; // the file follows
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    return ::sendmsg(socket, &message, flags);
}

ssize_t send_file(int socket, const Transfer& transfer, const FileRange& range, std::uint64_t budget)
{
    const auto gone = transfer.sent - transfer.head.size();
    auto offset = static_cast<off_t>(range.offset + gone);
    return ::sendfile(socket, range.file->descriptor(), &offset, std::min(range.length - gone, budget));
}

} // namespace

Descriptor::~Descriptor()
{
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Descriptor Descriptor::duplicate(int fd) { return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 3)); }

Transfer make_transfer(const Request& request, Response response, bool close_after)
{
    Transfer transfer;
    transfer.close_after = close_after;
    transfer.log = {request.client,
                    request.method,
                    request.target,
                    request.id,
                    response.status,
                    {},
                    response.route,
                    response.tile,
                    std::move(response.user),
                    std::string(request.header("user-agent").value_or("")),
                    false};
    auto& head = transfer.head;
    head.reserve(usual_head);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status,
                   reason_phrase(response.status));
    for (const auto& [name, value] : response.headers) {
        append_field(head, name, value);
    }
    const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
    auto* const generated = std::get_if<Generated>(&response.body);
    if (generated != nullptr) { // its end is told by the last chunk, to HTTP/1.0 by the end of the connection
        transfer.chunked = !request.http_1_0;
        transfer.close_after = close_after = close_after || !transfer.chunked;
        if (transfer.chunked) {
            append_field(head, "Transfer-Encoding", "chunked");
        }
    } else if (!bodiless) {
        append_field(head, "Content-Length", std::to_string(size_of(response.body)));
    }
    append_field(head, "Date", date_now());
    append_field(head, "X-Request-Id", request.id);
    append_field(head, "Connection", close_after ? "close" : "keep-alive");
    head.append("\r\n");
    if (!bodiless && request.method != "HEAD") {
        if (generated != nullptr) {
            transfer.more = std::move(*generated);
        } else {
            transfer.body = std::move(response.body);
        }
    }
    return transfer;
}

bool needs_part(const Transfer& transfer)
{
    return transfer.more.next && transfer.sent == transfer.head.size() + size_of(transfer.body);
}

void load_part(Transfer& transfer)
{
    auto part = transfer.more.next();
    transfer.sent_before += std::exchange(transfer.sent, 0);
    transfer.head.clear();
    if (!part) {
        transfer.more = {};
        transfer.body = body_of(transfer.chunked ? "0\r\n\r\n" : "");
    } else if (transfer.chunked && !part->empty()) { // an empty chunk would be the end
        transfer.body = body_of(fmt::format("{:x}\r\n", part->size()) + *part + "\r\n");
    } else {
        transfer.body = body_of(std::move(*part));
    }
}

Progress write_some(int socket, Transfer& transfer, std::uint64_t budget)
{
    const auto total = transfer.head.size() + size_of(transfer.body);
    std::uint64_t written = 0;
    while (transfer.sent < total) {
        if (written >= budget) {
            return Progress::blocked;
        }
        const auto* file = std::get_if<FileRange>(&transfer.body);
        const ssize_t n = file != nullptr && head_left(transfer) == 0
                              ? send_file(socket, transfer, *file, budget - written)
                              : send_bytes(socket, transfer, budget - written);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno == EAGAIN ? Progress::blocked : Progress::failed;
        }
        if (n == 0) { // the file became shorter under us
            return Progress::failed;
        }
        transfer.sent += static_cast<std::uint64_t>(n);
        written += static_cast<std::uint64_t>(n);
    }
    return Progress::done;
}

void abort_socket(int socket)
{
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::shutdown(socket, SHUT_RDWR);
}

} // namespace api
