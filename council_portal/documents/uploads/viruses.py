"""Asks the council's ClamAV whether a file holds a virus, when the setting CLAMD names one (docs/decisions/virus-check.md).

Closed when in doubt: whatever is not the scanner's whole and clear "OK" refuses the file.
"""
import hashlib
import logging
import re
import socket
import struct
import time
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

from council_portal.documents.uploads.refusals import Refused, refusal

log = logging.getLogger(__name__)
PIECE = 1024 * 1024  # bytes sent at once
LONGEST_REPLY = 4096  # bytes
FOUND = re.compile(rb"stream: .+ FOUND", re.DOTALL)


class NotAnAddress(ValueError):
    """CLAMD is neither tcp://host:port nor unix:/path."""


def check_viruses(data, name):
    """Raises ValidationError for bytes that hold a virus or that could not be checked. name: cleaned, for the sentence."""
    try:
        refuse_viruses(data)
    except Refused as refused:
        raise refusal(refused.why, name) from None


def refuse_viruses(data):
    """Raises Refused("virus") or Refused("unchecked"); either is logged by digest alone. Without CLAMD nothing is asked."""
    if not settings.CLAMD:
        return
    try:
        reply = ask(data)
    except (OSError, ValueError) as fault:
        reply = f"no reply: {type(fault).__name__}".encode()
    if reply == b"stream: OK":
        return
    why = "virus" if FOUND.fullmatch(reply) else "unchecked"
    # SECURITY: what the scanner said comes from the network, and what the file is called is content: neither is logged.
    log.warning("an upload was refused: %s, SHA-256 %s", why, hashlib.sha256(data).hexdigest())
    raise Refused(why)


def ask(data):
    """What clamd replies to its command INSTREAM. Raises OSError (time limits too) and NotAnAddress."""
    deadline = time.monotonic() + settings.CLAMD_SECONDS
    with closing(reach(settings.CLAMD)) as line:
        line.settimeout(left(deadline))
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start:start + PIECE]
            line.settimeout(left(deadline))
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        return read_reply(line, deadline)


def read_reply(line, deadline):
    """The reply without the zero that ends it. One that does not end, or ends too late, is a ConnectionError or TimeoutError."""
    reply = b""
    while not reply.endswith(b"\0"):
        line.settimeout(left(deadline))
        more = line.recv(LONGEST_REPLY)
        reply += more
        if not more or len(reply) > LONGEST_REPLY:
            raise ConnectionError("the scanner did not end its reply")
    return reply[:-1]


def left(deadline):
    """Seconds until the deadline. Raises TimeoutError when it is over."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("the scanner took too long")
    return seconds


def reach(address):
    """A socket to the scanner."""
    place = place_of(address)
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=settings.CLAMD_CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(settings.CLAMD_CONNECT_SECONDS)
        if fault := line.connect_ex(place):
            raise ConnectionError(fault)
    except OSError:
        line.close()
        raise
    return line


def place_of(address):
    """(host, port) of "tcp://host:3310", the path of "unix:/path". Raises NotAnAddress."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname and parts.port and not (parts.path or parts.query or parts.username):
            return parts.hostname, parts.port
    except ValueError:
        raise NotAnAddress("CLAMD") from None
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return parts.path
    raise NotAnAddress("CLAMD")
