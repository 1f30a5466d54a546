"""One reader at one server: signs in through the form, then asks for pages over plain sockets, so that little of the time is ours."""
import html
import http.client
import re
import socket
import time
import urllib.parse

HOST = "127.0.0.1"
# What the council's own proxy says of a request that came over TLS.
PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Connection": "close"}
CASE_LINK = re.compile(rb'href="(/casework/[0-9a-f]{8}-[0-9a-f-]{27}/)"')
OLDER = re.compile(rb'href="\?([^"]*)" rel="next"')
STATEMENTS = re.compile(rb"\r\nX-Statements: (\d+)\r\n", re.IGNORECASE)


class Failed(Exception):
    """A page did not answer as the measurement needs it; the text says which."""


class Reader:
    """A signed-in reader. cookies: as the browser would send them."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def sign_in(self, email, password):
        """Through the sign-in form, as everybody. Raises Failed."""
        page = self.plain("GET", "/accounts/login/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1).decode()
        form = urllib.parse.urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
        self.plain("POST", "/accounts/login/", form, wanted=302)

    def plain(self, method, path, body=None, wanted=200):
        """One request with cookies kept, for what is not measured. Returns the body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {**PROXY, "Cookie": self.cookie(), "Referer": f"https://{HOST}/accounts/login/"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read()
        connection.close()
        if answer.status != wanted:
            raise Failed(f"{method} {path} answered {answer.status}, not {wanted}")
        return page

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def request(self, path):
        """The bytes of a GET, made once for many."""
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in PROXY.items()), f"Cookie: {self.cookie()}", "", ""]
        return "\r\n".join(lines).encode()

    def timed(self, request):
        """Send it, read to the end; returns (seconds, the whole answer). Raises Failed unless it is a 200."""
        began = time.perf_counter()
        with socket.create_connection((HOST, self.port), timeout=30) as wire:
            wire.sendall(request)
            parts = []
            while part := wire.recv(65536):
                parts.append(part)
        took = time.perf_counter() - began
        answer = b"".join(parts)
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise Failed(f"{request.splitlines()[0].decode()} answered {answer[:40]!r}")
        return took, answer


def statements(answer):
    """How many statements the page took, as its header says."""
    return int(STATEMENTS.search(answer).group(1))


def cases(answer):
    """How many different cases the page links to."""
    return len(set(CASE_LINK.findall(answer)))


def older(answer):
    """The query string of the next page, by cursor, or None."""
    found = OLDER.search(answer)
    return html.unescape(found.group(1).decode()) if found else None
