"""Marker strings stand in everything confidential of a case; the whole site is walked as every role, and nobody finds another's.

The table below says by hand who may find which. It is asked for equality: who finds too much fails, and who finds too little as
well, which proves that the walk would see a marker where there is one.
"""

import datetime
import io
import logging
import re
import uuid
import zipfile
from collections import deque
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.base import ContentFile
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework import involved, news, questions, routing, services
from casework.models import Case, CaseEntry, CasePaper, CaseText, InvolvedNews, Involvement, Spelling
from casework.reports import services as reports
from casework.reports.models import Report
from complaints import dealing, inquiry
from complaints.acts import ACTS as CONCERN_ACTS
from complaints.connections import services as connections
from complaints.letters.texts import KINDS as LETTERS
from complaints.models import Concern, ConcernPaper
from complaints.policy import INVESTIGATOR, PANEL
from conversations import open_days
from conversations import services as events
from conversations.attendance import parity
from conversations.attendance import services as attendance
from conversations.attendance.models import AttendanceNote, AttendanceRequest, PackPaper, Refusal, Topic
from conversations.attendance.models import Briefing as Given
from conversations.briefing import services as briefings
from conversations.briefing.models import Briefing, Item, ItemText
from conversations.models import Answer, EventPaper, FollowUp, Progress, Proposal, Remark, Stand, Visit
from conversations.models import Event as Meeting
from conversations.notices.models import Disclosure, Notice, NoticePaper
from conversations.places import answer
from council_portal.accounts.models import Principal, PrivateContact, Service, Ward
from council_portal.accounts.services import keep_private_contact, ward_principal
from council_portal.audit.models import Event
from council_portal.demo.roles import roles
from council_portal.documents.services import keep
from council_portal.documents.uploads import check_upload
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.sealing.fields import SealedTextField
from directory.models import Officer
from profiles.models import Member
from tests.casework.ground import browser, kept
from tests.complaints import ground as complaints_ground
from tests.connections import ground as connections_ground
from tests.conversations import after_ground
from tests.conversations import ground as programme
from tests.conversations.notices import ground as notices_ground
from tests.conversations_attendance import ground as attendance_ground
from tests.conversations_briefing import ground as briefing_ground
from tests.documents.files import pdf
from tests.factories import fresh
from tests.matrix import people

pytestmark = pytest.mark.walk

ROLES = [row["role"] for row in roles()]
WALKERS = ["anonymous", *ROLES, "ex_member", "stand_in", "excluded"]
FIELDS = ["title", "text", "turn", "paper", "content", "departure"]
# case: who may read it, by hand from the protocol (Section C) and the story of each case below.
READERS = {
    "quiet": {"member", "head_of_service", "stand_in"},
    "raised": {"member", "head_of_service", "stand_in", "chief_officer"},
    "elsewhere": {"other_member", "other_officer"},
    "leaders": {"group_leader", "nominated_officer"},
    "nobodys": {"member", "democratic_services"},
    "former": {"head_of_service", "stand_in", "excluded"},  # kept out of two cases by name, and of this one not
    "departed": {"member", "clo"},
    "asked": {"member", "head_of_service", "stand_in", "excluded"},  # a question that officers ask outside any case
}
# Who reads that the first Member is openly involved in Street Scene, and what the involved are told of it: the Member, whoever takes its
# cases or is above it, and the keepers.
INVOLVED = {"member", "head_of_service", "nominated_officer", "clo", "chief_officer", "stand_in", "excluded", "democratic_services"}
# Private contact details (SEC-5.9): whose, which field, whether they opted to show it. Everybody in office may find what is shown.
PRIVATE = {("head_of_service", "phone"): False, ("head_of_service", "address"): False,
           ("member", "phone"): True, ("member", "address"): False}
