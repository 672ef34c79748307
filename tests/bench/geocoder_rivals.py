"""Civico, addok and pg_trgm on the same register: how many answers are right, and how fast they come."""

import json
import os

import labelled
from addok_rival import Addok
from cluster import Cluster
from installation import Installation, ask
from labelled import Score
from load import Load, wrk
from report import table
from trigrams import Trigrams

SEARCH = "/rest/geocoder/v1/search"


class Civico:
    """`POST /rest/geocoder/v1/search`, by wrk for its speed."""

    name = "Civico, HTTP"

    def __init__(self, installation, server):
        self.installation, self.server = installation, server

    def find(self, text):
        """The first answer's position, if there is one."""
        body = ask(f"{self.installation.url}{SEARCH}", {"q": text, "limit": 1})[2]
        for feature in json.loads(body)["features"]:
            return tuple(feature["geometry"]["coordinates"]) if feature["geometry"] else None
        return None

    def find_all(self, texts):
        return [self.find(text) for text in texts]

    def per_second(self, texts, clients):
        lines = [f"{SEARCH}\t{json.dumps({'q': text, 'limit': 1})}" for text in texts]
        load = Load(threads=clients, connections=clients, seconds=5)
        return wrk(self.installation.url, lines, ["Content-Type: application/json"], self.server.pid, None, load).per_s


def streets(installation):
    """The register as rows: street, its names, its numbers with their points; what is in force."""
    found = {}
    rows = installation.sql(
        "SELECT t.id, t.kind, array_to_json(array_prepend(t.name, t.aliases)), a.number_label, a.lon, a.lat"
        " FROM civico.thoroughfare t JOIN civico.address a ON a.thoroughfare = t.id"
        " WHERE t.municipality = '015146' AND t.stage = 'current' AND a.stage = 'current' AND a.lon IS NOT NULL"
        " AND a.locator->>'kind' = 'number' AND a.locator->>'extension' IS NULL ORDER BY t.id, a.id"
    )
    for street, kind, names, number, lon, lat in rows:
        known = found.setdefault(street, {"id": street, "kind": kind, "names": json.loads(names), "numbers": {}})
        known["numbers"][number] = (float(lon), float(lat))
    return list(found.values())


def benchmark():
    installation = Installation()
    installation.load_register()
    with installation.serve() as server, Cluster().serve() as cluster:
        known = streets(installation)
        print(f"{len(known)} streets, {sum(len(street['numbers']) for street in known)} house numbers of Milan")
        with Addok(known) as addok:
            compare([Civico(installation, server), addok, Trigrams(cluster, known)])


def compare(rivals):
    rows, spent = [], []
    for name, addresses in labelled.sets().items():
        texts = [one.text for one in addresses]
        for rival in rivals:
            score = Score()
            for one, found in zip(addresses, rival.find_all(texts)):
                score.add(one, found)
            rows.append([name, score.rows, rival.name, *(percent(part, score.rows) for part in
                         (score.right, score.wrong, score.missing))])
            if len(spent) < len(rivals):
                spent.append([rival.name, *(f"{rival.per_second(texts, clients):,.0f}" for clients in (1, 2))])
    print(f"\nFirst answer beside the truth; load {os.getloadavg()[0]:.1f}\n")
    table(["set", "rows", "geocoder", "within 25 m", "beyond 100 m", "no position"], rows)
    print(f"\nQuestions of the electoral table each second; load {os.getloadavg()[0]:.1f}\n")
    table(["geocoder", "1 client", "2 clients"], spent)


def percent(part, whole):
    return f"{part * 100 / whole:.1f} %"
