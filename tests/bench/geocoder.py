"""geocoder: the engine on a synthetic register, the server's face, rivals on the register of Milan.

Answers are compared before time counts. Parts, chosen by `--parts`: `engine` (1.5 million house
numbers in the real 133 comuni), `national` (27 million; needs about 8 GB), `http` (a batch and single
searches beside a constant answer of the same server), `rivals` (addok and pg_trgm).
"""

import os

import geocoder_face
import geocoder_rivals
import synthetic
from installation import Failed
from report import main

PARTS = {
    "engine": synthetic.metropolitan,
    "national": synthetic.national,
    "http": geocoder_face.benchmark,
    "rivals": geocoder_rivals.benchmark,
}


def wanted():
    names = (os.environ.get("BENCH_PARTS") or "engine,http,rivals").split(",")
    return [name for name in names if name in PARTS]


def benchmark():
    for name in wanted():
        print(f"\n### {name}\n", flush=True)
        PARTS[name]()


main("geocoder", benchmark, programs=bool({"http", "rivals"} & set(wanted())))
