#pragma once

#include "api/http.hpp"

namespace api {

/// Whether a response is a text made for this one answer (JSON, HTML, CSV, XML) that is worth packing and that the client takes
/// packed: the list of a city's datasets is a tenth then, and that is what a phone waits for before it shows anything.
///
/// Says so in its headers: it varies by Accept-Encoding, and its ETag becomes weak, since two forms now have it (RFC 9110 section
/// 8.8.1). That is done before conditions are looked at, for a 304 has the headers its 200 would have had (section 15.4.5).
/// What is packed already, sent from a file, made while it is sent, or can be asked for in ranges stays as it is.
[[nodiscard]] bool offer_packed(const Request& request, Response& response);

/// Packs the body of a 200 with gzip.
[[nodiscard]] Response pack(Response response);

} // namespace api
