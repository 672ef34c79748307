#!/usr/bin/env bash
# The README's two commands on a clean Debian 12 that has a Rust toolchain and Node.js 20 only:
#   tests/conformance/fresh-debian.sh [--as root] [--with-shared] [--listen ADDRESS] [--until STEP] [--from test] [WORK_FOLDER]
# Makes a minimal Debian beside this one, clones the last commit into it, and runs there, as a user
# with sudo (or as root): ./dev up until /status answers, Ctrl-C, ./dev up again with the time it
# takes, ./dev test. Steps: system, toolchain, clone, up, again, test. With --from test the clone of a
# run before takes the last commit, and ./dev test alone runs there. Needs root, and a few gigabytes in
# WORK_FOLDER; a Debian that was made there before is used again.
set -euo pipefail

# Mounts and processes live in namespaces of their own: however this ends, both end with it.
if [ -z "${CIVICO_FRESH_INSIDE:-}" ]; then
    [ "$(id -u)" -eq 0 ] || { echo "fresh-debian: run this as root" >&2; exit 2; }
    CIVICO_FRESH_INSIDE=1 exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

repository="$(cd "$(dirname "$0")/../.." && pwd)"
run_as=citizen
with_shared=
listen=127.0.0.1:8080
until="test"
from="clone"
work=/tmp/civico-fresh-debian
while [ $# -gt 0 ]; do
    case "$1" in
        --as) run_as="$2"; shift 2 ;;
        --with-shared) with_shared=1; shift ;;
        --listen) listen="$2"; shift 2 ;;
        --until) until="$2"; shift 2 ;;
        --from) from="$2"; shift 2 ;;
        -*) sed -n '2,9p' "$0" >&2; exit 2 ;;
        *) work="$1"; shift ;;
    esac
done
root="$work/debian"
logs="$work/logs"
mkdir -p "$logs"
home="/home/$run_as"
[ "$run_as" != root ] || home=/root

say() { printf '==> %s\n' "$*"; }
fail() { printf 'fresh-debian: %s\n' "$*" >&2; exit 1; }
done_with() { if [ "$until" = "$1" ]; then say "Stopped after $1, as asked"; exit 0; fi; }

# Debian's sources of this machine, as "URI SUITE COMPONENT" lines; whatever else it uses stays here.
debian_sources() {
    # shellcheck disable=SC2016 # apt expands these
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        sed -n 's/^Debian //p' | sort -u
}

make_system() {
    [ ! -f "$work/system.made" ] || return 0
    say "Making a minimal Debian 12 in $root"
    local mirror
    mirror="$(debian_sources | awk '$2 == "bookworm" { print $1; exit }')"
    [ -n "$mirror" ] || fail "this machine's apt has no source for Debian bookworm"
    rm -rf "$root"
    debootstrap --variant=minbase bookworm "$root" "$mirror" > "$logs/debootstrap.log" 2>&1 ||
        fail "debootstrap failed, see $logs/debootstrap.log"
    debian_sources | sed 's/^/deb /' > "$root/etc/apt/sources.list"
    take_over_network
    enter_system
    # What a machine that somebody can log in to and clone on has.
    inside_root 'apt-get update -qq && apt-get install -y -qq --no-install-recommends sudo git curl ca-certificates' \
        > "$logs/system.log" 2>&1 || fail "apt failed in the new system, see $logs/system.log"
    inside_root 'useradd --create-home --shell /bin/bash citizen && echo "citizen ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/citizen'
    touch "$work/system.made"
}

# A proxy and certificates that this machine needs to reach the outside are needed inside as well.
take_over_network() {
    apt-config dump | grep -iE '^Acquire::(http|https|ftp)(::[^ ]*)?::?(Proxy|CaInfo|Verify-Peer)' \
        > "$root/etc/apt/apt.conf.d/90-host" || rm -f "$root/etc/apt/apt.conf.d/90-host"
    mkdir -p "$root/usr/local/share/ca-certificates"
    find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \;
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    cp /etc/hosts "$root/etc/hosts"
}

enter_system() {
    mountpoint -q "$root/proc" && return
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    # Shared memory of its own: that of this machine's programs is none of theirs.
    mount -t tmpfs tmpfs "$root/dev/shm"
}

# Settings by which clients find the proxy and the certificates.
network_settings() {
    env | grep -E '^(https?|no|HTTPS?|NO)_(proxy|PROXY)=' || true
    if [ -n "$(find /usr/local/share/ca-certificates -name '*.crt' -print -quit)" ]; then
        local bundle=/etc/ssl/certs/ca-certificates.crt name
        for name in SSL_CERT_FILE CURL_CA_BUNDLE CARGO_HTTP_CAINFO NODE_EXTRA_CA_CERTS npm_config_cafile PIP_CERT; do
            echo "$name=$bundle"
        done
    fi
}

