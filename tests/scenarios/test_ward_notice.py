"""A notice in a ward of three Members, one of them on long leave; and a closure that was announced too soon (scenarios 6 and 7)."""

import datetime
import io
import uuid

import pytest
import time_machine
from django.core.files.base import ContentFile
from pypdf import PdfReader

from conversations.notices.models import Disclosure, Notice, NoticePaper
from council_portal.accounts.services import add_person, appoint, office_of, record_absence
from council_portal.audit.models import Event
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.documents.files import pdf

pytestmark = pytest.mark.django_db
MARCH_10 = datetime.datetime(2027, 3, 10, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def typed(council, **changes):
    """What the officer types about the closure of a car park on 15 March."""
    given = {
        "title": "Castle Street car park closes", "occasion": "operational", "summary": "It closes for good.", "advantages": "Homes.",
        "disadvantages": "Sixty places fewer.", "finance": "It saves a little.", "wards": [str(council.wards.mill_hill.uid)],
        "service": str(council.services.street_scene.uid), "publish_on_day": "15", "publish_on_month": "3", "publish_on_year": "2027",
        "publish_time": "09:00", "key": str(uuid.uuid4()), "papers": ContentFile(pdf(), name="plan of the site.pdf")}
    return given | changes


def press(client, address, **given):
    """Open a page and send its form, with what it carries hidden."""
    return client.post(address, {"version": hidden(client.get(address), "version"), **given}, follow=True)


@pytest.mark.requirement("EXD-10.1")
@pytest.mark.requirement("EXD-10.2")
def test_all_three_members_are_told_in_the_same_minute_and_the_assistant_sees_nothing(mailoutbox):
    with time_machine.travel(MARCH_10, tick=True):
        council = factories.council("executive-directors")
        on_leave = factories.member("Grace Whitlam", of=council.wards.mill_hill)
        assistant = factories.account(add_person("Nia Okoro", email="nia@council.example"))
        appoint(assistant.person, office_of(on_leave.person), authority="Invented")
        record_absence(on_leave.person, since=MARCH_10 - 30 * DAY, until=MARCH_10 + 60 * DAY)
        head = browser(council.head)
        address = head.post("/notices/new/", typed(council, publish_on_day="24"))["Location"]

        press(head, f"{address}issue/")
        run_due()

        told = Message.objects.filter(kind="notice_for_ward")
        first, last = (told.order_by(way).first().created_at for way in ("created_at", "-created_at"))
        assert sorted(told.values_list("to__name", flat=True)) == ["Aisha Rahman", "Grace Whitlam", "Tomasz Wolny"]
        assert last - first < datetime.timedelta(minutes=1)
        assert {letter.to[0] for letter in mailoutbox} == {one.person.email for one in (council.member, council.colleague, on_leave)}
        assert "car park" not in "".join(letter.body + letter.subject for letter in mailoutbox)

        assert browser(assistant).get(address).status_code == 404
        assert browser(council.other_member).get(address).status_code == 404

        press(browser(on_leave), f"{address}accept/", accepted="on")
        evidence = words(head.get(address))
        assert evidence.count("sent on 10 March 2027 at 10:0") == 3
        assert ("Councillor Grace Whitlam Mill Hill Told Shown in the portal since 10 March 2027 at 10:00. "
                "Message written on 10 March 2027 at 10:00, sent on") in evidence
        assert [(row["name"], row["accepted"] != "No", row["opened"] != "No") for row in head.get(address).context["evidence"]] == [
            ("Councillor Aisha Rahman", False, False), ("Councillor Grace Whitlam", True, True), ("Councillor Tomasz Wolny", False, False)]


@pytest.mark.requirement("EXD-10.3")
@pytest.mark.requirement("EXD-10.4")
def test_a_closure_on_15_march_is_refused_on_10_march_until_it_moves_or_a_lawful_exception_is_named():
    with time_machine.travel(MARCH_10, tick=False) as clock:
        council = factories.council("executive-directors")
        director = factories.officer("Dana Forsythe", "executive_director", of=council.services.place)
        head, member = browser(council.head), browser(council.member)

        # it demands summary, advantages, disadvantages and finance
        nothing = head.post("/notices/new/", typed(council, summary="", advantages="", disadvantages="", finance=""))
        assert set(nothing.context["form"].errors) - {"papers"} == {"summary", "advantages", "disadvantages", "finance"}
        address = head.post("/notices/new/", typed(council))["Location"]

        # refused, with the clause and the first day that would be in time
        refused = press(head, f"{address}issue/")
        assert "publication is in time from 17 March 2027. ( clause 10.4 )" in words(refused)
        assert "Enter why there are fewer days, or choose a later day" in words(refused)
        assert (Notice.objects.get().status, Message.objects.count()) == ("draft", 0)
        halfway = press(head, f"{address}issue/", short_reason="The lease ends on the 15th.")
        assert "Select who has said that it is lawful" in words(halfway)
        assert "The lease ends on the 15th." in halfway.content.decode()

        # until publication moves to 17 March
        press(head, f"{address}change/", **{k: v for k, v in typed(council, publish_on_day="17").items() if k != "papers"})
        press(head, f"{address}issue/")
        assert Notice.objects.get().status == "issued"

        # a Member accepts the confidence before opening; the paper carries her name
        paper = NoticePaper.objects.get().get_absolute_url()
        assert "It closes for good." not in words(member.get(address))
        assert member.get(paper).status_code == 404
        opened = press(member, f"{address}accept/", accepted="on")
        assert "It closes for good." in words(opened)
        assert "Aisha Rahman" in said_on(member.get(paper))

        # an Executive Director allows early release to one parish chair: the grant and its time are logged
        form = member.get(f"{address}ask-disclosure/")
        press(member, f"{address}ask-disclosure/", key=hidden(form, "key"), to_whom="The chair of Old Quay parish", text="Their land.")
        clock.shift(DAY)  # and everybody signs in again
        boss, answering = browser(director), f"{address}answer-disclosure/"
        press(boss, answering, question=hidden(boss.get(answering), "question"), agreed="yes", text="To the chair alone.")
        grant = Disclosure.objects.get()
        assert (grant.agreed, grant.to_whom, grant.answered_at, grant.clause) == (
            True, "The chair of Old Quay parish", MARCH_10 + DAY, "10.4")
        assert Event.objects.get(verb="agreed to disclosure").at == MARCH_10 + DAY
        assert "To the chair alone." in words(browser(council.member).get(address))
        assert browser(council.other_member).get(address).status_code == 404

        # at publication it opens by itself, and the mark lifts
        clock.move_to(datetime.datetime(2027, 3, 17, 9, tzinfo=datetime.UTC))
        assert "It closes for good." in words(browser(council.other_member).get(address))
        assert "Aisha Rahman" not in said_on(browser(council.member).get(paper))


@pytest.mark.requirement("EXD-10.4")
def test_a_lawful_exception_is_recorded_with_a_name_and_shown_to_all_who_read():
    with time_machine.travel(MARCH_10, tick=False) as clock:
        council = factories.council("executive-directors")
        head = browser(council.head)
        address = head.post("/notices/new/", typed(council))["Location"]

        press(head, f"{address}issue/", short_reason="The lease ends on the 15th.", short_named="Ruth Abara, Monitoring officer")
        clock.move_to(datetime.datetime(2027, 3, 15, 9, tzinfo=datetime.UTC))

        said = words(browser(council.other_member).get(address))
        assert "There are 5 calendar days from issue to publication; the protocol asks for 7." in said
        assert ("Why there are fewer: The lease ends on the 15th. Named by Priya Chandran as having said that it is lawful: "
                "Ruth Abara, Monitoring officer.") in said


def said_on(response):
    """The words on the first page of a downloaded PDF."""
    return PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages[0].extract_text()
