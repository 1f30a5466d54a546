"""A real mail server on a free port of the loopback address, which takes, refuses or hangs as a test wants it to."""

import asyncio
import contextlib
import threading

from aiosmtpd.controller import Controller

from tests.services.postgres import free_port


class Box:
    """What the server was sent, and how it answers: "" takes, "550 ..." or "451 ..." refuses, "hang" never answers the text."""

    def __init__(self):
        self.answer = ""
        self.envelopes = []
        self.reached = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Refuse the recipient when told to."""
        if self.answer not in ("", "hang"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keep the message, or leave the sender waiting."""
        self.reached.set()
        if self.answer == "hang":
            await asyncio.sleep(60)
        self.envelopes.append(envelope)
        return "250 OK"


@contextlib.contextmanager
def serving():
    """Yield a Box that listens on `box.port` until the end."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()