KEEPER = "democratic_services"
# The programme: an event in confidence for Mill Hill with the Head of Street Scene named (and who deputises and stands in there), the
# answer of its first Member, a draft, and what that Member proposed.
INVITED = {"member", "group_leader", "head_of_service", "stand_in", "excluded", KEEPER}
PROGRAMME = {
    **{("workshop", field): INVITED for field in ("title", "about", "place", "link", "paper", "content")},
    **{("workshop", field): {"member", KEEPER} for field in ("needs", "diet")},
    **{("draft", field): {KEEPER} for field in ("title", "about", "place")},
    **{("proposal", field): {"member", KEEPER} for field in ("title", "text")},
}
# What followed from a workshop like it, of which the Head of Housing has something to do; an open day for Mill Hill alone. An item of the
# first Member that waits, one that was left out, one that Communications changed before they sent it; the briefing that they edit.
PROGRAMME |= {
    **{("held", field): INVITED | {"other_officer"} for field in ("title", "said", "by", "follow", "progress")},
    **{("openday", field): {"member", "group_leader", KEEPER} for field in ("title", "shows", "where", "tour")},
    **{("item", field): {"member", "communications"} for field in ("title", "text")},
    **{("leftout", field): {"member", "communications"} for field in ("title", "text", "why")},
    **{("changed", field): {"member", "communications"} for field in ("title", "text")},
    **{("briefing", field): {"communications"} for field in ("title", "text", "intro")},
}
# The exempt annex of a final report on Mill Hill: the officers who made it and answer for it, Democratic Services, Members of the ward.
ANNEX = {"clo", "head_of_service", "democratic_services", "member", "group_leader"}
# A request of each of two political groups, what was said there, and the ledger: the group's own Members, the officer who is named, whoever
# decides; the note not for whoever decided. The papers of the pack come with the requests.
ATTENDING = {"harbour": {"member", "group_leader", "head_of_service", "stand_in", "excluded"},
             "residents": {"other_member", "head_of_service", "stand_in", "excluded"}}
DECIDES, LOOKS = "chief_executive", "monitoring_officer"  # at each refusal to a group and agreement with one, and into the ledger
IN_OFFICE = {who for who in WALKERS if who not in ("anonymous", "ex_member")}
# Ward notices of the Head of Street Scene on Mill Hill, in each state: who may read what stands in them and in their papers, and what the
# first Member, who alone of the ward has accepted the confidence and of two of them, asked of the Chief Officer about disclosure.
ISSUES = {"head_of_service", "stand_in", "excluded"}
NOTICES = {"draft": ISSUES, "confidence": ISSUES | {KEEPER}, "asked": ISSUES | {KEEPER, "member", "chief_officer"},
           "public": IN_OFFICE, "withdrawn": ISSUES | {KEEPER}}
ASKED_OF = ISSUES | {"member", "chief_officer"}
# Concerns: what a form says, what a note of the office says, what a talk is asked about. Of these nothing is stored in plain at all.
# What whoever raised it was told when it was acknowledged stands in a letter too, which the office alone takes.
CONCERNS = {
    **{("concern", field): {"head_of_service", "monitoring_officer"} for field in ("text", "why", "title", "paper", "content")},
    ("concern", "turn"): {"monitoring_officer"},
    ("letter", "text"): {"head_of_service", "monitoring_officer"},
    # An investigated one: what each of those who stand in it hears. The clo of the walk investigates it.
    # The Chief Officer sits on the panel still, the officer of Communications has handed in a finding, and reads nothing any more.
    ("inquiry", "text"): {"head_of_service", "monitoring_officer", "clo", "chief_officer"},
    ("inquiry", "title"): {"other_member", "monitoring_officer", "clo", "chief_officer"},
    ("inquiry", "turn"): {"monitoring_officer", "clo", "chief_officer"},
    ("inquiry", "about"): {"monitoring_officer", "chief_officer"},
    ("inquiry", "why"): {"monitoring_officer"},
    ("talkfirst", "text"): {"member", "group_leader"},
    # A connection that the first Member declared with an officer of Communications: theirs and the Monitoring Officer's.
    **{("declared", field): {"member", "monitoring_officer"} for field in ("text", "about", "why")},
}
MOST_PAGES = 1500


MADE = set()  # every marker of the story: what is sought by name, as a random key may look like one by chance


def marker(case, field):
    made = f"zq{case.replace('_', '')}{field}qz"
    MADE.add(made)
    return made


def markers_in(text):
    return sorted(one for one in MADE if one in text)


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    with kept(django_db_blocker), logged() as records:
        made = people.build(states=[])
        made.marked = {name: case for name, case in story(made.users)}
        people.on_the_edge(made.users, {"x": {name: made.marked[name] for name in ("quiet", "raised")}})
        everybody_in_the_books(made.users)
        a_report(made.users)
        a_programme(made.users)
        what_follows(made.users)
        a_briefing(made.users)
        notices_ground.furnish(made, lambda state, field: marker(f"notice {state}".replace(" ", ""), field))
        attended(made.users)
        in_confidence(made.users)
        mail.outbox.clear()
        made.records = records
        yield made


