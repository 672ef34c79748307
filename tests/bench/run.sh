#!/usr/bin/env bash
# Speed and memory of Civico beside named rivals and floors, on the machine it runs on.
#
#   tests/bench/run.sh [--profile release|dev] [--repeats N] [--events N] [--parts PART,...]
#                      [start|http|import|memory|isolation|register|geocoder|processes ...]
#
#   start    cold program, loaded private database -> first right answer of the geocoder
#   http     requests per second and latency of tiles, a page of items and the geocoder, beside a
#            constant answer behind the same middleware, bare axum (floor/) and the bare query
#   import   one million points: `civico import` beside `ogr2ogr` into the same PostgreSQL
#   memory   five million points: peak memory of the programs
#   isolation  a window on 500,000 polygons of 20 enti that cannot read each other's rows, beside a
#            table of one ente alone; needs PostgreSQL only
#   register   Milan's register as one act beside COPY and `ogr2ogr`, how two releases differ beside a
#            script, and the feed of changes after 10,000,000 events (--events), for which it needs
#            about 20 GB and a quarter of an hour
#   geocoder the engine on 1.5 million synthetic house numbers beside bare rstar, a batch and single
#            searches over HTTP, and addok and pg_trgm on Milan's register; of these `--parts`
#            engine, http, rivals, and national: 27 million, for which it needs about 8 GB
#   processes  the geoprocessing beside scipy, scikit-learn, esda, networkx, shapely and PostGIS on what is made from a
#            seed, how it grows from 10^4 to 10^7 inputs, and all of 50 layers at a point; needs about 6 GB, but not
#            Milan's register; of these `--parts` rivals, growth, drill
#
# Without names all of them, one after the other. Rules:
#
# * Results are compared before time counts: a wrong answer fails the benchmark, a slow one never does, but for
#   `isolation` and `register`, whose limits are ratios within one run.
# * Figures are ratios within one run, rivals and Civico take turns, the median counts.
# * Milan's register is read from ../shared/data beside the repository; without it this fails and
#   says so. What is made from it is kept in target/bench and used again.
# * A private installation is loaded in a temporary folder; whatever happens, the programs that were
#   started are stopped and the folder is removed. Nothing waits without a limit.
#
# Needs: cargo, python3 (3.11), wrk, ogr2ogr, PostgreSQL 15 with PostGIS; for the rivals of the geocoder
# redis-server and python3-venv, into which addok is fetched; for those of the processes python3-venv.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cd "$root"

profile=release
repeats=""
events=""
parts=""
names=()
fail() { printf 'bench: %s\n' "$*" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case "$1" in
        --profile) profile="${2:?--profile release or dev}"; shift 2 ;;
        --repeats) repeats="${2:?--repeats N}"; shift 2 ;;
        --events)
            [[ "${2:-}" =~ ^[1-9][0-9]{3,}$ ]] || fail "--events N, 1000 at least"
            events="$2"; shift 2 ;;
        --parts)
            [[ "${2:-}" =~ ^(engine|national|http|rivals|growth|drill)(,(engine|national|http|rivals|growth|drill))*$ ]] ||
                fail "--parts of engine, national, http, rivals (geocoder), rivals, growth, drill (processes), with commas between"
            parts="$2"; shift 2 ;;
        start|http|import|memory|isolation|register|geocoder|processes) names+=("$1"); shift ;;
        *) fail "unknown: $1 (start, http, import, memory, isolation, register, geocoder, processes)" ;;
    esac
done
[ ${#names[@]} -gt 0 ] || names=(start http import memory isolation register geocoder processes)
case "$profile" in
    release) programs=target/release; cargo_profile=release ;;
    dev) programs=target/debug; cargo_profile=dev ;;
    *) fail "--profile is release or dev" ;;
esac
[ -n "$parts" ] || parts=engine,http,rivals,growth,drill
# Only `isolation`, the engine alone and the algorithms alone measure no program of ours.
programs_needed=no
geocoder_needed=no
processes_needed=no
for name in "${names[@]}"; do
    case "$name" in
        isolation) ;;
        processes)
            processes_needed=yes
            [[ ! "$parts" =~ drill ]] || programs_needed=yes ;;
        geocoder)
            geocoder_needed=yes
            [[ ! "$parts" =~ http|rivals ]] || programs_needed=yes ;;
        *) programs_needed=yes ;;
    esac
