#!/usr/bin/env bash
# The OGC's own test suite for OGC API Features (17-069r4 Core, 18-058r1 CRS) against a server that runs:
#   tests/conformance/ogc-features.sh http://127.0.0.1:8080/ogc
# The suite is a jar from the Maven registry. Where that registry lacks it, OGC_FEATURES_JAR names
# a copy; without either this fails, it never passes unseen.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

SUITE=ets-ogcapi-features10
VERSION=1.9
# Tests that pass on data-samples, all collections. A suite that skips passes nothing, so the
# number of failures alone says little: raise this when a release passes more.
FLOOR="${OGC_FEATURES_FLOOR:-1687}"
LIMIT_S=900

base_url="${1:?usage: ogc-features.sh BASE_URL, such as http://127.0.0.1:8080/ogc}"
work="$here/../../target/conformance"
mkdir -p "$work"
work="$(cd "$work" && pwd)"
log="$work/ogc-features.log"
: > "$log"

# Prints the path of the suite.
suite() {
    local jar="${OGC_FEATURES_JAR:-$work/$SUITE-$VERSION-aio.jar}"
    if [ ! -f "$jar" ]; then
        timeout 300 mvn --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
            -Dartifact="org.opengis.cite:$SUITE:$VERSION:jar:aio" -DoutputDirectory="$work" >> "$log" 2>&1 </dev/null || true
    fi
    [ -f "$jar" ] || { echo "ogc-features: Maven cannot get $SUITE $VERSION, see ${log#"$PWD"/}" >&2; return 3; }
    echo "$jar"
}

jar="$(suite)" || exit $?  # 3: the suite cannot be had
results="$work/ogc-features"
rm -rf "$results"
mkdir "$results"
# No DOCTYPE: the suite would fetch it. A negative number means every collection.
cat > "$results/run.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<properties version="1.0">
  <entry key="iut">$base_url</entry>
  <entry key="noofcollections">-1</entry>
</properties>
XML
# It exits with 0 whatever it finds; its report is judged instead.
timeout "$LIMIT_S" java -Xmx512m -jar "$jar" -o "$results" "$results/run.xml" >> "$log" 2>&1 </dev/null || {
    echo "ogc-features: the suite did not end within $LIMIT_S s or broke, see ${log#"$PWD"/}" >&2
    exit 2
}
report="$(find "$results" -name testng-results.xml -print -quit)"
[ -n "$report" ] || { echo "ogc-features: the suite wrote no report, see ${log#"$PWD"/}" >&2; exit 2; }
python3 "$here/judge.py" ogc-features "$FLOOR" "$report"