@pytest.fixture(scope="module")
def walked(council):
    """{walker: (text of all they were shown, number of pages)}; the log of story and walk under "log", what was sent under "letters"."""
    with_pages = (Case, CasePaper, InvolvedNews, Member, Officer, Report, Notice, NoticePaper, AttendanceRequest, PackPaper, Topic)
    known = [one.get_absolute_url() for model in with_pages for one in model.objects.all()]
    known += [one.get_absolute_url() + place for one in Case.objects.all() for place in ("print/", "case.pdf")]
    known += [one.get_absolute_url() + place for one in Report.objects.all() for place in ("report.pdf", "annex.pdf", "figures.csv")]
    known += [one.get_absolute_url() for model in (Meeting, EventPaper, Proposal, Briefing, Item) for one in model.objects.all()]
    known += [one.get_absolute_url() + place for one in Meeting.objects.all() for place in ("event.ics", "answer/", "change/")]
    known += [one.get_absolute_url() + "programme.pdf" for one in Meeting.objects.all()]
    known += [reverse("conversations:report", args=[one.uid]) for one in FollowUp.objects.all()]
    known += [reverse(f"conversations:{act}", args=[one.uid]) for one in Remark.objects.all()
              for act in ("case_from", "correct", "withdraw_said")]
    known += [reverse(f"conversations:{act}", args=[one.uid]) for one in Visit.objects.all() for act in ("book", "take_out_visit")]
    known += [one.get_absolute_url() + place for one in Item.objects.all() for place in ("edit/", "take-back/")]
    known += [one.get_absolute_url() for one in ConcernPaper.objects.all()]
    known += [one.get_absolute_url() + place for one in Concern.objects.all() for place in ("", *(f"{act}/" for act in CONCERN_ACTS))]
    known += [one.get_absolute_url() + f"letters/{word}.{form}" for one in Concern.objects.all() for word in LETTERS for form in (
        "docx", "pdf")] + [one.get_absolute_url() + "letters/" for one in Concern.objects.all()]
    known += ["/casework/cases.csv", "/casework/cases.csv?is_open="]
    known += [reverse("people:private", args=[user.person.uid]) for user in council.users.values()]
    known += [reverse("directory:card", args=[one.uid]) for one in Officer.objects.all()]
    shown = {who: walk(browser(council.users.get(who)), known) for who in WALKERS}
    run_due()
    shown["letters"] = list(mail.outbox)
    shown["log"] = "\n".join(logging.Formatter().format(record) for record in council.records)
    return shown


def everybody_in_the_books(users):
    """A profile for each Member and an entry for each officer; two of them with private contact details."""
    for who, user in users.items():
        posts = fresh(user).posts
        if "all_members" in posts:
            Member.objects.get_or_create(person=user.person)
        if "officers" in posts:
            Officer.objects.get_or_create(person=user.person, defaults={"service": Service.objects.get(name="Street Scene")})
        fields = {field: shown for (whose, field), shown in PRIVATE.items() if whose == who}
        if fields:
            given = {field: marker(who, field) for field in fields} | {f"{field}_shown": shown for field, shown in fields.items()}
            keep_private_contact(user.person, **given, actor=fresh(user).person)


def story(users):
    """The cases, each brought to where its readers are as the table says."""
    head = users["head_of_service"]
    quiet = told(users["member"], head, "quiet")
    restricted(quiet)
    yield "quiet", quiet
    raised = told(users["member"], head, "raised")
    people.date_back(raised, days=9)
    services.escalate(raised, actor=fresh(users["member"]), text=marker("raised", "turn"))
    yield "raised", raised
    yield "elsewhere", told(users["other_member"], users["other_officer"], "elsewhere", service=Service.objects.get(name="Housing"))
    yield "leaders", told(users["group_leader"], users["nominated_officer"], "leaders", chosen="nominated_officer")
    nobodys = told(users["member"], None, "nobodys")
    stray(nobodys, users)
    yield "nobodys", nobodys
    yield "former", told(users["ex_member"], head, "former")
    yield "departed", told(users["member"], users["clo"], "departed", chosen="clo", departure=marker("departed", "departure"))
    yield "asked", asked(users)
    involved.involve(actor=fresh(users["member"]), key=uuid.uuid4(), service=Service.objects.get(name="Street Scene"), ward=None,
                     why=marker("involved", "why"))
    news.tell(actor=fresh(users["clo"]), key=uuid.uuid4(), service=Service.objects.get(name="Street Scene"), ward=None,
              title=marker("news", "title"), text=marker("news", "text"))


