"""Makes an API key of an ente and prints it: key.py BASE_URL ACCOUNT

The account is a local one that administers the ente; its password is read from standard input. The
key has the role reader and the route ogc, and ends in a day. Needs nothing but Python.
"""

import datetime
import json
import sys
import urllib.request

TIMEOUT_S = 30


def send(url, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **headers}
    return urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers), timeout=TIMEOUT_S)


def main():
    base, account = sys.argv[1].rstrip("/"), sys.argv[2]
    password = sys.stdin.readline().rstrip("\n")
    answer = send(f"{base}/sign-in/local", {"account": account, "password": password})
    # Kept by hand: libraries hold back a cookie that is Secure where there is no TLS.
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    csrf = json.load(send(f"{base}/rest/identity/v1/me", Cookie=cookie))["csrf"]
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    wanted = {
        "label": "Conformance", "purpose": "tests/conformance", "roles": ["reader"], "routes": ["ogc"],
        "expires_at": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    made = send(f"{base}/rest/identity/v1/keys", wanted, **{"Cookie": cookie, "X-CSRF-Token": csrf})
    print(json.load(made)["key"])


if __name__ == "__main__":
    main()
