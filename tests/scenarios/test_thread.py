"""One matter, all the way: raised, routed, not answered, taken further, answered, come back on, closed, as its people meet it."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Case
from complaints.signing import services as signing
from council_portal.audit.models import Event
from council_portal.audit.services import broken_at
from council_portal.outbox.management.commands.run_due import once as run_due
from tests import factories
from tests.casework.ground import REFUSED, browser, hidden, words

pytestmark = pytest.mark.django_db
TUESDAY = datetime.datetime(2026, 12, 22, 10, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
PAPER, NOTES = "visit to the alley.txt", b"Two mattresses, one fridge.\n"
SECRET = "Mattress dumped in the alley"
SAID = ["Since Friday, and now there are two.", "The crew is booked.", "They came and left it.", "Gone since this morning."]


def fill_in(page, slug, **typed):
    """What a person posts who fills in one form of a page: its hidden fields as they stand there, and what they type."""
    assert f'value="{slug}"' in page.content.decode(), f"the page offers {slug}"
    kept = {name: hidden(page, f"{slug}-{name}") for name in ("version", "key")}
    return {"act": slug, **(REFUSED if slug == "answer" else {}), **{f"{slug}-{name}": value for name, value in {**kept, **typed}.items()}}


def outsiders(council):
    """Who must not learn that there is a case: those that the issue of confidence is about."""
    return [council.other_member, council.colleague, council.other_head, council.technical, council.monitoring, council.democratic]


def letters():
    """Who was written to since the last time, after the background process has run."""
    before = len(mail.outbox)
    run_due()
    return sorted(to for letter in mail.outbox[before:] for to in letter.to)


@pytest.mark.requirement("SEC-3.2")
@pytest.mark.requirement("SEC-3.4")
@pytest.mark.requirement("SEC-3.5")
@pytest.mark.requirement("SEC-4.2")
@pytest.mark.requirement("RUG-CASE")
@pytest.mark.parametrize("protocol", ["model", "section-c"])
def test_a_matter_goes_all_the_way_and_comes_back(protocol):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        council = factories.council(protocol)
        member, officer, chief = council.member, council.head, council.chief
        everybody_has_signed(council)
        address = raise_it(council)
        told_about_it(council, address)
        nobody_else_knows(council, address)
        the_officer_sees_it_in_the_queue(council, address)

        clock.move_to(TUESDAY + 7 * DAY)
        assert letters() == [officer.email], "the officer is reminded on the day; nothing is overdue"
        assert "Take it further" not in words(browser(member).get(address))

        clock.move_to(TUESDAY + 8 * DAY)
        assert letters() == [member.email], "the Member is told, once, and nobody else"
        assert letters() == []
        take_it_further(council, address)
        assert letters() == sorted([chief.email, officer.email])

        the_chief_answers(council, address)
        assert letters() == [member.email]
        come_back(council, address)
        assert letters() == [chief.email]

        page = browser(chief).get(address)
        browser(chief).post(address, fill_in(page, "answer", text=SAID[3]))
        letters()
        close(council, address)

        nobody_else_knows(council, address)
        the_record_is_whole(council)
        no_letter_says_anything()


def raise_it(council):
    """Two pages; before sending, the Member reads to whom it goes, under which clause, by when and how that was worked out."""
    client, typed = browser(council.member), {
        "matter": "service_failure", "title": SECRET, "text": SAID[0], "service": council.services.street_scene.uid,
        "ward": council.wards.mill_hill.uid}
    typed["key"] = hidden(client.get("/casework/log/"), "key")

    check = client.post("/casework/log/", typed)
    said = words(check)
    assert "The protocol sends a concern about a service to the Head of Service or nominated officer first. ( clause 3.2 )" in said
    assert "29 December 2026 clause 3.4" in said
    assert "Received on 22 December 2026, which is day 0." in said
    assert "So an answer is due by the end of 29 December 2026, London time." in said
    assert "Priya Chandran" in said
    assert "Callum Baird" in said

    paper = SimpleUploadedFile(PAPER, NOTES)
    last = {"key": hidden(check, "key"), "stage": "send", "chosen": "head_of_service", "papers": paper}
    sent = client.post("/casework/log/", typed | last, follow=True)
    said = words(sent)
    assert "With the Head of service, Street Scene." in said
    assert "Head of Service or nominated officer first. ( clause 3.2 )" in said
    assert "29 December 2026 clause 3.4" in said
    assert "Councillor Aisha Rahman Raised · Member for Mill Hill 22 December 2026 at 10:30 Since Friday, and now there are two." in said
    return sent.redirect_chain[-1][0]


def everybody_has_signed(council):
    """Nobody is reminded of signing the protocol, where it asks for that."""
    for line in signing.register(council.protocol):
        signing.sign(digest=council.protocol.digest, actor=line.person.user)


def told_about_it(council, address):
    """The raiser and the one office that has it are told, by reference and link."""
    assert letters() == sorted([council.member.email, council.head.email])
    for letter in mail.outbox:
        assert Case.objects.get().reference in letter.body
        assert f"http://127.0.0.1:8000{address}" in letter.body


def nobody_else_knows(council, address):
    """Another Member, one of the same ward and group, another service, the administrators: the 404 of a case that never was."""
    never = re.sub(r"[0-9a-f]{8}-", "00000000-", address, count=1)
    for user in outsiders(council):
        client = browser(user)
        there, not_there = client.get(address), client.get(never)
        assert (there.status_code, not_there.status_code) == (404, 404)
        assert words(there) == words(not_there)
        assert client.get(paper_of(council)).status_code == 404
        for page in ("/", "/casework/?is_open="):
            assert SECRET not in client.get(page).content.decode()
            assert Case.objects.get().reference not in client.get(page).content.decode()


def the_officer_sees_it_in_the_queue(council, address):
    client = browser(council.head)
    for page in ("/", "/casework/"):
        assert f'href="{address}"' in client.get(page).content.decode()
    said = words(client.get(address))
    assert SAID[0] in said
    assert "You see this as the office that it was sent to: Head of service, Street Scene." in said
    assert "Take it further" not in said
    assert PAPER in said
    handed = client.get(paper_of(council))
    assert b"".join(handed.streaming_content) == NOTES
    assert handed["Content-Disposition"] == f'attachment; filename="{PAPER}"'


def paper_of(council):
    """The address of the paper, as the officer's page links to it."""
    page = browser(council.head).get(Case.objects.get().get_absolute_url()).content.decode()
    return re.search(r'href="(/casework/papers/[^"]+)"', page).group(1)