def asked(users):
    """A question of the Head of Service to the first Member, with a marker in each of its fields."""
    files = [ContentFile(f"Notes: {marker('asked', 'content')}\n".encode(), name=f"{marker('asked', 'paper')}.txt")]
    office = Principal.objects.get(post="head_of_service", service__name="Street Scene")
    case = questions.ask_member(
        actor=fresh(users["head_of_service"]), key=uuid.uuid4(), title=marker("asked", "title"), text=marker("asked", "text"),
        member=users["member"].person, office=office, papers=services.store([check_upload(file) for file in files]))
    services.update(case, actor=fresh(users["member"]), text=marker("asked", "turn"))
    return case


def a_report(users):
    """A final report with a marker in its exempt annex."""
    made = reports.make(
        actor=fresh(users["clo"]), key=uuid.uuid4(), first_on=datetime.date(2026, 1, 1), last_on=datetime.date(2026, 6, 30),
        wards=[Ward.objects.get(name="Mill Hill")], title="Ward matters", body="Cabinet", responsible=users["head_of_service"].person,
        introduction="", annex=marker("annex", "text"), exemption="3")
    reports.agree(reports.share(made, actor=fresh(users["clo"])), actor=fresh(users["head_of_service"]))
    reports.finish(made, actor=fresh(users["clo"]))


def a_programme(users):
    """An event in confidence with a marker in each field and in its paper, answered by the first Member; a draft; a proposal."""
    keeper, ward = fresh(users[KEEPER]), Ward.objects.get(name="Mill Hill")
    given = {"open_to_all": False, "invited": [(ward_principal(ward), "")], "actor": keeper}
    workshop = programme.plan(None, **given, in_confidence=True, link=f"https://meet.example/{marker('workshop', 'link')}", **{
        field: marker("workshop", field) for field in ("title", "about", "place")})
    events.name_officer(workshop, actor=keeper, decides=True, principal=Principal.objects.get(
        post="head_of_service", service__name="Street Scene"))
    paper = programme.upload(f"Notes: {marker('workshop', 'content')}", f"{marker('workshop', 'paper')}.txt")
    events.add_papers(workshop, actor=keeper, papers=[paper])
    events.confirm(events.announce(workshop, actor=keeper), actor=keeper)
    answer(workshop, actor=fresh(users["member"]), coming=True, access_needs=marker("workshop", "needs"), diet=marker("workshop", "diet"))
    programme.plan(None, **given, **{field: marker("draft", field) for field in ("title", "about", "place")})
    programme.proposed(users["member"], **{field: marker("proposal", field) for field in ("title", "text")})


def what_follows(users):
    """A workshop that has taken place with a marker in what was said, in what is done and in how it stands; an open day, with a tour that
    the first Member has booked."""
    of = SimpleNamespace(democratic=users[KEEPER], member=users["member"], colleague=users["group_leader"])
    given = {"open_to_all": False, "invited": [(ward_principal(Ward.objects.get(name="Mill Hill")), "")], "in_confidence": True}
    street_scene, housing = (Principal.objects.get(post="head_of_service", service__name=name) for name in ("Street Scene", "Housing"))
    event = after_ground.held(of, title=marker("held", "title"), **given)
    said = after_ground.say(event, of.member, marker("held", "said"), said_by=marker("held", "by"))
    after_ground.begin(of, event, street_scene, said=said, text="Look at it")
    one = after_ground.begin(of, event, housing, text=marker("held", "follow"))
    after_ground.report(one, users["other_officer"], marker("held", "progress"))
    day = after_ground.open_day(of, **{**given, "title": marker("openday", "title")})
    after_ground.stand(of, day, street_scene.service, marker("openday", "shows"), where=marker("openday", "where"))
    open_days.book(after_ground.visit(of, day, title=marker("openday", "tour")), actor=fresh(of.member))


