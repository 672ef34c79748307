#!/usr/bin/env bash
# The OGC's own test suite for OGC API Processes (18-062r2) against a server that runs:
#   CIVICO_KEY=... tests/conformance/ogc-processes.sh http://127.0.0.1:8080/ogc
# The key is one of an ente: role reader, route ogc. The suite has no place for it, so with_key.py
# stands between. The suite is a jar from the Maven registry. Where that registry lacks it,
# OGC_PROCESSES_JAR names a copy; without either this fails, it never passes unseen.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

SUITE=ets-ogcapi-processes10
VERSION=1.3
# Tests that pass on data-samples. A suite that skips passes nothing, so the number of failures
# alone says little: raise this when a release passes more.
FLOOR="${OGC_PROCESSES_FLOOR:-49}"
LIMIT_S=900

base_url="${1:?usage: ogc-processes.sh BASE_URL, such as http://127.0.0.1:8080/ogc}"
: "${CIVICO_KEY:?the key of an ente, role reader, route ogc}"
work="$here/../../target/conformance"
mkdir -p "$work"
work="$(cd "$work" && pwd)"
log="$work/ogc-processes.log"
: > "$log"
proxy=

stop() {
    if [ -n "$proxy" ]; then
        kill "$proxy" 2>/dev/null || true
        wait "$proxy" 2>/dev/null || true
    fi
}
trap stop EXIT

# Prints the path of the suite.
suite() {
    local jar="${OGC_PROCESSES_JAR:-$work/$SUITE-$VERSION-aio.jar}"
    if [ ! -f "$jar" ]; then
        timeout 300 mvn --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
            -Dartifact="org.opengis.cite:$SUITE:$VERSION:jar:aio" -DoutputDirectory="$work" >> "$log" 2>&1 </dev/null || true
    fi
    [ -f "$jar" ] || { echo "ogc-processes: $SUITE $VERSION cannot be had from Maven, see ${log#"$PWD"/}" >&2; return 3; }
    echo "$jar"
}

jar="$(suite)" || exit $?  # 3: the suite cannot be had

# Starts the proxy and says in keyed_url where the server is behind it.
start_proxy() {
    local said="$work/ogc-processes.proxy"
    : > "$said"
    python3 "$here/with_key.py" "${base_url%/ogc*}" > "$said" 2>> "$log" </dev/null &
    proxy=$!
    for _ in $(seq 50); do
        [ -s "$said" ] && break
        sleep 0.1
    done
    [ -s "$said" ] || { echo "ogc-processes: with_key.py does not start, see ${log#"$PWD"/}" >&2; exit 2; }
    keyed_url="$(head -n 1 "$said")/ogc"
}

start_proxy
results="$work/ogc-processes"
rm -rf "$results"
mkdir "$results"
# No DOCTYPE: the suite would fetch it. Every process is described, not the first few.
cat > "$results/run.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<properties version="1.0">
  <entry key="iut">$keyed_url</entry>
  <entry key="echoprocessid">echo</entry>
  <entry key="testallprocesses">on</entry>
</properties>
XML
# It exits with 0 whatever it finds; its report is judged instead.
timeout "$LIMIT_S" java -Xmx512m -jar "$jar" -o "$results" "$results/run.xml" >> "$log" 2>&1 </dev/null || {
    echo "ogc-processes: the suite did not end within $LIMIT_S s or broke, see ${log#"$PWD"/}" >&2
    exit 2
}
report="$(find "$results" -name testng-results.xml -print -quit)"
[ -n "$report" ] || { echo "ogc-processes: the suite wrote no report, see ${log#"$PWD"/}" >&2; exit 2; }
python3 "$here/judge.py" ogc-processes "$FLOOR" "$report"
