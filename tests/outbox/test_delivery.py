"""What goes out by a real mail server: one recipient, a reference and a link, no content; never twice, never to who may no longer know."""

import datetime
import email
import email.policy
import logging
import re
import socket

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from casework import services as casework
from casework.models import Case
from council_portal.access.services import end_standings
from council_portal.accounts.models import User
from council_portal.accounts.services import leave_office
from council_portal.outbox import due
from council_portal.outbox.management.commands.run_due import once
from council_portal.outbox.models import Message
from council_portal.outbox.services import ATTEMPTS, CLAIM, PATIENCE, claim, deliver, letter, post
from tests import factories
from tests.outbox.server import serving

pytestmark = pytest.mark.django_db
Status = Message.Status
MARKER = "quincunx"


@pytest.fixture
def box(settings):
    """A mail server, and the portal sending by it."""
    with serving() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 0.5
        yield found


@pytest.fixture
def council(db):
    return factories.council()


@pytest.fixture
def case(council):
    """A case whose every field holds the marker, and two messages queued about it: to the head and to the member."""
    return factories.log(council, title=f"{MARKER} in the title", text=f"{MARKER} in the text")


def to(user):
    """The message that is queued for this account's person."""
    return Message.objects.get(to=user.person)


def take(user, *, now=None):
    """Claim everything, and return what is for this person."""
    return next(m for m in claim(now=now) if m.to_id == user.person_id)


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def test_a_message_has_one_recipient_a_reference_and_a_link(box, council, case):
    assert deliver(take(council.head)) == Status.SENT

    [envelope] = box.envelopes
    letter = read(envelope)
    assert envelope.rcpt_tos == [council.head.person.email]
    assert (letter["To"], letter["Cc"], letter["Bcc"], letter.is_multipart()) == (council.head.person.email, None, None, False)
    assert re.findall(r"https?://\S+", letter.get_content()) == [f"http://127.0.0.1:8000/casework/{case.uid}/"]
    assert case.reference in letter.get_content()
    assert case.reference not in letter["Subject"]


def test_no_word_of_a_case_goes_out_in_all_its_life(box, council, case):
    casework.answer(case, actor=council.head, text=f"{MARKER} answer")
    casework.come_back(case, actor=factories.fresh(council.member), text=f"{MARKER} came back")
    casework.update(case, actor=council.head, text=f"{MARKER} update")
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    case.refresh_from_db()
    assert once() > 0
    casework.escalate(case, actor=factories.fresh(council.member), text=f"{MARKER} unanswered")
    casework.close(case, actor=factories.fresh(council.member), text=f"{MARKER} closed")
    once()

    kinds = set(Message.objects.filter(status=Status.SENT).values_list("kind", flat=True))
    assert kinds == {
        "case_for_you",
        "case_logged",
        "case_answered",
        "case_comes_back",
        "case_update",
        "case_overdue",
        "case_escalated",
        "case_closed",
    }
    assert len(box.envelopes) == Message.objects.count()
    for envelope in box.envelopes:
        text = " ".join([*read(envelope).values(), read(envelope).get_content(), envelope.content.decode()])
        assert [
            word for word in (MARKER, "Mill Hill", "Street Scene", "Rahman", "Harbour") if word in text.replace("aisha.rahman", "")
        ] == []


@pytest.mark.parametrize("answer", ["550 no such person", "451 try again later", "hang"])
def test_a_message_that_was_not_taken_is_tried_again_later_and_then_sent(box, council, case, answer):
    box.answer = answer
    start = timezone.now()

    assert deliver(take(council.head, now=start), now=start) == Status.QUEUED

    message = to(council.head)
    assert (message.attempts, message.next_try_at - start, message.claimed_until) == (1, datetime.timedelta(seconds=60), None)
    assert message.why_not != ""
    assert [m for m in claim(now=start) if m.pk == message.pk] == []
    box.answer = ""
    later = start + datetime.timedelta(seconds=60)
    assert deliver(next(m for m in claim(now=later + CLAIM) if m.pk == message.pk), now=later + CLAIM) == Status.SENT
    assert to(council.head).why_not == ""


