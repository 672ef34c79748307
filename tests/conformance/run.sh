#!/usr/bin/env bash
# ./dev conformance: what is slow, or has to be fetched, against a server with data-samples.
#   tests/conformance/run.sh [BASE_URL]
# Without BASE_URL it starts target/debug/civico on a free port with a data folder of its own, makes
# the API key that processes want, and stops it at the end; with BASE_URL, CIVICO_KEY is the key of
# an ente there (role reader, route ogc). Writes target/conformance/report.md, to be committed as
# REPORT.md beside this file when it is the report of a commit.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."

work="$PWD/target/conformance"
report="$work/report.md"
mkdir -p "$work"
server=
data=

stop() {
    if [ -n "$server" ]; then
        kill -INT "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    [ -z "$data" ] || rm -rf "$data"
}
trap stop EXIT

# Starts the program on a database of its own with the samples in it; prints nothing but faults.
start() {
    local civico=target/debug/civico
    [ -x "$civico" ] || { echo "conformance: build Civico first: ./dev up, or cargo build" >&2; exit 2; }
    # Not below the home of root: PostgreSQL's user must reach it.
    data="$(mktemp -d /tmp/civico-conformance.XXXXXX)"
    chmod 755 "$data"
    export CIVICO_DATA_FOLDER="$data" CIVICO_SERVER__LISTEN="127.0.0.1:$1"
    unset DATABASE_URL
    "$civico" import --manifest data-samples/manifest.toml > "$work/server.log" 2>&1
    local password
    password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    "$civico" admin user add conformance --ente milano --role administrator <<< "$password" >> "$work/server.log" 2>&1
    "$civico" serve >> "$work/server.log" 2>&1 </dev/null &
    server=$!
    for _ in $(seq 120); do
        if curl -fs -o /dev/null --max-time 5 "$base_url/status"; then
            CIVICO_KEY="$(python3 "$here/key.py" "$base_url" conformance <<< "$password")"
            export CIVICO_KEY
            return
        fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.5
    done
    echo "conformance: the server does not start, see $work/server.log" >&2
    exit 2
}

# What the checks in Python want; where it cannot be had they fail, each with its own word.
libraries() {
    python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
        -r "$here/requirements.txt" -r tests/oracle/geoprocessing/requirements.txt
}

failed=0
check() { # NAME COMMAND...
    local name="$1" status=0 outcome
    shift
    "$@" > "$work/$name.out" 2>&1 || status=$?
    cat "$work/$name.out"
    case "$status" in
        0) outcome=passed ;;
        3) outcome='**not run**'; echo "$name: NOT RUN: it cannot be had" >&2 ;;
        *) outcome=failed ;;
    esac
    printf '| %s | %s | %s |\n' "$name" "$outcome" \
        "$(grep -E '^[0-9]+ passed' "$work/$name.out" || tail -n 1 "$work/$name.out")" >> "$report"
    # What did not run has not passed.
    [ "$status" -eq 0 ] || failed=1
}

if [ -n "${1:-}" ]; then
    base_url="${1%/}"
else
    port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    base_url="http://127.0.0.1:$port"
    start "$port"
fi

{
    printf '# Conformance\n\n%s, commit %s.\n\n' "$(date -u +%F)" "$(git log -1 --format=%h)"
    printf '| what | outcome | says |\n| --- | --- | --- |\n'
} > "$report"
check features python3 "$here/features.py" "$base_url/ogc"
check ogc-features "$here/ogc-features.sh" "$base_url/ogc"
check ogrinfo "$here/ogrinfo.sh" "$base_url"
libraries > "$work/venv.log" 2>&1 || echo "conformance: pip cannot get the libraries, see $work/venv.log" >&2
if [ -n "${CIVICO_KEY:-}" ]; then
    check processes python3 "$here/processes.py" "$base_url/ogc"
    check ogc-processes "$here/ogc-processes.sh" "$base_url/ogc"
    check owslib "$work/venv/bin/python3" "$here/owslib_job.py" "$base_url/ogc"
else
    for name in processes ogc-processes owslib; do
        printf '| %s | **not run** | wants CIVICO_KEY, the key of an ente |\n' "$name" >> "$report"
        echo "$name: NOT RUN: CIVICO_KEY is not set" >&2
    done
    failed=1
fi
check oracles "$work/venv/bin/python3" "$here/oracles.py"
if [ -n "$server" ]; then
    # Its shell reads the environment as configuration, in which there is no key.
    check ten-million env -u CIVICO_KEY python3 "$here/ten_million.py" "$base_url" "$server" "$PWD/target/debug/civico"
else
    # Memory is measured of a process on this machine.
    printf '| ten-million | **not run** | wants the server that this script starts |\n' >> "$report"
fi
exit "$failed"