def a_briefing(users):
    """Items of the first Member and a briefing that is being edited, with a marker in each field; what is sent has none, as everybody is
    to read it, but in the words that Communications changed."""
    member, editor = users["member"], users["communications"]
    marked = {what: briefing_ground.submit(member, **{field: marker(what, field) for field in ("title", "text")})
              for what in ("item", "leftout", "changed")}
    briefings.leave_out(marked["leftout"], actor=fresh(editor), text=marker("leftout", "why"))
    plain = {"title": "The library moves", "text": "To the old school.", "needs_you": False, "by": None, "link": ""}
    changed = briefings.edit(marked["changed"], actor=fresh(editor), version=marked["changed"].version, wards=[], services=[], **plain)
    briefing_ground.sent(editor, changed)
    draft = briefing_ground.begin(editor, title=marker("briefing", "title"), intro=marker("briefing", "intro"))
    briefing_ground.put_in(editor, briefing_ground.submit(editor, text=marker("briefing", "text")), draft)


def attended(users):
    """A request of each of two groups on one topic, each with a note, a marker in each field; and one that was refused."""
    of = SimpleNamespace(accounts=users, services=SimpleNamespace(street_scene=Service.objects.get(name="Street Scene")))
    chief = fresh(users[DECIDES])
    topic = parity.begin(actor=chief, title=marker("ledger", "title"))
    upload = check_upload(ContentFile(f"Notes: {marker('ledger', 'content')}\n".encode(), name=f"{marker('ledger', 'paper')}.txt"))
    parity.add_papers(topic, actor=chief, uploads=parity.store([upload]))
    for group, who in (("harbour", "member"), ("residents", "other_member")):
        made = attendance_ground.ask(of, who, title=marker(group, "title"), text=marker(group, "text"))
        attendance_ground.agree(of, made, topic=topic, arrangements=marker(group, "why"),
                                difference=f"They asked for it: {marker(group, 'departure')}")
        attendance.note(attendance_ground.begun(made), actor=fresh(users["head_of_service"]), text=marker(group, "turn"), key=uuid.uuid4())
    made = attendance_ground.ask(of, "member", title=marker("refusal", "title"), text=marker("refusal", "text"))
    attendance.refuse(made, actor=chief, reason=f"{attendance_ground.NO} {marker('refusal', 'why')}",
                      apart=f"It is about the depot: {marker('refusal', 'departure')}")


def in_confidence(users):
    """A concern of the Head of Street Scene about a Member, with a note of the Monitoring Officer; a Member's that begins with a talk; and
    a connection that the Member declared and ended."""
    made = complaints_ground.concern(users["head_of_service"], users["other_member"], text=marker("concern", "text"),
                                     wanted=marker("concern", "why"), clauses=marker("concern", "title"))
    content = f"Notes: {marker('concern', 'content')}\n"
    complaints_ground.evidence(made, users["head_of_service"], content, f"{marker('concern', 'paper')}.txt")
    dealing.keep_note(made, actor=fresh(users["monitoring_officer"]), text=marker("concern", "turn"))
    dealing.acknowledge(made, actor=fresh(users["monitoring_officer"]), text=marker("letter", "text"))
    complaints_ground.concern(users["member"], users["other_officer"], talk=True, text=marker("talkfirst", "text"))
    inquired(users)
    declared = connections_ground.declare(users["member"], users["communications"], text=marker("declared", "text"),
                                          since=marker("declared", "about"))
    connections.end(declared, actor=fresh(users["member"]), text=marker("declared", "why"))


def inquired(users):
    """A concern of the same two that is investigated by the officer of the walk's `clo`: each side is told something, the office keeps its
    reasons."""
    chief, until = fresh(users["monitoring_officer"]), timezone.localdate() + datetime.timedelta(days=30)
    made = complaints_ground.concern(users["head_of_service"], users["other_member"], text=marker("inquiry", "text"))
    dealing.assess(made, actor=chief, decision="investigate", text="We go on.", reasons=marker("inquiry", "why"),
                   answers={}, branch=["breach"])
    inquiry.tell_subject(made, actor=chief, text=marker("inquiry", "title"), support="Lee Moss")
    inquiry.appoint(made, actor=chief, person=users["clo"].person, capacity=INVESTIGATOR, until=until, text=marker("inquiry", "turn"))
    for who in ("communications", "chief_officer"):
        inquiry.appoint(made, actor=chief, person=users[who].person, capacity=PANEL, until=until, text="Hear both.")
    complaints_ground.found(made, users["communications"], text=marker("inquiry", "about"))


