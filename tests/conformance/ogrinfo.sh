#!/usr/bin/env bash
# GDAL, as QGIS users have it, sees what the catalog says:
#   tests/conformance/ogrinfo.sh http://127.0.0.1:8080
# Every collection is a layer with the right number of features; layers of up to 2,000 are also
# read to the end in small pages, since the number alone is only what the server claims.
set -euo pipefail

base_url="${1:?usage: ogrinfo.sh BASE_URL, such as http://127.0.0.1:8080}"
READ_AT_MOST=2000
passed=0
failed=0

# GDAL, bounded in time and quiet about what it tries.
gdal() { timeout 120 ogrinfo -ro "$@" 2>&1 </dev/null; }

check() { # WHAT EXPECTED FOUND
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "ogrinfo: FAILED $1: expected $2, found ${3:-nothing}"
    fi
}

datasets="$(curl -fsS --max-time 30 "$base_url/rest/catalog/v1/datasets" |
    python3 -c 'import json, sys
for item in json.load(sys.stdin)["items"]: print(item["id"], item["count"])')"
layers="$(gdal -q "OAPIF:$base_url/ogc" | sed -n 's/^[0-9]*: \([^ ]*\).*/\1/p')"
check "list of layers" "$(cut -d' ' -f1 <<<"$datasets" | sort | tr '\n' ' ')" "$(sort <<<"$layers" | tr '\n' ' ')"

while read -r id count; do
    summary="$(gdal -so "OAPIF:$base_url/ogc" "$id" || true)"
    check "$id" "$count" "$(sed -n 's/^Feature Count: //p' <<<"$summary")"
    [ "$count" -le "$READ_AT_MOST" ] || continue
    # Distinct ids: a page that repeats features must not make up for one that lacks some.
    features="$(gdal -q -geom=NO -oo PAGE_SIZE=100 "OAPIF:$base_url/ogc" "$id" | grep '^OGRFeature(' | sort -u | wc -l || true)"
    check "$id read in pages of 100" "$count" "$features"
done <<<"$datasets"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
