#!/usr/bin/env bash
# One real server with data-samples (and Milan's register, where ../shared/data is), and an OpenID provider, for three
# suites: the viewer in a browser, the OGC's conformance tests, GDAL.
#   tests/e2e/run.sh [--browser-only]
# CHROMIUM names a browser other than /usr/bin/chromium, PROGRAMS a folder with civico and civico-files other than target/debug.
# TESTS names the files of the browser's tests that are run, where not all are to be.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."

START_LIMIT_S=600
PROVIDER_LIMIT_S=60
IMPORT_LIMIT_S=600
STOP_LIMIT_S=60
BROWSER_LIMIT_S=1800
MILAN=(../shared/data/stradario/milano_viario_20200302.csv.gz ../shared/data/civici/milano_civici_20200302_senza_m9.csv.gz)

browser_only=false
case "${1:-}" in
    "") ;;
    --browser-only) browser_only=true ;;
    *) echo "usage: tests/e2e/run.sh [--browser-only]" >&2; exit 2 ;;
esac

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'e2e: %s\n' "$*" >&2; exit 1; }

# Settings of the machine must not reach the server under test.
for name in $(compgen -e); do
    case "$name" in CIVICO_* | DATABASE_URL | PG*) unset "$name" ;; esac
done

programs="${PROGRAMS:-target/debug}"
[ -x "$programs/civico" ] || fail "$programs/civico is missing: cargo build --workspace --bins"
[ -f viewer/dist/index.html ] || fail "viewer/dist is missing: npm run build in viewer/"
for package in oidc-provider playwright-core; do
    [ -d "$here/node_modules/$package" ] || fail "packages are missing: npm ci in tests/e2e/"
done
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || fail "there is no browser at ${CHROMIUM:-/usr/bin/chromium}: set CHROMIUM"

# Root's PostgreSQL runs as another user, who must reach the folder.
folder="$(mktemp -d /tmp/civico-e2e.XXXXXX)"
chmod 755 "$folder"
server=""
provider=""