def told(raiser, officer, name, **changes):
    """A case with a marker in each field, a paper with a marker in its name and in it, and a turn of the thread with another."""
    files = [ContentFile(f"Notes: {marker(name, 'content')}\n".encode(), name=f"{marker(name, 'paper')}.txt")]
    case = people.raise_case(raiser, name, title=marker(name, "title"), text=marker(name, "text"),
                             papers=services.store([check_upload(file) for file in files]), **changes)
    services.update(case, actor=fresh(officer or raiser), text=marker(name, "turn"))
    return case


def restricted(case):
    """One more paper, of which each reader gets a copy of their own."""
    keep(CasePaper, check_upload(ContentFile(pdf(), name=f"{marker('quiet', 'paper')}.pdf")), actor=case.raised_by, restricted=True,
         matter_field={"case": case, "entry": case.entries.first()})


def stray(case, users):
    """As if nobody had been there when it was raised: the office leaves it, Democratic Services are asked."""
    services.end_standings(case, capacity="handler")
    routing.to_democratic_services(case, actor=users["member"].person)


class Links(HTMLParser):
    """The addresses that a page leads to: links, and its GET forms with each choice of each drop-down and box."""

    def __init__(self):
        super().__init__()
        self.found, self.fields, self.action, self.select = [], [], None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"])
        if tag == "form":
            self.action, self.fields = (given.get("action") or "") if given.get("method", "get").lower() == "get" else None, []
        if self.action is not None and given.get("name") and tag == "select":
            self.select = given["name"]
        if self.action is not None and tag == "option" and self.select:
            self.fields.append((self.select, given.get("value", "")))
        if self.action is not None and tag == "input" and given.get("name"):
            self.fields.append((given["name"], given.get("value") or "zq"))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "form" and self.action is not None:
            self.found += [f"{self.action}?{urlencode([field])}" for field in self.fields]
            self.action = None


SEEDS = ["/", "/concerns/", "/casework/", "/programme/", "/programme/attendance/", "/briefing/", "/members/", "/directory/", "/people/",
         "/protocol/", "/admin/", "/monitoring/", "/accounts/2fa/", "/demo/mail/"]


def walk(client, known):
    """Follow every link of the portal that is no way out, and read everything. Returns (text of all answers, how many).

    known: the addresses of all cases and papers, which the walker asks for as somebody would who was sent them.
    """
    client.raise_request_exception = False
    todo, seen, read = deque([*SEEDS, *known]), set(), []
    while todo and len(seen) < MOST_PAGES:
        address = todo.popleft()
        if address in seen or "logout" in address or far_off(address):
            continue
        seen.add(address)
        text = as_text(address, client.get(address))
        read.append(text)
        links = Links()
        links.feed(text)
        for link in links.found:
            to = urlsplit(urljoin(f"http://testserver{address}", link))
            if to.netloc == "testserver" and not to.path.startswith("/static/"):
                todo.append(to.path + kept_query(to))
    assert len(seen) < MOST_PAGES, "the walk did not come to its end"
    return "\n".join(read), len(seen)


def far_off(address):
    """A year or month of the programme, whose calendar has no end, other than of this year and the next, in which its events are."""
    found = re.match(r"/programme/(\d{4})/", address)
    return bool(found) and int(found[1]) - timezone.localdate().year not in (0, 1)


def kept_query(to):
    """Every choice by itself, not every one with every other; of the admin sites' lists, whose orders have no end, search and pages."""
    wanted = to.query.startswith(("q=", "p=", "all=")) if to.path.startswith(("/admin/", "/monitoring/")) else True
    return f"?{to.query}" if to.query and wanted and ("&" not in to.query or "after=" in to.query) else ""


