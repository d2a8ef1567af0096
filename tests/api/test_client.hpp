#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace api::test {

struct Answer {
    int status = 0; ///< 0: the connection ended before an answer
    std::string head{};
    std::string body{};

    [[nodiscard]] std::string header(const std::string& name) const
    {
        const auto begin = head.find("\r\n" + name + ": ");
        if (begin == std::string::npos) {
            return {};
        }
        const auto value = begin + name.size() + 4;
        return head.substr(value, head.find("\r\n", value) - value);
    }
};

/// A client of 127.0.0.1 as plain as can be, so that tests decide about every byte. Waits 20 s at most for anything.
class Client {
public:
    /// `source`: the last byte of its own address, 127.0.0.x.
    explicit Client(std::uint16_t port, int receive_buffer = 0, std::uint8_t source = 1)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (receive_buffer > 0) {
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        const int on = 1; // tests cut requests into many small packets
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const timeval patience{20, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        if (source != 1) {
            address.sin_addr.s_addr = htonl(0x7f000000U + source);
            ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        }
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(fd_);
            throw std::runtime_error("cannot connect to the server under test");
        }
    }
    Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)), input_(std::move(other.input_)) {}
    Client& operator=(Client&&) = delete;
    ~Client() { close(); }

    void close()
    {
        if (fd_ >= 0) {
            ::close(std::exchange(fd_, -1));
        }
    }

    void send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) {
                return;
            }
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }

    void get(const std::string& target, const std::string& headers = "") const
    {
        send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    void end_of_input() const { ::shutdown(fd_, SHUT_WR); }

    /// The next response, by its Content-Length.
    Answer receive(bool has_body = true)
    {
        std::size_t end = 0;
        while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
            if (!read_more()) {
                return {};
            }
        }
        Answer answer;
        answer.head = input_.substr(0, end + 2);
        answer.status = std::atoi(answer.head.c_str() + 9);
        const bool bodiless =
            !has_body || answer.status == 204 || answer.status == 304 || answer.status < 200;
        const auto size = bodiless ? 0 : std::strtoull(answer.header("Content-Length").c_str(), nullptr, 10);
        while (input_.size() < end + 4 + size) {
            if (!read_more()) {
                return {};
            }
        }
        answer.body = input_.substr(end + 4, size);
        input_.erase(0, end + 4 + size);
        return answer;
    }

    /// Everything until the server closes.
    std::string rest()
    {
        while (read_more()) {
        }
        return std::exchange(input_, {});
    }

    [[nodiscard]] int descriptor() const { return fd_; }

private:
    bool read_more()
    {
        char buffer[65536];
        const auto n = ::recv(fd_, buffer, sizeof buffer, 0);
        if (n <= 0) {
            return false;
        }
        input_.append(buffer, static_cast<std::size_t>(n));
        return true;
    }

    int fd_;
    std::string input_{};
};

inline Answer fetch(std::uint16_t port, const std::string& target, const std::string& headers = "")
{
    Client client(port);
    client.get(target, headers);
    return client.receive();
}

/// How many descriptors this process has open.
inline std::ptrdiff_t open_descriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
}

} // namespace api::test
