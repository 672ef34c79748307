"""Processor time of running programs (proc(5), stat)."""

import contextlib
import os
import resource
import time
from pathlib import Path

SETTLE_S = 0.2
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# Places after the name: utime, stime, and with cutime, cstime those of children that ended.
OWN, WITH_ENDED = slice(11, 13), slice(11, 15)


def ticks(process_id, which):
    # One that ended meanwhile is counted by its parent.
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[which]))
    return 0


def children(process_id):
    return [int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]


def of_process(process_id):
    return ticks(process_id, OWN) / TICKS_PER_S


def of_cluster(postmaster):
    """Seconds of all PostgreSQL's processes so far, of those that ended too."""
    # A backend ends, and is counted by its parent, a moment after its client has left.
    time.sleep(SETTLE_S)
    return (ticks(postmaster, WITH_ENDED) + sum(ticks(child, OWN) for child in children(postmaster))) / TICKS_PER_S


def of_programs():
    """Seconds of the programs that this one has waited for, with those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