def take_it_further(council, address):
    """One click, offered under 3.5, because no answer came by the day; afterwards the page says with whom and why."""
    client = browser(council.member)
    page = client.get(address)
    said = words(page)
    assert "29 December 2026 Overdue" in said
    assert "No answer came by 29 December 2026. You may raise it with the Chief Officer." in said
    assert "It is for you to decide: nothing is sent unless you say so. ( clause 3.5 )" in said

    after = words(client.post(address, fill_in(page, "escalate"), follow=True))
    assert "With the Chief officer, Place: the Member raised it as unanswered. ( clause 3.5 )" in after
    assert "No reply came by 29 December 2026. ( clause 3.4 )" in after


def the_chief_answers(council, address):
    """The Chief Officer reads the whole thread and answers; whoever had it before still sees it."""
    client = browser(council.chief)
    page = client.get(address)
    assert SAID[0] in words(page)
    client.post(address, fill_in(page, "answer", text=SAID[1]))

    assert "Answered" in words(browser(council.head).get(address))
    assert f"Marian Holt Answer · Chief officer, Place 30 December 2026 at 10:30 {SAID[1]}" in words(browser(council.member).get(address))


def come_back(council, address):
    """The answer did not settle it: the same number, the same thread, a new date."""
    client = browser(council.member)
    reference = Case.objects.get().reference

    after = client.post(address, fill_in(client.get(f"{address}come-back/"), "come-back", text=SAID[2]), follow=True)
    said = words(after)
    assert reference in said
    assert [text for text in SAID[:3] if text in said] == SAID[:3]
    assert "6 January 2027" in said


def close(council, address):
    client = browser(council.member)
    after = words(client.post(address, fill_in(client.get(address), "close"), follow=True))

    assert "Closed by the Member who raised it, who can come back on it." in after
    assert [text for text in SAID if text in after] == SAID
    assert SECRET not in words(client.get("/casework/"))
    assert SECRET in words(client.get("/casework/?is_open="))


def the_record_is_whole(council):
    """Every step in the audit record, in order, with its clause and its office, sealed."""
    steps = ["logged", "sent", "reply overdue", "escalated", "answered", "came back", "answered", "closed"]
    rows = Event.objects.filter(object_uid=Case.objects.get().uid).exclude(verb="opened").order_by("pk")
    run_due()

    assert [(row.verb, row.acting_as) for row in rows][:4] == [
        ("logged", "Member for Mill Hill"), ("sent", "Head of service, Street Scene"), ("reply overdue", ""),
        ("escalated", "Member for Mill Hill")]
    assert [row.verb for row in rows] == steps
    assert rows[3].clause == "3.5"
    assert broken_at() is None
    assert not Event.objects.filter(sequence=None).exists()


def no_letter_says_anything():
    """Each letter to one person, with a reference and a link and nothing of what was written."""
    for letter in mail.outbox:
        whole = letter.message().as_string()
        assert [text for text in [SECRET, PAPER, *SAID, "Rahman", "Chandran", "Street Scene", "Mill Hill"] if text in whole] == []
        assert (len(letter.to), letter.cc, letter.bcc, letter.attachments) == (1, [], [], [])
