"""The page of the demo that shows what was mailed: a sentence, an invitation with its enclosure, a briefing with its words."""

import datetime
import os
import re
import uuid

import pytest
import time_machine
from django.core.mail import EmailMessage

from council_portal.demo import views
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.complaints import ground as concerns
from tests.conversations.ground import announced
from tests.conversations_briefing.ground import sent, submit
from tests.factories import council, log, officer

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("RUG-BRIEF")
def test_whatever_was_mailed_can_be_read_there(db, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    made = council()
    log(made, title="Bins missed")
    announced(made)
    sent(officer("Nell Ashby", "communications"), submit(made.head, title="The library moves"))
    run_due()

    page = browser(made.member).get("/demo/mail/")

    kinds = set(Message.objects.filter(status="sent").values_list("kind", flat=True))
    assert kinds >= {"briefing", "event_invited", "case_logged"}, kinds
    assert page.status_code == 200
    assert "From Monday it is in the old school." in words(page)
    assert "BEGIN:VCALENDAR" not in words(page)
    assert words(page).count("Enclosed for the calendar: an invitation.") == 3, "one a Member"
    assert "Bins missed" not in words(page)


def test_a_calendar_file_that_was_enclosed_is_there_to_take(db, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    made = council()
    log(made, title="Bins missed")
    announced(made)
    run_due()
    client = browser(made.member)

    found = re.findall(r'href="(/demo/mail/[^"]+/invitation.ics)"', client.get("/demo/mail/").content.decode())
    assert len(set(found)) == 3, "one for each invitation"
    answer = client.get(found[0])
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    assert answer.content.startswith(b"BEGIN:VCALENDAR")

    without = Message.objects.filter(kind="case_logged", status="sent").first()
    for uid in (without.uid, uuid.UUID(int=7)):
        assert client.get(f"/demo/mail/{uid}/invitation.ics").status_code == 404


@pytest.mark.requirement("CMP-CONF")
def test_what_went_in_confidence_is_shown_to_whom_it_went_alone(db, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    made = concerns.council()
    log(made, title="Bins missed")
    concerns.concern(made.head, made.member)
    run_due()
    assert set(Message.objects.filter(kind="in_confidence", status="sent").values_list("to", flat=True)) == {made.monitoring.person.pk}

    pages = {who: words(browser(user).get("/demo/mail/")) for who, user in made.accounts.items()}
    assert {who for who, said in pages.items() if "There is something in confidence for you." in said} == {"monitoring"}
    assert all("We have your case and have sent it on." in said for said in pages.values()), "everything else is shown to all"


@pytest.mark.requirement("CMP-CONF")
def test_letters_in_confidence_to_somebody_else_take_no_place_of_those_that_are_shown(db, settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    monkeypatch.setattr(views, "SHOWN", 2)
    made = concerns.council()
    log(made, title="Bins missed")
    run_due()
    before = len(browser(made.member).get("/demo/mail/").context["messages_sent"])
    concerns.concern(made.head, made.member)
    concerns.concern(made.head, made.member, text="Again.")
    run_due()

    assert before == len(browser(made.member).get("/demo/mail/").context["messages_sent"]) > 0


def test_what_was_sent_in_one_second_stands_in_the_order_in_which_it_was_sent(db, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    at = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
    with time_machine.travel(at, tick=False):
        for number, (name, subject) in enumerate([("5", "First"), ("9", "Second"), ("1", "Third")]):
            path = tmp_path / f"20261130-090000-{name}.log"
            path.write_bytes(EmailMessage(subject, "Words.", to=["a@council.example"]).message().as_bytes() + b"\n" + b"-" * 79 + b"\n")
            os.utime(path, ns=(int(at.timestamp()) * 10**9 + number,) * 2)

    page = browser(council().member).get("/demo/mail/")

    assert [one["subject"] for one in page.context["messages_sent"]] == ["Third", "Second", "First"]