# Runs a command in the system as USER, with nothing of this shell's environment.
inside() { # USER COMMAND
    local settings
    mapfile -t settings < <(network_settings)
    local home=/root
    [ "$1" = root ] || home="/home/$1"
    exec chroot --userspec="$1:$1" "$root" /usr/bin/env -i "${settings[@]}" HOME="$home" USER="$1" LANG=C.UTF-8 \
        PATH="/opt/rust/bin:/opt/node/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" \
        CIVICO_SERVER__LISTEN="$listen" CI="${CI:-}" DEBIAN_FRONTEND=noninteractive \
        /bin/bash -c "cd && $2"
}
inside_root() { (inside root "$1"); }

# The toolchains of this machine, read-only; what cargo has downloaded is copied, since it writes there.
take_toolchains() {
    local rust npm cargo_home
    rust="$(rustc --print sysroot)"
    npm="$(dirname "$(dirname "$(realpath "$(command -v npm)")")")"
    mkdir -p "$root/opt/rust" "$root/opt/node/bin" "$root/opt/node/lib/node_modules/npm"
    mount --bind -o ro "$rust" "$root/opt/rust"
    mount --bind -o ro "$npm" "$root/opt/node/lib/node_modules/npm"
    cp -u "$(realpath "$(command -v node)")" "$root/opt/node/bin/node"
    ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/opt/node/bin/npm"
    ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/opt/node/bin/npx"
    cargo_home="${CARGO_HOME:-$HOME/.cargo}"
    if [ -d "$cargo_home/registry" ] && [ ! -d "$root$home/.cargo/registry" ]; then
        mkdir -p "$root$home/.cargo"
        cp -a "$cargo_home/registry" "$root$home/.cargo/"
        inside_root "chown -R $run_as:$run_as $home/.cargo"
    fi
    say "Inside: $( (inside "$run_as" 'echo "$(. /etc/os-release && echo $PRETTY_NAME), $(rustc --version), node $(node --version), npm $(npm --version), as $(id -un)"'))"
}

clone() {
    rm -rf "$root$home/civico" "$root$home/shared"
    git clone --quiet --no-hardlinks "file://$repository" "$root$home/civico"
    [ -z "$with_shared" ] || cp -a "$repository/../shared" "$root$home/shared"
    inside_root "chown -R $run_as:$run_as $home/civico; [ ! -d $home/shared ] || chown -R $run_as:$run_as $home/shared"
    say "Cloned $(git -C "$repository" log -1 --format='%h %s')"
}

# Brings the clone of a run before to the last commit.
update_clone() {
    local there=(git -c safe.directory='*' -C "$root$home/civico")
    [ -d "$root$home/civico/.git" ] || fail "there is no clone yet in $root: run without --from first"
    "${there[@]}" fetch --quiet "file://$repository" HEAD
    "${there[@]}" reset --quiet --hard FETCH_HEAD
    inside_root "chown -R $run_as:$run_as $home/civico"
    say "The clone has $(git -C "$repository" log -1 --format='%h %s')"
}

# Runs ./dev up until /status answers, then Ctrl-C, and says how long both took.
up() { # NAME LIMIT_S
    local began=$SECONDS log="$logs/$1.log" group answered=
    curl -fs -o /dev/null --max-time 5 "http://$listen/status" && fail "something answers at $listen already"
    # With job control, as a terminal has it, the job gets a process group and does not ignore Ctrl-C.
    set -m
    (inside "$run_as" 'cd civico && exec ./dev up') > "$log" 2>&1 </dev/null &
    group=$!
    set +m
    while [ $((SECONDS - began)) -lt "$2" ] && kill -0 "$group" 2>/dev/null; do
        if curl -fs -o /dev/null --max-time 5 "http://$listen/status"; then answered=$((SECONDS - began)); break; fi
        sleep 1
    done
    if [ -n "$answered" ]; then
        say "./dev up ($1): $(curl -fs --max-time 5 "http://$listen/status" | head -c 300)"
    fi
    kill -INT -- "-$group" 2>/dev/null || true
    local stopping=$SECONDS status=0
    wait "$group" || status=$?
    [ -n "$answered" ] || fail "./dev up ($1) did not answer within $2 s (exit status $status), see $log"
    [ "$status" -eq 0 ] || fail "./dev up ($1) ended with status $status at Ctrl-C, see $log"
    pgrep -f "$home/civico" > /dev/null && fail "a process is left after Ctrl-C"
    say "./dev up ($1): answered after $answered s, ended $((SECONDS - stopping)) s after Ctrl-C"
}

dev_test() {
    local began=$SECONDS
    (inside "$run_as" 'cd civico && exec timeout 5400 ./dev test') > "$logs/test.log" 2>&1 </dev/null ||
        fail "./dev test failed, see $logs/test.log"
    say "./dev test: passed in $((SECONDS - began)) s"
}

make_system
take_over_network
enter_system
done_with system
take_toolchains
done_with toolchain
case "$from" in
    clone)
        clone
        done_with clone
        up first 5400
        done_with up
        up second 300
        done_with again
        ;;
    test) update_clone ;;
    *) fail "--from takes test, not $from" ;;
esac
dev_test
