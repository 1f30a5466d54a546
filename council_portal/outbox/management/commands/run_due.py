import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from council_portal.accounts.checks import refuse_demo_people
from council_portal.audit.services import seal
from council_portal.outbox import due
from council_portal.outbox.services import claim, deliver

log = logging.getLogger(__name__)
EVERY = 5  # seconds


class Command(BaseCommand):
    """Delivers what is queued, does what is due by the clock, seals the record. Any number may run, each may be killed."""

    help = "Do what is due: messages, reminders, sealing of the record. With --loop, every five seconds until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true")

    def handle(self, **options):
        refuse_demo_people()
        done = once()
        if not options["loop"]:
            self.stdout.write(f"{done} done")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.wait(EVERY):
            close_old_connections()
            try:
                once()
            except Exception:
                log.exception("run_due could not finish this round")


def once():
    """One round. Jobs come first, so that what they tell goes out in the same round. Returns how many things were done."""
    done = due.run(lambda job, fault: log.error("%s failed", job.__qualname__, exc_info=fault))
    while taken := claim():
        for message in taken:
            deliver(message)
        done += len(taken)
    return done + seal()
