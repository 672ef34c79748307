"""The abstract tests of OGC API Features, annex A of 17-069r4, run against a server:

    python3 tests/conformance/features.py http://127.0.0.1:8080/ogc

Every collection is tested. It needs nothing but Python, so it runs where the OGC's own suite
(ogc-features.sh) cannot be had, and it looks at a few things that suite does not: pages that repeat
or lose features, the pages for people, boxes of six numbers. The number in a test's name is that
of the abstract test; the name after it is the requirement's.
"""

import datetime
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

# Tests that pass on data-samples; fewer means that something was not looked at.
FLOOR = 710
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
TIMEOUT_S = 30
# Pages are followed to the end when there are at most this many.
PAGES_AT_MOST = 200


class Failed(Exception):
    """A requirement does not hold."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.media_type = (headers.get("Content-Type") or "").partition(";")[0].strip()

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Failed(f"no JSON: {error}") from error


def fetch(url, accept=None, method="GET", **query):
    if query:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
    request = urllib.request.Request(url, method=method, headers={"Accept": accept} if accept else {})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def expect(condition, message):
    if not condition:
        raise Failed(message)


def get(url, media_type=JSON, **query):
    """Fetches a document that must be there, of this kind."""
    answer = fetch(url, media_type, **query)
    expect(answer.status == 200, f"{answer.status} instead of 200 from {url} {query}")
    expect(answer.media_type == media_type, f"{answer.media_type} instead of {media_type} from {url}")
    return answer.json() if media_type != HTML else answer


def expect_status(url, status, **query):
    answer = fetch(url, **query)
    expect(answer.status == status, f"{answer.status} instead of {status} from {url} {query}")


def expect_links(links, *relations):
    for link in links:
        expect(link.get("rel") and link.get("href") and link.get("type"), f"a link without rel, href or type: {link}")
    for relation in relations:
        expect(any(link["rel"] == relation for link in links), f"no link {relation}")


def href(links, relation, media_type=None):
    found = [l["href"] for l in links if l["rel"] == relation and media_type in (None, l["type"])]
    expect(found, f"no link {relation} {media_type or ''}")
    return found[0]


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def test(self, name, check, *arguments):
        """Runs a check, says why it fails, returns what it returns."""
        try:
            result = check(*arguments)
        except (Failed, KeyError, IndexError, TypeError, ValueError, OSError) as error:
            self.failed += 1
            print(f"features: FAILED {name}: {type(error).__name__}: {error}" if not isinstance(error, Failed)
                  else f"features: FAILED {name}: {error}")
            return None
        self.passed += 1
        return result


def check_landing(url):
    """A.2.2: root-op, root-success."""
    landing = get(url)
    links = landing["links"]
    expect_links(links, "self", "alternate", "conformance", "data", "service-desc", "service-doc")
    for relation in ("conformance", "data", "service-desc", "service-doc"):
        for link in links:
            if link["rel"] == relation:
                answer = fetch(link["href"], link["type"].partition(";")[0])
                expect(answer.status == 200, f"{answer.status} from the link {relation}")
                expect(answer.media_type == link["type"].partition(";")[0], f"the link {relation} gives {answer.media_type}")
    return landing


def check_definition(definition):
    """A.2.3 and the class oas30: api-definition-success, oas-definition-1, oas-impl."""
    expect(definition["openapi"].startswith("3.0."), "not OpenAPI 3.0")
    operations = [(path, item["get"]) for path, item in definition["paths"].items() if "get" in item]
    ids = [operation["operationId"] for _, operation in operations]
    expect(len(ids) == len(set(ids)), "two operations with one operationId")
    server = definition["servers"][0]["url"].rstrip("/")
    for path, _ in operations:
        if "{" not in path:
            expect_status(server + path, 200)


def resolve(definition, thing):
    while "$ref" in thing:
        for part in thing["$ref"].removeprefix("#/").split("/"):
            thing = {**definition, **thing}[part] if part == "components" else thing[part]
    return thing


def check_parameters(definition, collection):
    """A.2.7, tests 14, 16, 18: the definitions of limit, bbox and datetime."""
    path = f"/collections/{collection}/items"
    parameters = [resolve(definition, thing) for thing in definition["paths"][path]["get"]["parameters"]]
    names = [parameter["name"] for parameter in parameters]
    expect(len(names) == len(set(names)), "a parameter is defined twice")
    found = {parameter["name"]: parameter for parameter in parameters}
    for name in ("limit", "bbox", "datetime"):
        parameter = found[name]
        expect(parameter["in"] == "query" and not parameter.get("required"), f"{name} is not optional in the query")
        expect(parameter.get("style", "form") == "form" and parameter.get("explode") is False, f"{name}: style")
    limit, bbox = found["limit"]["schema"], found["bbox"]["schema"]
    expect(limit["type"] == "integer" and 0 <= limit["minimum"] <= limit["default"] <= limit["maximum"], "limit")
    expect(bbox["type"] == "array" and bbox["items"]["type"] == "number", "bbox is no array of numbers")
    # The published text has oneOf, its first edition and the OGC's suite these two.
    expect(bbox.get("minItems") == 4 and bbox.get("maxItems") == 6, "bbox takes not 4 to 6 numbers")
    expect(found["datetime"]["schema"]["type"] == "string", "datetime is no string")


def check_conformance(url):
    """A.2.4: conformance-op, conformance-success."""
    classes = get(url)["conformsTo"]
    for name in ("core", "geojson", "html", "oas30"):
        expect(CORE + name in classes, f"{name} is not declared")


def check_description(description, listed):
    """A.2.5, A.2.6: fc-md-links, fc-md-items, fc-md-extent, sfc-md-success."""
    expect_links(description["links"], "self", "alternate", "items")
    for key in ("id", "title", "description", "extent", "itemType", "crs"):
        expect(description.get(key) == listed.get(key), f"{key} differs from that in the list")
    for west, south, east, north in description["extent"]["spatial"]["bbox"]:
        expect(-180 <= west <= east <= 180 and -90 <= south <= north <= 90, "the extent is no box in degrees")
    expect(CRS84 in description["crs"], "no CRS84")


def check_items(page, limit):
    """A.2.7, tests 22 to 27: fc-response, fc-links, fc-timeStamp, fc-numberReturned."""
    expect(page["type"] == "FeatureCollection", "no feature collection")
    expect_links(page["links"], "self", "alternate")
    expect(page["numberReturned"] == len(page["features"]) <= limit, "numberReturned")
    age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(page["timeStamp"][:19] + "+00:00")
    expect(abs(age.total_seconds()) < 120, "timeStamp is not now")
    for feature in page["features"]:
        expect(feature["type"] == "Feature" and "geometry" in feature and "properties" in feature, "no feature")


def read_pages(url, limit):
    """Follows the links next; returns the ids in the order in which they come."""
    page = get(url, GEOJSON, limit=limit)
    matched, ids = page["numberMatched"], []
    while True:
        check_items(page, limit)
        ids += [feature["id"] for feature in page["features"]]
        expect(len(ids) <= matched, f"more features than the {matched} matched")
        links = [link for link in page["links"] if link["rel"] == "next"]
        if not links:
            break
        page = get(links[0]["href"], GEOJSON)
        expect(page["numberMatched"] == matched, "numberMatched changes from page to page")
    expect(len(set(ids)) == len(ids) == matched, f"{len(set(ids))} different of {len(ids)} features, {matched} matched")
    return ids


def positions(coordinates):
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def overlaps(feature, box):
    """Tells whether the box around a feature touches a box; without geometry it does (7.15.3)."""
    if not feature["geometry"]:
        return True
    xs, ys = zip(*(position[:2] for position in positions(feature["geometry"]["coordinates"])))
    west, south, east, north = box
    slack = 1e-6
    return min(xs) <= east + slack and max(xs) >= west - slack and min(ys) <= north + slack and max(ys) >= south - slack


def text(box):
    return ",".join(map(repr, box))


def check_box(url, extent):
    """A.2.7, test 15: fc-bbox-response."""
    west, south, east, north = extent
    whole = get(url, GEOJSON, limit=1)["numberMatched"]
    placed = get(url, GEOJSON, limit=1, bbox=text(extent))
    # A server need not count what would take long to count.
    expect(placed.get("numberMatched", 0) <= whole and placed["features"], "the extent gives nothing, or more than all")
    quarter = [west, south, (west + east) / 2, (south + north) / 2]
    page = get(url, GEOJSON, limit=1000, bbox=text(quarter))
    check_items(page, 1000)
    expect(all(overlaps(feature, quarter) for feature in page["features"]), "a feature outside of the box")
    deep = text([*quarter[:2], -100, *quarter[2:], 10000])
    six = get(url, GEOJSON, limit=1, bbox=deep)
    expect(six.get("numberMatched") == page.get("numberMatched"), "six numbers differ from four")
    for far in ("-80,-5,-70,5", "177,65,-177,70", "-180,-90,180,-85"):
        expect(not get(url, GEOJSON, limit=1, bbox=far)["features"], f"features in {far}")


def check_refusals(url):
    """A.2.1 and A.2.7: query-param-unknown, query-param-invalid."""
    wrong = [{"unknown": "1"}, {"limit": "0"}, {"limit": "-1"}, {"limit": "many"}, {"limit": ""}, {"bbox": "1,2,3"},
             {"bbox": "a,b,c,d"}, {"bbox": "9,46,10,45"}, {"bbox": "1,2,3,4,5"}, {"bbox": "NaN,0,1,1"}, {"bbox": ""},
             {"datetime": "yesterday"}, {"datetime": "2024-02-30"}, {"datetime": "2024-01-02/2024-01-01"}]
    for query in wrong:
        expect_status(url, 400, **query)


def check_limits(url):
    """A.2.7, test 17: fc-limit-response; more than the maximum is the maximum."""
    for limit in (1, 3, 100000):
        check_items(get(url, GEOJSON, limit=limit), limit)


def check_times(url):
    """A.2.7, test 19: fc-time-response; features without a time are in every answer."""
    for when in ("2024-01-01", "2024-01-01T12:00:00Z", "2024-01-01/..", "../2024-01-01", "2024-01-01/", "2024-01-01/2025-01-01"):
        check_items(get(url, GEOJSON, limit=1, datetime=when), 1)


def check_feature(url, listed):
    """A.2.8: f-op, f-success, f-links."""
    here = f"{url}/{urllib.parse.quote(str(listed['id']), safe='')}"
    feature = get(here, GEOJSON)
    for key in ("type", "id", "geometry", "properties"):
        expect(feature[key] == listed[key], f"{key} differs from that in the list")
    expect_links(feature["links"], "self", "alternate", "collection")
    get(here, HTML)


def test_collection(report, base, definition, listed):
    name = listed["id"]
    here = f"{base}/collections/{name}"
    items = f"{here}/items"
    report.test(f"14,16,18 parameters of {name}", check_parameters, definition, name)
    description = report.test(f"11 sfc-md-op of {name}", get, here)
    if description is None:
        return
    report.test(f"12 sfc-md-success of {name}", check_description, description, listed)
    linked = report.test(f"10 fc-md-items of {name}", href, description["links"], "items", GEOJSON)
    first = report.test(f"13 fc-op of {name}", get, linked or items, GEOJSON)
    if first is None:
        return
    report.test(f"22 fc-response of {name}", check_items, first, 10)
    report.test(f"17 fc-limit-response of {name}", check_limits, items)
    report.test(f"15 fc-bbox-response of {name}", check_box, items, description["extent"]["spatial"]["bbox"][0])
    report.test(f"19 fc-time-response of {name}", check_times, items)
    report.test(f"20,21 query-param-unknown, -invalid of {name}", check_refusals, items)
    pages = [report.test(f"26 pages of {size} of {name}", read_pages, items, size)
             for size in (7, 1000) if first["numberMatched"] <= size * PAGES_AT_MOST]
    if len(pages) == 2 and None not in pages:
        report.test(f"26 order of {name}", expect, pages[0] == pages[1], "the order depends on the size of the page")
    for feature in first["features"][:3]:
        report.test(f"28 f-op of {name}", check_feature, items, feature)
    report.test(f"28 f-op of {name}, absent", expect_status, f"{items}/no-such-feature", 404)
    for page in (here, items):
        report.test(f"html of {page.removeprefix(base)}", get, page, HTML)


def main():
    base = sys.argv[1].rstrip("/")
    report = Report()
    # Clients take the server of the definition and add the path to it: both must answer.
    report.test("2 root-op with a slash", check_landing, f"{base}/")
    landing = report.test("2 root-op", check_landing, base)
    if landing is None:
        return finish(report)
    links = landing["links"]
    definition = report.test("3 api-definition-op", get, href(links, "service-desc"), OPENAPI)
    report.test("4 api-definition-success", check_definition, definition)
    report.test("7 conformance", check_conformance, href(links, "conformance"))
    collections = report.test("9 fc-md-op", get, href(links, "data"))
    for page in ("", "/conformance", "/collections", "/api"):
        report.test(f"html of {page or '/'}", get, base + page, HTML)
    report.test("absent collection", expect_status, f"{base}/collections/no-such-collection", 404)
    report.test("absent collection's items", expect_status, f"{base}/collections/no-such-collection/items", 404)
    if definition is None or collections is None:
        return finish(report)
    report.test("9 fc-md-success", expect_links, collections["links"], "self", "alternate")
    for listed in collections["collections"]:
        test_collection(report, base, definition, listed)
    return finish(report)


def finish(report):
    print(f"{report.passed} passed, {report.failed} failed")
    if report.passed < FLOOR:
        print(f"features: fewer than {FLOOR} tests passed", file=sys.stderr)
    return int(report.failed > 0 or report.passed < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