def test_a_server_that_is_not_there_is_tried_again_later(box, council, case, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening
        settings.EMAIL_PORT = nobody.getsockname()[1]

        assert deliver(take(council.head)) == Status.QUEUED

    assert to(council.head).why_not == "ConnectionRefusedError"


def test_a_server_that_hangs_is_not_waited_for_without_an_end(settings):
    assert settings.EMAIL_TIMEOUT is None  # nothing set: the outbox has a patience of its own

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    message = Message(kind="case_for_you", path="/", to=factories.officer("Callum Baird", "clo").person)

    assert letter(message).connection.timeout == PATIENCE == 20


def test_a_message_nobody_takes_is_given_up_loudly_after_eight_attempts(box, council, case, caplog):
    box.answer = "550 no such person"
    now, waits = timezone.now(), []

    for _ in range(ATTEMPTS):
        deliver(take(council.head, now=now), now=now)
        waits.append(int((to(council.head).next_try_at - now).total_seconds()))
        now = max(to(council.head).next_try_at, now + CLAIM)

    message = to(council.head)
    assert (message.status, message.attempts, waits[:-1]) == (Status.FAILED, 8, [60, 120, 240, 480, 960, 1920, 3840])
    ours = [r for r in caplog.records if r.name.startswith("council_portal")]
    assert [(r.levelno, str(message.uid) in r.getMessage()) for r in ours] == [(logging.ERROR, True)]
    assert [w for w in (MARKER, council.head.person.email, case.reference) if w in ours[0].getMessage()] == []
    assert [m for m in claim(now=now) if m.pk == message.pk] == []


def test_a_message_that_cannot_even_be_written_keeps_back_no_other(box, council, case):
    council.head.person.email = "priya@council.example\nBcc: all@council.example"
    council.head.person.save()

    once()

    assert (to(council.head).status, to(council.head).why_not) == (Status.QUEUED, "ValueError")
    assert [e.rcpt_tos for e in box.envelopes] == [[council.member.person.email]]


@pytest.mark.parametrize("lost", ["standing", "office", "account", "exclusion"])
def test_whoever_may_no_longer_see_it_is_not_told(box, council, case, lost):
    if lost == "standing":
        end_standings(case, capacity="handler")
    elif lost == "office":
        leave_office(council.head.person)
    elif lost == "account":
        User.objects.filter(pk=council.head.pk).update(is_active=False)
    else:
        own = council.head.person.own_principals.get(kind="person")
        case.exclusions.create(principal=own, reason="declared", since=timezone.now())

    once()

    assert (to(council.head).status, to(council.head).why_not) == (Status.CANCELLED, "no longer entitled")
    told = [address for e in box.envelopes for address in e.rcpt_tos]
    assert council.member.person.email in told
    assert council.head.person.email not in told


def test_whoever_has_no_address_is_not_written_to(box, council):
    council.head.person.email = ""
    council.head.person.save()
    factories.log(council)

    once()

    assert (to(council.head).status, to(council.head).why_not) == (Status.CANCELLED, "no council address")


def test_every_attempt_carries_the_same_message_id(box, council, case, settings):
    first = take(council.head)
    deliver(first)
    Message.objects.filter(pk=first.pk).update(status=Status.QUEUED, sent_at=None)  # as if the answer to the first had been lost

    deliver(take(council.head, now=timezone.now() + CLAIM))

    ids = [read(e)["Message-ID"] for e in box.envelopes]
    assert ids == [f"<{first.uid}@council.example>"] * 2


def test_nothing_is_told_twice(box, council, case):
    again = post(case, "case_for_you", to=[council.head.person, council.head.person], key="0")
    new = post(case, "case_for_you", to=[council.head.person, council.head.person], key="1")

    call_command("run_due")
    call_command("run_due")

    assert (again, len(new), len(box.envelopes), Message.objects.count()) == ([], 1, 3, 3)


def test_a_kind_of_message_that_has_no_sentence_is_an_error(council, case):
    with pytest.raises(KeyError):
        post(case, "case_gossip", to=[council.head.person])


def test_a_message_claimed_is_nobody_elses_for_five_minutes(council, case):
    start = timezone.now()
    taken = claim(now=start)

    assert len(taken) == 2
    assert claim(now=start + datetime.timedelta(minutes=4, seconds=59)) == []
    assert claim(now=start + datetime.timedelta(minutes=5)) == taken


def test_a_process_that_was_too_slow_leaves_the_message_to_whoever_took_it_over(box, council, case):
    start = timezone.now()
    slow = take(council.head, now=start)
    quick = take(council.head, now=start + CLAIM)

    assert deliver(quick, now=start + CLAIM) == Status.SENT
    deliver(slow, now=start + CLAIM)

    assert (len(box.envelopes), to(council.head).status, to(council.head).attempts) == (1, Status.SENT, 1)


def test_a_job_that_fails_keeps_back_no_other_job_and_no_message(box, council, case, caplog, monkeypatch):
    done = []

    def broken():
        raise ZeroDivisionError

    def sound():
        done.append(1)
        return 1

    monkeypatch.setattr(due, "JOBS", [broken, sound])

    once()

    assert (done, len(box.envelopes)) == ([1], 2)
    assert [r.levelname for r in caplog.records if "broken failed" in r.getMessage()] == ["ERROR"]


def test_an_overdue_reply_is_told_once_and_nothing_is_escalated_by_the_clock(box, council, case):
    once()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=9)):
        once()
        once()

    assert Message.objects.filter(kind="case_overdue").values_list("to__name", "status").get() == ("Aisha Rahman", Status.SENT)
    assert Case.objects.get().status == "with_officer"
