#include "api/traffic.hpp"

#include "api/client_address.hpp"

namespace api {

int ConnectionsByClient::add(std::string_view client)
{
    const std::lock_guard lock(mutex_);
    return ++counts_[network_of(client)];
}

void ConnectionsByClient::remove(std::string_view client)
{
    const std::lock_guard lock(mutex_);
    if (const auto found = counts_.find(network_of(client)); found != counts_.end() && --found->second == 0) {
        counts_.erase(found);
    }
}

} // namespace api
