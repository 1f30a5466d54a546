"""Any number of background processes may run, and each may be killed in the middle: nothing is lost, and no row is taken by two."""

import os
import subprocess
import sys
import threading
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, transaction
from django.utils import timezone

from council_portal.outbox.models import Message
from council_portal.outbox.services import CLAIM, claim, deliver
from tests import factories
from tests.outbox.server import serving

pytestmark = pytest.mark.django_db(transaction=True)
RUN_DUE = """
import sys, django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from django.core.management import call_command
call_command("run_due")
"""


def database_url():
    """The address of the database that this test writes to, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


def test_a_process_killed_while_it_sends_loses_nothing(settings):
    council = factories.council()
    factories.log(council)
    Message.objects.exclude(to=council.head.person).delete()

    with serving() as box:
        box.answer = "hang"
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "TEST_DATABASE_URL": database_url()}
        process = subprocess.Popen([sys.executable, "-c", RUN_DUE, str(box.port)], env=environment, cwd=settings.BASE_DIR)
        reached = box.reached.wait(40)
        process.kill()
        process.wait(10)
        assert (reached, Message.objects.get().status, Message.objects.get().attempts) == (True, Message.Status.QUEUED, 0)
        assert claim() == []  # the dead process still has its claim

        box.answer = ""
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        later = timezone.now() + CLAIM
        assert [deliver(message, now=later) for message in claim(now=later)] == [Message.Status.SENT]
        assert [e.rcpt_tos for e in box.envelopes] == [[council.head.person.email]]


@pytest.mark.postgres
def test_two_who_claim_at_once_take_different_messages_and_wait_for_nobody():
    council = factories.council()
    for _ in range(4):
        factories.log(council)
    found, first_has, second_has = {}, threading.Event(), threading.Event()

    def first():
        with transaction.atomic():  # kept open: the rows stay locked until the second has claimed
            found["first"] = claim(limit=3)
            first_has.set()
            found["second came through"] = second_has.wait(10)
        connection.close()

    def second():
        first_has.wait(10)
        found["second"] = claim(limit=3)
        second_has.set()
        connection.close()

    threads = [threading.Thread(target=act) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    keys = [{m.pk for m in found[who]} for who in ("first", "second")]
    assert (found["second came through"], [len(k) for k in keys], keys[0] & keys[1]) == (True, [3, 3], set())
