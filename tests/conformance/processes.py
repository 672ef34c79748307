"""Checks after the abstract tests of OGC API Processes (18-062r2), run against a server:

    CIVICO_KEY=... python3 tests/conformance/processes.py http://127.0.0.1:8080/ogc

The key is one of an ente: role reader, route ogc. Needs nothing but Python.
"""

import email
import email.policy
import json
import os
import sys
import time
import urllib.error
import urllib.request

TIMEOUT_S = 30
EXCEPTION = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
KEY = os.environ["CIVICO_KEY"]
passed = failed = 0


def send(url, method="GET", body=None, **headers):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", **headers}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    try:
        return answer.status, answer.headers, json.loads(text)
    except ValueError:
        return answer.status, answer.headers, text


def test(name, holds, said=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"processes: FAILED {name}: {str(said)[:400]}")


def start(base, pause):
    body = {"inputs": {"value": {"a": 1}, "pause": pause}, "outputs": {"value": {}}}
    return send(f"{base}/processes/echo/execution", "POST", body, Prefer="respond-async")


def parts(headers, body):
    """The parts of multipart/related (RFC 2387) by Content-ID, as Python's own parser reads them."""
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    return {part["Content-ID"]: part.get_payload(decode=True).decode() for part in message.iter_parts()}


def main():
    base = sys.argv[1].rstrip("/")
    ids = [p["id"] for p in send(f"{base}/processes?f=json")[2]["processes"]]
    test("process list", "echo" in ids and "buffer" in ids, ids)
    test("limit", len(send(f"{base}/processes?limit=1")[2]["processes"]) == 1)
    for name in ids:
        status, _, found = send(f"{base}/processes/{name}?f=json")
        test(f"description {name}", status == 200 and found["inputs"] and found["outputs"], found)
        test(f"page {name}", send(f"{base}/processes/{name}?f=html")[0] == 200)
    paths = json.dumps(list(send(f"{base}/api")[2]["paths"]))
    test("oas30", all(part in paths for part in ("/processes", "/execution", "/jobs", "/results")), paths)
    status, _, found = send(f"{base}/processes/none")
    test("no-such-process", (status, found["type"]) == (404, EXCEPTION + "no-such-process"), found)
    status, _, found = send(f"{base}/jobs/none")
    test("no-such-job", (status, found["type"]) == (404, EXCEPTION + "no-such-job"), found)
    body = {"inputs": {"value": {"a": 1}}, "outputs": {"value": {"transmissionMode": "value"}}}
    status, _, found = send(f"{base}/processes/echo/execution", "POST", body)
    test("sync raw", (status, found) == (200, {"a": 1}), found)
    status, _, found = send(f"{base}/processes/echo/execution", "POST", {**body, "response": "document"})
    test("sync document", status == 200 and found["value"]["value"] == {"a": 1}, found)
    status, headers, found = send(f"{base}/processes/echo/execution", "POST", {"inputs": {"message": "è", "value": 7}})
    test("sync raw, several", status == 200 and parts(headers, found) == {"<message>": "è", "<value>": "7"}, found)
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [9.19, 45.46]}}
    inputs = {"features": {"value": {"type": "FeatureCollection", "features": [point]}}, "distance": 50}
    status, _, found = send(f"{base}/processes/buffer/execution", "POST", {"inputs": inputs})
    test("sync buffer", status == 200 and found["features"][0]["geometry"]["type"].endswith("Polygon"), found)
    status, headers, info = start(base, 0)
    test("async", status == 201 and headers["Location"].endswith(info["jobID"]), info)
    job = f"{base}/jobs/{info['jobID']}"
    until = time.monotonic() + TIMEOUT_S
    while info["status"] in ("accepted", "running") and time.monotonic() < until:
        time.sleep(0.3)
        info = send(job)[2]
    test("successful", info["status"] == "successful", info)
    test("results", send(f"{job}/results")[2] == {"a": 1})
    slow = f"{base}/jobs/{start(base, 60)[2]['jobID']}"
    status, _, found = send(f"{slow}/results")
    test("result-not-ready", (status, found["type"]) == (404, EXCEPTION + "result-not-ready"), found)
    found = send(f"{base}/jobs?limit=1")[2]
    test("job list pages", len(found["jobs"]) == 1 and any(l["rel"] == "next" for l in found["links"]), found)
    found = send(f"{base}/jobs?status=successful&processID=echo")[2]["jobs"]
    test("job list filters", found and all(j["status"] == "successful" for j in found), found)
    status, _, found = send(slow, "DELETE")
    test("dismiss", (status, found["status"]) == (200, "dismissed"), found)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
