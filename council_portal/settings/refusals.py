"""What production refuses to start with, in words for the person at the console."""

import re
from urllib.parse import urlsplit

from django.http.request import validate_host

# As printed in docs/guides/production.env.example.
EXAMPLE_KEY = "example-key-replace-me-with-the-output-of-the-command-above"
# Settings import none of the portal's rooms; a test holds these to those of council_portal.clock.
CONCERN_DAYS = tuple(f"CONCERN_{name}_DAYS" for name in ("ACKNOWLEDGE", "ASSESS", "INQUIRY", "REVIEW", "REVIEW_WITHIN", "NAME", "ACCOUNT"))
NATIONS = ("england", "wales", "scotland", "northern-ireland")


def refusals(given):
    """Return one line for each reason not to start; an empty list means go.

    given: the settings by name, as production.py has them; TRUSTED_PROXY_COUNT as text, the environment's.
    """
    return [line for check in (_demo, _keys, _hosts, _council, _concerns, _places) for line in check(given)]


def _demo(given):
    if given["DEBUG"]:
        yield "DEBUG is on: it shows source and settings to everybody. Take DEBUG out of the environment."
    if "council_portal.demo" in given["INSTALLED_APPS"]:
        yield "council_portal.demo is installed: it signs anybody in with one click. Only dev settings install it."


def _keys(given):
    named = [("SECRET_KEY", given["SECRET_KEY"]), *(("A key in SECRET_KEY_FALLBACKS", key) for key in given["SECRET_KEY_FALLBACKS"])]
    for name, key in named:
        if key == EXAMPLE_KEY:
            yield f"{name} is the example key, which everybody knows. Make one of your own."
        elif len(key) < 50 or len(set(key)) < 5:
            yield f"{name} is too short or too plain: at least 50 characters, made by a machine."


def _hosts(given):
    hosts, origin = given["ALLOWED_HOSTS"], given["PORTAL_ORIGIN"]
    if not hosts:
        yield "ALLOWED_HOSTS is empty: name the host that people reach the portal by, such as portal.council.example."
    if "*" in hosts:
        yield 'ALLOWED_HOSTS holds "*": it lets a request choose the portal\'s name. Name the hosts instead.'
    host = _host_of(origin)
    if host is None:
        yield f'PORTAL_ORIGIN is "{origin}": write https:// and the host, nothing after it, such as https://portal.council.example.'
    elif hosts and not validate_host(host, hosts):
        yield f"PORTAL_ORIGIN leads to {host}, which is not in ALLOWED_HOSTS: links in messages would be refused."


def _host_of(origin):
    """The host of `https://host` or `https://host:port`; None for anything else."""
    try:
        parts = urlsplit(origin)
        parts.port  # noqa: B018 -- raises ValueError when it is no port
    except ValueError:
        return None
    whole = parts.scheme == "https" and origin.lower() == f"https://{parts.netloc}".lower() and "@" not in parts.netloc
    return parts.hostname if whole and not any(letter.isspace() for letter in origin) else None


def _council(given):
    if not given["COUNCIL_NAME"].strip():
        yield "COUNCIL_NAME is empty: it stands on every page and in every message."
    if not re.fullmatch("#[0-9a-fA-F]{6}", given["COUNCIL_COLOUR"]):
        yield f'COUNCIL_COLOUR is "{given["COUNCIL_COLOUR"]}": write a hash and six hexadecimal digits, such as #00594f.'
    if given["COUNCIL_NATION"] not in NATIONS:
        yield f'COUNCIL_NATION is "{given["COUNCIL_NATION"]}": write one of {", ".join(NATIONS)}. Its bank holidays are counted.'


def _concerns(given):
    for name in CONCERN_DAYS:
        if given[name] < 1:
            yield f"{name} is {given[name]}: write a whole number of working days, 1 or more."
    if (word := given["CONCERN_INDEPENDENT_PERSON"]) not in ("law", "always"):
        yield f'CONCERN_INDEPENDENT_PERSON is "{word}": write law or always.'


def _places(given):
    count, place = given["TRUSTED_PROXY_COUNT"], given["DATABASES"]["default"]
    if not (count.isascii() and count.isdecimal()):
        yield f'TRUSTED_PROXY_COUNT is "{count}": write how many proxies of your own stand before the portal, 0 for none.'
    if place["ENGINE"].endswith("sqlite3") and (":memory:" in place["NAME"] or "mode=memory" in place["NAME"]):
        yield "DATABASE_URL is a database in memory: everything would be gone at the next start. Name a file or a server."
