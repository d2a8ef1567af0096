# Shared by ./run and ./test: saying what is done, installing what is missing, building. Sourced, with bash, from the root.

set -euo pipefail
export LANG=C.UTF-8 LC_ALL=C.UTF-8

# nodejs and npm stand apart: a machine may have a Node of its own, which Debian's packages would fight with.
build_packages=(g++ cmake ninja-build pkg-config libgdal-dev libproj-dev proj-data libgeos-dev libpistache-dev
    nlohmann-json3-dev libsqlite3-dev libprotozero-dev libdeflate-dev libexpat1-dev libfmt-dev libcli11-dev libqrencode-dev libssl-dev ca-certificates)
test_packages=(catch2 strace nginx openssl gdal-bin chromium fontconfig fonts-ipaexfont-gothic curl sqlite3 python3)

# step JAPANESE ENGLISH: says what begins now, and how long took what came before.
step_name=''
step() {
    end_step
    step_name=$2 step_began=$SECONDS
    printf '\n■ %s\n  %s\n' "$1" "$2"
}

end_step() {
    [ -z "$step_name" ] || printf '  … %s: %d s\n' "$step_name" $((SECONDS - step_began))
    step_name=''
}

# die JAPANESE ENGLISH [LINE TO RUN]
die() {
    printf '\n%s\n%s\n' "$1" "$2" >&2
    [ $# -lt 3 ] || printf '\n    %s\n\n' "$3" >&2
    exit 1
}

# missing_packages PACKAGE...: those of them that dpkg does not know as installed.
missing_packages() {
    local installed package
    installed=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qE "^${package//+/\\+}(:[a-z0-9]+)? installed$" <<<"$installed" || printf '%s\n' "$package"
    done
}

# install_packages PACKAGE...: asks apt only if something is missing; where we may not install, says what the user must run.
install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
        die "Debian 12 以降（または apt を使う環境）が必要です。" "This needs Debian 12 or later (or another system with apt)."
    local wanted=("$@") missing
    command -v node >/dev/null || wanted+=(nodejs)
    command -v npm >/dev/null || wanted+=(npm)
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if [ ${#missing[@]} -gt 0 ]; then
        local root=()
        if [ "$(id -u)" -ne 0 ]; then
            sudo -n true 2>/dev/null ||
                die "次のソフトウェアが足りません。下の 1 行を実行してから、もう一度お試しください。" \
                    "Some software is missing. Run this line, then try again:" \
                    "sudo apt-get update && sudo apt-get install --no-install-recommends -y ${missing[*]}"
            root=(sudo -n)
        fi
        printf '  apt-get install %s\n' "${missing[*]}"
        quietly "${root[@]}" apt-get update -q
        quietly "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
    fi
    local node_major
    node_major=$(node --version | sed 's/^v//; s/\..*//')
    [ "$node_major" -ge 18 ] ||
        die "Node.js 18 以降が必要です（今は $(node --version)）。" "Node.js 18 or later is needed (this is $(node --version))."
}

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    [ "$status" -eq 0 ] || { printf '\n$ %s\n' "$*"; tail -n 60 "$log"; } >&2
    rm -f "$log"
    return "$status"
}

# How many compilers fit: one a processor, and 1.5 GB of memory for each.
parallel_jobs() {
    local processors memory
    processors=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1572864)}' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo $((memory < processors ? memory : processors))
}

# build PRESET [TARGET...]
build() {
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    # Ninja itself notices changed CMakeLists.txt; changed presets it does not.
    [ "build/$preset/build.ninja" -nt CMakePresets.json ] || quietly cmake --preset "$preset"
    local ninja=()
    [ -t 1 ] || ninja=(-- --quiet) # on a terminal one line shows how far it is
    cmake --build --preset "$preset" -j "$(parallel_jobs)" "${targets[@]}" "${ninja[@]}"
}

# npm_install FOLDER: exactly what package-lock.json says, once for each state of that file.
npm_install() {
    local folder=$1 stamp sum
    stamp=$folder/node_modules/.installed
    sum=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
    (cd "$folder" && quietly npm ci --no-audit --no-fund)
    echo "$sum" >"$stamp"
}

# Builds viewer/dist if what it is made of has changed.
build_viewer() {
    npm_install viewer
    local stamp=viewer/dist/.built sum
    sum=$(find viewer -path viewer/node_modules -prune -o -path viewer/dist -prune -o -path viewer/test -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
    (cd viewer && quietly npm run build)
    echo "$sum" >"$stamp"
}
