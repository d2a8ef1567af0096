#!/usr/bin/env bash
# schemathesis (PyPI, 4.32 or later) holds the OpenAPI document against the running server: it makes requests from the document, right
# ones and wrong ones, and checks status, media type and body of every answer.
#
#   node tests/end_to_end/support/with_server.mjs tests/clients/openapi_schemathesis.sh
#
# Not a part of ./test: it takes minutes and comes from PyPI. SCHEMATHESIS names the program, if it is not in the path.
set -euo pipefail
config=$(realpath "$(dirname "$0")/schemathesis.toml")
cd "$(mktemp -d)" # it leaves a folder where it runs
trap 'rm -rf "$PWD"' EXIT
"${SCHEMATHESIS:-schemathesis}" --config-file "$config" run "${MACHIZU_URL%/}/api/openapi.json" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --max-examples "${EXAMPLES:-50}" "$@"