# Prints the processes of PostgreSQL that work in the data folder of this run.
postgres_left() {
    local pid
    for pid in $(pgrep -x postgres || true); do
        case "$(readlink "/proc/$pid/cwd" 2>/dev/null || true)" in "$folder"/*) echo "$pid" ;; esac
    done
}

# Waits for the server to end after a signal, and prints nothing; fails if it does not within the limit.
ended() {
    local until=$((SECONDS + STOP_LIMIT_S))
    while kill -0 "$server" 2>/dev/null; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.2
    done
}

clean_up() {
    local left
    trap '' INT TERM
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill -INT "$server" 2>/dev/null || true
        ended || kill -KILL "$server" 2>/dev/null || true
    fi
    if [ -n "$provider" ]; then
        kill "$provider" 2>/dev/null || true
        wait "$provider" 2>/dev/null || true
    fi
    left="$(postgres_left)"
    # shellcheck disable=SC2086 # process numbers, one word each
    [ -z "$left" ] || kill -QUIT $left 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Server and provider must know each other's addresses before either is there; some tests start a second server, with other settings.
port="$(free_port)"
second_port="$(free_port)"
secret="secret-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
password="password-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"

client_key="$folder/client-key.pem"
node "$here/provider/client-key.mjs" "$client_key"

say "Starting an OpenID provider"
: >"$folder/provider.out"
env CIVICO_E2E_CLIENT_URLS="http://127.0.0.1:$port http://127.0.0.1:$second_port" CIVICO_E2E_CLIENT_SECRET="$secret" \
    CIVICO_E2E_CLIENT_KEY="$client_key.pub" node "$here/provider/main.mjs" >"$folder/provider.out" 2>"$folder/provider.err" &
provider=$!
issuer=""
until=$((SECONDS + PROVIDER_LIMIT_S))
while [ -z "$issuer" ]; do
    issuer="$(head -n 1 "$folder/provider.out")"
    if [ -z "$issuer" ] && { ! kill -0 "$provider" 2>/dev/null || [ "$SECONDS" -ge "$until" ]; }; then
        tail -n 20 "$folder/provider.err" >&2
        fail "the provider did not become ready"
    fi
    sleep 0.2
done

records_key="$("$programs/civico" admin records new-key)"

settings=(
    CIVICO_DATA_FOLDER="$folder/data" CIVICO_LANGUAGE=en
    CIVICO_SERVER__LISTEN="127.0.0.1:$port" CIVICO_SERVER__BASE_URL="http://127.0.0.1:$port"
    CIVICO_SERVER__VIEWER_FOLDER=viewer/dist
    CIVICO_IDENTITY__PROVIDER__ISSUER="$issuer" CIVICO_IDENTITY__PROVIDER__CLIENT_ID=civico
    CIVICO_IDENTITY__PROVIDER__CLIENT_SECRET="$secret"
    CIVICO_IDENTITY__PROVIDER__GROUPS='[{group="rho-editors",ente="015182",role="editor"}]'
    CIVICO_RECORDS__MASTER_KEY="$records_key"
    CIVICO_IDENTITY__ACR_LEVELS='["L1","L2"]' CIVICO_IDENTITY__MINIMUM_ACR='{administer="L2"}'
)

# People of the tests and what they may do: those of the provider have no password here.
add_people() {
    local admin=(env "${settings[@]}" "$programs/civico" admin)
    "${admin[@]}" user add lia@example.org --name "Lia Esempio" --ente rho --role reader <<<"$password"
    "${admin[@]}" role grant anna@example.org rho administrator
    "${admin[@]}" role grant anna@example.org rho publisher
    "${admin[@]}" role grant anna@example.org segrate reader
    "${admin[@]}" role grant bruno@example.org rho reader
    "${admin[@]}" role grant elena@example.org cm-milano administrator
    "${admin[@]}" role grant elena@example.org cm-milano publisher
    "${admin[@]}" role grant gina@example.org rho approver
    "${admin[@]}" role grant marta@example.org cm-milano approver
    "${admin[@]}" role grant ugo@example.org nosate approver
    "${admin[@]}" role grant ugo@example.org castano-primo administrator
    "${admin[@]}" role grant olga@example.org rho records-officer
}

say "Starting a server with data-samples"
: >"$folder/server.out"
# Without job control a shell makes its children ignore SIGINT, which the server is to be stopped with: python restores it.
env "${settings[@]}" \
    python3 -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])' \
    "$programs/civico" serve --import data-samples/manifest.toml >"$folder/server.out" 2>"$folder/server.err" &
server=$!
url=""
until=$((SECONDS + START_LIMIT_S))
while [ -z "$url" ]; do
    url="$(sed -n 's/^Civico is ready: open \(http[^ ]*\)$/\1/p' "$folder/server.out")"
    if [ -z "$url" ] && { ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$until" ]; }; then
        tail -n 20 "$folder/server.out" "$folder/server.err" >&2
        fail "the server did not become ready"
    fi
    sleep 0.2
done
say "The server is at $url"
add_people >"$folder/people.out" 2>&1 || { tail -n 20 "$folder/people.out" >&2; fail "the people of the tests cannot be added"; }

milan=0
if [ -d ../shared/data ]; then
    say "Loading Milan's register beside the running server"
    env "${settings[@]}" timeout "$IMPORT_LIMIT_S" "$programs/civico" toponymy import --format milano "${MILAN[@]}" \
        >"$folder/milan.out" 2>&1 || { tail -n 20 "$folder/milan.out" >&2; fail "Milan's register cannot be loaded"; }
    head -n 1 "$folder/milan.out"
    milan=1
elif [ "${CI:-}" = true ]; then
    fail "../shared/data is missing: with CI=true the tests on Milan's register must run"
fi

failures=()

say "The viewer in a browser"
rm -rf "$here/screenshots"
# shellcheck disable=SC2086 # names of files, one word each
(cd "$here" && env CIVICO_E2E_URL="$url" CIVICO_E2E_MILAN="$milan" \
    CIVICO_E2E_PROVIDER="$issuer" CIVICO_E2E_PASSWORD="$password" \
    CIVICO_E2E_CLIENT_KEY="$client_key" CIVICO_E2E_SECOND_PORT="$second_port" CIVICO_E2E_PROGRAM="$programs/civico" \
    CIVICO_E2E_SETTINGS="$(printf '%s\n' "${settings[@]}")" timeout --foreground "$BROWSER_LIMIT_S" \
    node --test --test-concurrency=1 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=./summary.mjs --test-reporter-destination="$folder/summary" ${TESTS:-tests/*.test.mjs tests/identity/*.test.mjs tests/register/*.test.mjs tests/records/*.test.mjs tests/processes/*.test.mjs}) \
    || failures+=("browser")
cat "$folder/summary" 2>/dev/null || echo "0 passed, 1 failed"

if ! $browser_only; then
    say "OGC API Features: the abstract tests of annex A"
    python3 tests/conformance/features.py "$url/ogc" || failures+=("features")
    say "OGC API Features, by the OGC's own suite"
    code=0
    tests/conformance/ogc-features.sh "$url/ogc" || code=$?
    case $code in
        0) ;;
        3) say "NOT RUN: the OGC's own suite cannot be had from the Maven registry; OGC_FEATURES_JAR names a copy" ;;
        *) failures+=("ogc-features") ;;
    esac
    say "GDAL"
    tests/conformance/ogrinfo.sh "$url" || failures+=("ogrinfo")
fi

say "Stopping the server"
kill -INT "$server"
if ended; then
    code=0
    wait "$server" || code=$?
    [ "$code" -eq 0 ] || { tail -n 20 "$folder/server.err" >&2; failures+=("the server ended with $code"); }
    server=""
    left="$(postgres_left)"
    [ -z "$left" ] || failures+=("PostgreSQL was left running: ${left//$'\n'/ }")
else
    failures+=("the server did not end within $STOP_LIMIT_S s")
fi

if [ "$milan" -eq 0 ]; then
    printf '\n\033[1m!!! NOT RUN: tests/e2e/tests/milan.test.mjs, since ../shared/data is missing !!!\033[0m\n\n'
fi
[ ${#failures[@]} -eq 0 ] || fail "failed: ${failures[*]}"
say "All passed"
