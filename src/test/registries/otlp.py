# SPDX-License-Identifier: Apache-2.0
"""Takes OTLP over HTTP and prints what came. For src/test/registries.sh."""
import http.server
import re


class Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        words = b" ".join(re.findall(rb"[\x20-\x7e]{4,}", body)).decode()
        print(self.path, self.headers.get("Content-Type"), len(body), words, flush=True)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 4318), Collector).serve_forever()
