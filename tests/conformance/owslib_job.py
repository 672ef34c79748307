"""Has OWSLib, a client that others wrote, drive jobs from start to result:

    CIVICO_KEY=... python3 tests/conformance/owslib_job.py http://127.0.0.1:8080/ogc

The key is one of an ente: role reader, route ogc. Wants tests/conformance/requirements.txt.
OWSLib asks for landing page, conformance, processes, descriptions and execution by methods of its
own. It has none for jobs (0.35): their status, results and dismissal are asked with its `_request`,
along the links that the server gave. It gives no status codes either, and raises what the server
answered when that was an error.
"""

import math
import os
import sys
import time

from owslib.ogcapi.features import Features
from owslib.ogcapi.processes import Processes

TIMEOUT_S = 60
PAUSE_S = 0.3
CORE = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core"
EXECUTE = "http://www.opengis.net/def/rel/ogc/1.0/execute"
RESULTS = "http://www.opengis.net/def/rel/ogc/1.0/results"
COLLECTION = "rho.scuole"
DISTANCE_M = 100
PLACES = [[9.19, 45.46], [9.20, 45.47], [9.21, 45.48]]
passed = failed = 0


def test(name, holds, said=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"owslib: FAILED {name}: {str(said)[:400]}")


class Client:
    """What OWSLib lacks for jobs."""

    def __init__(self, base, headers):
        self.api = Processes(base, headers=headers)

    def ask(self, url, method="GET"):
        # A path that is a whole address would be put behind the base.
        return self.api._request(method, path=url.removeprefix(self.api.url))

    def start(self, process, inputs):
        """Starts a job and returns where it is and what was said of it."""
        info = self.api.execute(process, inputs, response="document", async_=True)
        return self.api.response_headers["Location"], info

    def follow(self, job):
        """Asks for the status until the job has ended."""
        until = time.monotonic() + TIMEOUT_S
        info = self.ask(job)
        while info["status"] in ("accepted", "running") and time.monotonic() < until:
            time.sleep(PAUSE_S)
            info = self.ask(job)
        return info

    def results(self, info):
        return self.ask(next(link["href"] for link in info["links"] if link["rel"] == RESULTS))


def area_m2(ring):
    """The area of a ring in degrees, on a sphere, near enough for a circle of a hundred metres."""
    north = math.radians(ring[0][1])
    metres = [(math.radians(x) * 6_371_000 * math.cos(north), math.radians(y) * 6_371_000) for x, y in ring]
    pairs = zip(metres, metres[1:])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def check_pages(client):
    links = {link["rel"] for link in client.api.links}
    test("landing page", {"self", "service-desc", "conformance"} <= links, links)
    paths = client.api.api()["paths"]
    test("definition", any(path.endswith("/execution") for path in paths), list(paths))
    classes = client.api.conformance()["conformsTo"]
    test("conformance", CORE in classes, classes)
    processes = client.api.processes()
    test("process list", {"buffer", "echo"} <= {process["id"] for process in processes}, processes)
    buffer = client.api.process("buffer")
    test("description", {"features", "distance"} <= set(buffer["inputs"]), buffer)
    test("execute link", any(link["rel"] == EXECUTE for link in buffer["links"]), buffer["links"])


def check_inline(client):
    """A job about features that are sent along."""
    points = [{"type": "Feature", "properties": {"name": str(place)},
               "geometry": {"type": "Point", "coordinates": place}} for place in PLACES]
    inputs = {"features": {"value": {"type": "FeatureCollection", "features": points}}, "distance": DISTANCE_M}
    job, info = client.start("buffer", inputs)
    test("started", info["status"] in ("accepted", "running", "successful") and job.endswith(info["jobID"]), info)
    info = client.follow(job)
    test("inline: successful", info["status"] == "successful" and info["progress"] == 100, info)
    # Features become a collection of the ente, and the result is a link to it (18-062r2, link.yaml).
    result = client.ask(client.results(info)["result"]["href"])
    geometries = [feature["geometry"] for feature in result["features"]]
    test("inline: number of features", len(geometries) == len(PLACES), len(geometries))
    test("inline: polygons", all(geometry["type"].endswith("Polygon") for geometry in geometries), geometries)
    rings = [g["coordinates"][0] if g["type"] == "Polygon" else g["coordinates"][0][0] for g in geometries]
    circle = math.pi * DISTANCE_M**2
    # A polygon with 8 corners to the quarter has 0.6 % less than its circle.
    test("inline: area", all(0.98 < area_m2(ring) / circle < 1.01 for ring in rings), [area_m2(r) for r in rings])
    document = client.api.execute("buffer", inputs)["result"]["value"]
    test("inline: as many at once", len(document["features"]) == len(PLACES), document)


def check_collection(client, features):
    """A job about a collection of the samples."""
    expected = features.collection_items(COLLECTION, limit=1)["numberMatched"]
    inputs = {"features": {"value": {"collection": COLLECTION}}, "distance": DISTANCE_M}
    info = client.follow(client.start("buffer", inputs)[0])
    test("collection: successful", info["status"] == "successful", info)
    result = client.results(info)["result"]
    items = features.collection_items(result["collection"], limit=1000)
    test("collection: number of features", items["numberMatched"] == len(items["features"]) == expected > 0, expected)
    kinds = {feature["geometry"]["type"] for feature in items["features"]}
    test("collection: polygons", kinds <= {"Polygon", "MultiPolygon"}, kinds)


def check_dismissal(client):
    job, _ = client.start("echo", {"value": 1, "pause": 60})
    listed = client.api._request(path="jobs")["jobs"]
    test("job list", any(job.endswith(entry["jobID"]) for entry in listed), listed)
    test("dismissed", client.ask(job, "DELETE")["status"] == "dismissed")
    test("dismissed for good", client.follow(job)["status"] == "dismissed")


def check_refusal(client):
    try:
        said = client.api.execute("buffer", {"distance": "far"}, async_=True)
        test("refused", False, said)
    except RuntimeError as error:
        test("refused", "distance" in str(error), error)


def main():
    base = sys.argv[1].rstrip("/")
    headers = {"Authorization": f"Bearer {os.environ['CIVICO_KEY']}", "Accept": "application/json"}
    client = Client(base, headers)
    check_pages(client)
    check_inline(client)
    check_collection(client, Features(base, headers=headers))
    check_dismissal(client)
    check_refusal(client)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