def as_text(address, response):
    """Everything of an answer that a reader gets: address, status, headers, body, what a zipped paper holds, and what a PDF says."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"\n".join(package.read(name) for name in package.namelist())
    if body.startswith(b"%PDF"):
        file = PdfReader(io.BytesIO(body))
        body = "\n".join([str(file.metadata), *(page.extract_text() for page in file.pages)]).encode()
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    place = response.headers.get("Location", "")
    return f'{address} answered {response.status_code}\n{headers}\n<a href="{place}"></a>\n' + body.decode("utf-8", "replace")


class logged:
    """All records that the portal writes to its log as it is set up, by Django's own loggers too (they do not hand theirs on)."""

    NAMES = ["", "django"]

    def __enter__(self):
        self.records = []
        self.handler = logging.Handler()
        self.handler.emit = self.records.append
        for name in self.NAMES:
            logging.getLogger(name).addHandler(self.handler)
        return self.records

    def __exit__(self, *_):
        for name in self.NAMES:
            logging.getLogger(name).removeHandler(self.handler)


def wanted(who):
    """The markers that this walker may find. "departure" stands only in the case that was sent elsewhere."""
    return {marker(case, field) for case, readers in READERS.items() if who in readers for field in FIELDS
            if field != "departure" or case == "departed"} | {
        marker(whose, field) for (whose, field), shown in PRIVATE.items()
        if who in (whose, KEEPER) or (shown and who in IN_OFFICE)} | (
            {marker("involved", "why"), marker("news", "title"), marker("news", "text")} if who in INVOLVED else set()) | (
            {marker("annex", "text")} if who in ANNEX else set()) | {
        marker(what, field) for (what, field), readers in {**PROGRAMME, **CONCERNS}.items() if who in readers} | {
        marker(f"notice{state}", field) for state, readers in NOTICES.items() if who in readers
        for field in (*notices_ground.FIELDS, "paper")} | {
        marker(f"notice{state}", "why") for state in ("asked", "public") if who in ASKED_OF} | wanted_of_attendance(who)


def wanted_of_attendance(who):
    """What this walker may find of the groups' requests and of the ledger."""
    found = set()
    for group, readers in ATTENDING.items():
        if who in readers | {DECIDES}:
            found |= {marker(group, field) for field in ("title", "text", "why")} | {marker("ledger", field) for field in (
                "paper", "content")}
        found |= {marker(group, "turn")} if who in readers else set()
    if who in ("member", DECIDES, LOOKS):
        found |= {marker("refusal", field) for field in ("title", "text", "why")}
    if who in (DECIDES, LOOKS):
        found |= {marker("ledger", "title"), marker("residents", "departure"), marker("refusal", "departure")}
    if who == LOOKS:
        found |= {marker(group, field) for group in ATTENDING for field in ("title", "text", "why")}
        found |= {marker("ledger", "paper"), marker("ledger", "content")}
    return found


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKERS)
def test_nobody_finds_what_is_not_theirs_and_everybody_what_is(walked, who):
    text, pages = walked[who]

    fields = "|".join(dict.fromkeys([
        "title", "text", "turn", "paper", "content", "departure", "phone", "address", "why", "about", "place", "link", "needs", "diet",
        "said", "by", "follow", "progress", "shows", "where", "tour", "intro", *notices_ground.FIELDS]))
    found = set(re.findall(rf"zq[a-z]+?(?:{fields})qz", text))

    assert found == wanted(who)
    assert ("Booked by Councillor" in text) == (who == KEEPER)
    assert ("You have booked this." in text) == (who == "member")
    assert pages > (1 if who == "anonymous" else 10)


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKERS)
def test_no_word_of_a_case_finds_it_for_who_may_not_read_it(council, who):
    client, wrong = browser(council.users.get(who)), []
    for case, readers in READERS.items():
        for field in FIELDS:
            word = marker(case, field)
            half_and_misspelt = (word[:-1], word[:-3] + word[-2:]) if field == "turn" else ()
            for asked in (word, *half_and_misspelt):
                found = search(client, asked)
                searched = field not in ("content", "departure")  # what a paper holds, and why it was sent elsewhere, are not
                wrong += [] if (case in found) == (searched and who in readers) else [(asked, found)]

    assert wrong == []


def search(client, asked):
    """The names of the cases that a search shows to this browser; none when it has to sign in first."""
    answer = client.get("/casework/search/", {"q": asked})
    rows = answer.context["rows"] if answer.status_code == 200 and answer.context.get("asked") else []
    return {case for case in READERS for row in rows if row["title"] == marker(case, "title")}


