#!/bin/sh
# Makes sure that this machine has what Fairlead needs to build and run. Quick and silent when
# nothing is missing. Otherwise it installs it, as root on Debian, or names it and ends with 3.
#
#     Scripts/setup.sh
set -eu

missing=

# need PACKAGE PATH...: one of the paths must exist, else the package is missing.
need() {
    package=$1
    shift
    for path in "$@"; do
        if [ -e "$path" ]; then return; fi
    done
    missing="$missing $package"
}

need libsqlite3-dev /usr/include/sqlite3.h                      # the embedded store
need libpcre2-dev /usr/include/pcre2.h                          # patterns in expressions
need zlib1g-dev /usr/include/zlib.h                             # compression in HTTP
need libxml2 /usr/lib/*-linux-gnu/libxml2.so.2 /usr/lib64/libxml2.so.2  # decision models as XML
need libstdc++-12-dev /usr/include/c++                          # BoringSSL is written in C++
need binutils "$(command -v ld.gold || echo missing)"           # Swift's linker
need tzdata /usr/share/zoneinfo/UTC                             # local days and business hours
need ca-certificates /etc/ssl/certs/ca-certificates.crt         # Swift packages come by HTTPS
need git "$(command -v git || echo missing)"                    # which git fetches
need graphviz "$(command -v dot || echo missing)"                 # draws playbooks
need python3 "$(command -v python3 || echo missing)"            # counts tests and proven rows
if [ "${1:-}" = bench ]; then
    need wrk "$(command -v wrk || echo missing)"                # sends the requests
    need valgrind "$(command -v valgrind || echo missing)"      # counts instructions
    need python3-venv /usr/lib/python3*/ensurepip               # the peers, each by itself
fi

if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "setup: this machine lacks:$missing" >&2
        echo "setup: install them, on Debian by: sudo apt-get install --yes$missing" >&2
        exit 3
    fi
    echo "setup: installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -qq && apt-get install -qq --yes --no-install-recommends $missing; }; then
        echo "setup: could not install:$missing" >&2
        exit 3
    fi
fi

if ! command -v swift >/dev/null; then
    echo "setup: Swift 6.3 is not on the PATH; see https://www.swift.org/install/linux/" >&2
    exit 3
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p')
case $version in
    [0-5].* | 6.[0-2] | '')
        echo "setup: Swift 6.3 is needed, this is Swift ${version:-of an unknown version}" >&2
        exit 3
        ;;
esac