done
tools=(python3)
[ "$programs_needed" = no ] || tools+=(wrk ogr2ogr psql pgbench)
[ "$geocoder_needed" = yes ] && [[ "$parts" =~ rivals ]] && tools+=(redis-server)
for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || fail "$tool is missing (Debian: wrk gdal-bin postgresql-15 redis-server)"
done

# Builds what is measured, unless BENCH_BUILD=no says that it is there.
build() {
    if [ "${BENCH_BUILD:-yes}" != no ]; then
        cargo build --profile "$cargo_profile" --locked --quiet -p civico -p civico-importers
        mkdir -p target/bench
        git --no-optional-locks describe --always --dirty > "target/bench/built-$profile" 2>/dev/null || true
    fi
    cargo build --release --locked --quiet --manifest-path "$here/floor/Cargo.toml" --target-dir target/bench/floor
}
[ "$programs_needed" = no ] || build
# The engine is measured as it is released, whatever the profile of the programs.
if [ "$geocoder_needed" = yes ] && [ "${BENCH_BUILD:-yes}" != no ]; then
    cargo build --release --locked --quiet -p civico-bench-geocoder
fi
if [ "$processes_needed" = yes ] && [ "${BENCH_BUILD:-yes}" != no ]; then
    cargo build --release --locked --quiet -p civico-bench-processes
fi

running=""
work="$(mktemp -d "${TMPDIR:-/tmp}/civico-bench.XXXXXX")"
# PostgreSQL does not run as root: its user has to reach the folder.
chmod 755 "$work"

# The clusters that still run: Civico's private one, and that of cluster.py.
running_clusters() {
    local file
    for file in "$work"/*/postgres/data/postmaster.pid; do
        if [ -f "$file" ]; then echo "$file"; fi
    done
}

# Stops what is still there: each program that was started is a line of `started`, its process id
# and when it started, so that an id used again is not mistaken for it.
clean_up() {
    local id since file
    set +e
    [ -z "$running" ] || kill -TERM "$running" 2>/dev/null
    if [ -f "$work/started" ]; then
        while read -r id since; do
            if [ "$(cut -d' ' -f22 "/proc/$id/stat" 2>/dev/null)" = "$since" ]; then kill -TERM "$id"; fi
        done < "$work/started"
        for _ in $(seq 50); do
            [ -n "$(running_clusters)" ] || break
            sleep 0.1
        done
    fi
    # A cluster whose last user was killed is stopped here (INT: fast shutdown).
    for file in $(running_clusters); do
        kill -INT "$(head -1 "$file")" 2>/dev/null
        for _ in $(seq 100); do
            [ -f "$file" ] || break
            sleep 0.1
        done
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export BENCH_WORK="$work" BENCH_PROGRAMS="$root/$programs" BENCH_FLOOR="$root/target/bench/floor/release/civico-bench-floor"
export BENCH_KEPT="$root/target/bench" BENCH_PROFILE="$profile" BENCH_REPEATS="$repeats"
export BENCH_EVENTS="$events" BENCH_PARTS="$parts" PYTHONDONTWRITEBYTECODE=1
export BENCH_GEOCODER="$root/target/release/civico-bench-geocoder"
export BENCH_PROCESSES="$root/target/release/civico-bench-processes"
status=0
for name in "${names[@]}"; do
    case "$name" in
        start) script=start.py limit_s=600 ;;
        http) script=http_load.py limit_s=1800 ;;
        import) script=import_speed.py limit_s=3600 ;;
        memory) script=memory.py limit_s=3600 ;;
        isolation) script=isolation.py limit_s=1200 ;;
        register) script=register.py limit_s=7200 ;;
        geocoder) script=geocoder.py limit_s=7200 ;;
        processes) script=processes.py limit_s=7200 ;;
    esac
    # In the background, so that a signal reaches this script at once.
    timeout --kill-after=30 "$limit_s" python3 "$here/$script" &
    running=$!
    wait "$running" || { status=1; echo "bench: $name failed" >&2; }
    running=""
done
exit "$status"
