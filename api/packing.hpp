#pragma once

#include "api/http.hpp"

namespace api {

/// Packs a text that a handler made for this one answer (JSON, HTML, CSV, XML) with gzip, if the client takes it and there is enough
/// to gain: the list of a city's datasets is a tenth then, and that is what a phone waits for before it shows anything.
///
/// The ETag becomes weak, since two forms now have it (RFC 9110 section 8.8.1); If-None-Match compares weakly and finds both.
/// What is packed already, sent from a file, made while it is sent, or can be asked for in ranges stays as it is.
[[nodiscard]] Response pack(const Request& request, Response response);

} // namespace api