@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKERS)
def test_a_stamped_copy_reaches_the_readers_of_its_case_and_names_the_one_who_opened_it(walked, council, who):
    readers = READERS["quiet"].union(*(readers for state, readers in NOTICES.items() if state != "public"))
    own = {f"Copy for {council.users[who].person.name}"} if who in readers else set()

    assert set(re.findall(r"Copy for [^·\n]+?(?= ·)", walked[who][0])) == own


@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKERS)
def test_no_page_breaks_and_no_link_leads_nowhere(walked, who):
    answers = re.findall(r"^(\S+) answered (\d+)$", walked[who][0], re.MULTILINE)
    linked = set(re.findall(r'href="([^"]+)"', walked[who][0]))

    assert [one for one in answers if one[1] >= "500" or (one[1] >= "400" and one[0] in linked)] == []


@pytest.mark.requirement("RUG-MC-AFTER")
@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKERS)
def test_words_that_were_said_are_amended_by_who_wrote_them_down_and_democratic_services_alone(walked, who):
    answers = re.findall(r"^/programme/said/\S+/(?:correct|withdraw)/ answered (\d+)$", walked[who][0], re.MULTILINE)

    assert len(answers) == 2
    assert set(answers) == {{"anonymous": "302", "member": "200", "democratic_services": "200"}.get(who, "404")}


@pytest.mark.django_db
def test_the_walk_went_through_the_whole_site(walked):
    assert sum(walked[who][1] for who in WALKERS) > 300


@pytest.mark.django_db
def test_no_message_and_no_log_holds_a_marker(walked):
    letters = "\n".join(as_read(one.message()) for one in walked["letters"])

    assert len(walked["letters"]) > len(READERS), "messages were sent"
    assert "BEGIN:VCALENDAR" in letters, "invitations too"
    assert markers_in(letters) == []
    assert "Not Found: /admin/" in walked["log"], "the walk was logged"
    assert markers_in(walked["log"]) == []


def as_read(letter):
    """A message with its parts as a mail program shows them, and as they were sent."""
    parts = [part.get_payload(decode=True).decode() for part in letter.walk() if not part.is_multipart()]
    return "\n".join([letter.as_string(), *parts])


@pytest.mark.django_db
def test_a_marker_is_stored_in_its_own_field_and_nowhere_else(walked):
    holders = {Case: {"title", "text", "departure"}, CaseEntry: {"text"}, CasePaper: {"name"}, PrivateContact: {"phone", "address"},
               Involvement: {"why"}, InvolvedNews: {"title", "text"}, Report: {"annex"}, Notice: set(notices_ground.FIELDS),
               NoticePaper: {"name"}, Disclosure: {"why"}, Meeting: {"title", "about", "place", "link"},
               EventPaper: {"name"}, Answer: {"access_needs", "diet"}, Proposal: {"title", "text"},
               Remark: {"text", "said_by"}, FollowUp: {"text"}, Progress: {"text"}, Stand: {"shows", "where"}, Visit: {"title"},
               Item: {"title", "text", "as_submitted", "why_left_out"}, Briefing: {"title", "intro"},
               AttendanceRequest: {"title", "text", "arrangements", "difference", "reason", "apart"}, AttendanceNote: {"text"},
               Topic: {"title"}, PackPaper: {"name"}, Given: {"arrangements", "difference"}, Refusal: {"reason", "difference", "apart"},
               CaseText: {"words"}, Spelling: {"cut", "word"}, ItemText: {"words"}}  # what the search keeps, never shown
    strays = [f"{model._meta.label}.{name}" for model in apps.get_models() for row in model._default_manager.all()
              for name, value in stored(row).items()
              if markers_in(str(value)) and name not in holders.get(model, ()) and not name.startswith("_")]

    assert strays == []
    assert Event.objects.filter(verb="paper opened").exists()
    assert Message.objects.exists()


def stored(row):
    """{column: what the database holds}: of what is sealed the sealed text, not what it opens to."""
    held = dict(vars(row))  # before anything is opened
    fields = [field.name for field in (*row._meta.fields, *row._meta.many_to_many) if not isinstance(field, SealedTextField)]
    return model_to_dict(row, fields=fields) | held


@pytest.mark.django_db
def test_one_letter_goes_to_one_person(walked):
    assert {(len(one.to), len(one.cc), len(one.bcc)) for one in walked["letters"]} == {(1, 0, 0)}
