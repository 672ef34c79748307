"""register: Milan's register as one act, how two releases differ, and the feed after many events.

The floors are what one would do without Civico: COPY and `ogr2ogr` for the import, a script for the
difference. The feed is its own: a page at the end of a long log beside the first. All answers are
checked before time counts.
"""

import shutil

import feed
from deliveries import Civico, Copy, Ogr2ogr, check, print_deliveries
from difference import print_difference
from installation import COMUNI, OLD_ADDRESSES, OLD_STREETS, Failed, Installation, need_register
from many_events import need_space
from report import main, postgres, repeats
from rivals import run
from watch import Watch


def benchmark():
    need_register(OLD_STREETS, OLD_ADDRESSES)
    events = feed.wanted()
    need_space(events)
    rounds = repeats(3)
    took, seen = {}, {}
    for number in range(rounds):
        # Each round in a cluster of its own: a register takes a first delivery only once.
        installation = Installation(name=f"register-{number}")
        installation.run("toponymy", "import", "--format", "municipalities", str(COMUNI))
        with installation.serve() as server:
            if number == 0:
                postgres(installation)
            ways = [Copy(installation), Ogr2ogr(installation), Civico(installation)]
            for way in ways if number % 2 == 0 else reversed(ways):
                took.setdefault(way.name, []).append(watched(way, seen))
            apart_m = check(installation, *ways)
            if number == rounds - 1:
                print_deliveries(took, seen, apart_m, server)
                print_difference(installation)
        shutil.rmtree(installation.folder)
    if not feed.measure(events):
        raise Failed("the last page of the feed takes too long")


def watched(way, seen):
    """Runs a way to its end and notes the peak memory of its programs."""
    watches = []

    def watch(process):
        watches.append(Watch(process, way.installation.postmaster()[0]))
        return watches[-1]

    took = run(way, None, watch)
    peaks = seen.setdefault(way.name, {})
    for name, peak_mb in watches[0].peak_mb.items():
        peaks[name] = max(peaks.get(name, 0.0), peak_mb)
    return took


main("register", benchmark)
