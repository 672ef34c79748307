"""Stands before a server and adds a key to each request, for clients that cannot be given one:

    CIVICO_KEY=... python3 tests/conformance/with_key.py http://127.0.0.1:8080

Listens on loopback only, on a free port, prints its own address, and serves until it is stopped.
Links to the server become links to this address, so that who follows them comes back; nothing
else is changed. Needs nothing but Python.
"""

import http.client
import http.server
import os
import sys
import urllib.parse

TIMEOUT_S = 120
PIECE = 64 * 1024
# Of one connection, not of the message (RFC 9110, 7.6.1), or written anew here.
OURS = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "host",
        "authorization", "accept-encoding"}
TEXT = ("application/", "text/", "multipart/")


class WithKey(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = sys_version = ""

    def forward(self):
        there = self.server.there
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OURS}
        headers["Authorization"] = f"Bearer {self.server.key}"
        connection = http.client.HTTPConnection(there.hostname, there.port, timeout=TIMEOUT_S)
        try:
            connection.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
            self.answer(connection.getresponse())
        finally:
            connection.close()

    def answer(self, answer):
        theirs, ours = self.server.there.geturl(), self.server.here
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OURS | {"server", "date"}:
                self.send_header(name, value.replace(theirs, ours))
        has_text = (answer.getheader("Content-Type") or "").startswith(TEXT)
        # Text is held whole: an address may lie across two pieces.
        whole = answer.read().replace(theirs.encode(), ours.encode()) if has_text else None
        if whole is not None and self.command != "HEAD":
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)
            return
        # The end of the connection ends the answer.
        self.close_connection = True
        self.send_header("Connection", "close")
        self.end_headers()
        while piece := answer.read(PIECE):
            self.wfile.write(piece)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = forward

    def log_message(self, *_):
        pass


def main():
    there = urllib.parse.urlsplit(sys.argv[1].rstrip("/"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), WithKey)
    server.key, server.there = os.environ["CIVICO_KEY"], there
    server.here = f"http://127.0.0.1:{server.server_port}"
    print(server.here, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
