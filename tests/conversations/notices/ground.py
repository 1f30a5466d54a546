"""Ward notices for the tests, made through the doors that every notice goes through. All invented."""

import datetime
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from conversations.notices import disclosure, lawful, reading, services
from conversations.notices.models import Notice
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.clock.days import at_london
from council_portal.documents.uploads import check_upload
from tests.documents.files import pdf
from tests.factories import fresh

TOLD = datetime.datetime(2027, 3, 10, 10, tzinfo=datetime.UTC)  # a Wednesday
ON_TIME = datetime.date(2027, 3, 17)
NINE = datetime.time(9)


def hour(day, wall=NINE):
    """09:00 in London on this day of March 2027 (a number) or date."""
    return at_london(datetime.date(2027, 3, day) if isinstance(day, int) else day, wall)


def paper(name="plan of the car park.pdf"):
    """A checked upload on which a stamp can be laid."""
    return check_upload(ContentFile(pdf(), name=name))


def office_of(user):
    """The post that this officer holds."""
    return Principal.objects.filter(pk__in=fresh(user).principals, kind="post").exclude(post="officers").get()


def draft(actor, *, wards, service, papers=(), **changes):
    """A draft of this officer (a User), to be published on 17 March 2027 at 09:00. changes: as `services.write` takes them."""
    given = {
        "title": "Castle Street car park closes", "summary": "It closes for good.", "advantages": "Room for homes.",
        "disadvantages": "Sixty places fewer.", "finance": "It saves a little.", "occasion": "operational", "all_wards": False,
        "publish_at": hour(17), "key": uuid.uuid4(), "office": office_of(actor)}
    return services.write(actor=fresh(actor), wards=wards, service=service, papers=services.store(papers), **given | changes)


def issued(council, who="head", *, short=False, papers=(), **changes):
    """The same in the council of factories, of the Head of Street Scene about Mill Hill, and issued."""
    given = {"wards": [council.wards.mill_hill], "service": council.services.street_scene} | changes
    made = draft(council.accounts[who], papers=papers, **given)
    why = {"short_reason": "The landlord ends the lease.", "short_by": who_says(made, council.accounts[who])} if short else {}
    return services.issue(made, actor=fresh(council.accounts[who]), **why)


def who_says(notice, actor, name="Ruth Abara"):
    """The appointment of the officer of this name who may be named as having said that fewer days are lawful."""
    return next(one for one in lawful.who_may(notice, fresh(actor)) if one.person.name == name)


def again(notice):
    """The notice as the database has it."""
    return Notice.objects.get(pk=notice.pk)


def accepted(notice, member):
    """The same, its confidence accepted by this Member (a User)."""
    return reading.accept(notice, actor=fresh(member))


def asked(notice, member):
    """What this Member, who has accepted the confidence, asks."""
    return disclosure.ask(notice, actor=fresh(member), key=uuid.uuid4(), to_whom="The chair of the parish council",
                          text="It is their land.")


FIELDS = ("title", "summary", "advantages", "disadvantages", "finance")
STATES = ["draft", "confidence", "asked", "public", "withdrawn"]


def furnish(made, markers=None):
    """Notices in the council of the matrices, each with a paper: {state: Notice}, of the Head of Street Scene about Mill Hill.

    "asked": the first Member has accepted the confidence and asked to disclose it, of the Chief Officer as Section C names nobody.
    "public": the same, and its hour has come. markers: a function that gives what stands in a field of the notice of a state.
    """
    users, found = made.users, {}
    of = {"wards": [Ward.objects.get(name="Mill Hill")], "service": Service.objects.get(name="Street Scene"),
          "publish_at": timezone.now() + datetime.timedelta(days=10),
          "office": Principal.objects.get(post="head_of_service", service__name="Street Scene")}
    for state in STATES:
        texts = {field: markers(state, field) for field in FIELDS} if markers else {}
        name = f"{markers(state, 'paper')}.pdf" if markers else "plan.pdf"
        one = draft(users["head_of_service"], papers=[paper(name)], **of, **{"title": f"Notice {state}"} | texts)
        found[state] = bring_to(state, one, users, markers(state, "why") if markers else "It is their land.")
    return found


def bring_to(state, notice, users, why):
    """The notice in this state, by the doors that notices go through. why: the Member asks to disclose it."""
    head, member = fresh(users["head_of_service"]), fresh(users["member"])
    if state != "draft":
        services.issue(notice, actor=head)
    if state in ("asked", "public"):
        reading.accept(notice, actor=member)
        disclosure.ask(notice, actor=member, key=uuid.uuid4(), to_whom="The parish chair", text=why)
    if state == "public":
        come(notice)
    if state == "withdrawn":
        services.withdraw(again(notice), actor=head, text="Not needed any more.")
    return again(notice)


def come(notice):
    """As if its hour had come a day ago."""
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Notice.objects.filter(pk=notice.pk).update(publish_at=yesterday, issued_at=yesterday - datetime.timedelta(days=9))
    notice.standings.filter(capacity="public").update(since=yesterday)


def places(made):
    """The same with their uids, for addresses: {"draft_notice": uid, ..., "notice_paper": uid}."""
    found = furnish(made)
    papers = {f"{state}_notice_paper": one.papers.get().uid for state, one in found.items()}
    return {f"{state}_notice": one.uid for state, one in found.items()} | papers
