"""labapi: the few calls to the API server that the lab's helpers make, with the standard library only."""
import base64
import http.client
import json
import re
import ssl
import tempfile
import threading
import time


class Api:
    """One API server, as a kubeconfig made by mkpki.sh names it."""

    def __init__(self, kubeconfig):
        with open(kubeconfig, encoding="ascii") as f:
            self._text = f.read()
        self._host, port = re.search(r'server: "https://([^:"]+):(\d+)"', self._text).groups()
        self._port = int(port)
        with self._pem("certificate-authority-data") as ca:
            self._tls = ssl.create_default_context(cafile=ca.name)
        with self._pem("client-certificate-data") as cert, self._pem("client-key-data") as key:
            self._tls.load_cert_chain(cert.name, key.name)

    def _pem(self, field):
        data = re.search(field + r": ([A-Za-z0-9+/=]+)", self._text).group(1)
        f = tempfile.NamedTemporaryFile()
        f.write(base64.b64decode(data))
        f.flush()
        return f

    def call(self, method, path, body=None):
        """Returns (status, parsed reply)."""
        connection = self._connect(30)
        try:
            kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
            headers = {"Content-Type": kind} if body is not None else {}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read() or b"{}")
        finally:
            connection.close()

    def follow(self, path, replace, change):
        """Calls replace(objects) with all there is, then change(type, object) for every event; for ever."""
        while True:
            try:
                self._follow_once(path, replace, change)
            except Exception as error:  # the server restarts, the watch expires: list again
                print(path, repr(error), flush=True)
                time.sleep(1)

    def follow_in_background(self, path, replace, change):
        """follow, on a thread that dies with the process."""
        threading.Thread(target=self.follow, args=(path, replace, change), daemon=True).start()

    def _follow_once(self, path, replace, change):
        connection = self._connect(60)
        try:
            connection.request("GET", path)
            listed = json.loads(connection.getresponse().read())
            replace(listed["items"])
            version = listed["metadata"]["resourceVersion"]
            connection.request("GET", f"{path}?watch=1&timeoutSeconds=50&resourceVersion={version}")
            reply = connection.getresponse()
            while line := reply.readline():
                event = json.loads(line)
                if event["type"] == "ERROR":
                    return
                change(event["type"], event["object"])
        finally:
            connection.close()

    def _connect(self, timeout_s):
        return http.client.HTTPSConnection(self._host, self._port, context=self._tls, timeout=timeout_s)
