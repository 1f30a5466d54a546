"""The ward notices of the demo, through the doors that every notice goes through, and then dated back. All invented."""
import datetime
import uuid

from django.utils import timezone

from conversations.notices import lawful, services
from conversations.notices.models import Notice, NoticeOpening
from council_portal.access.models import in_force
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Appointment, User, Ward
from council_portal.clock.days import at_london
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.papers import checked, pdf
from council_portal.demo.roles import roles
from council_portal.outbox.models import Message

NAMESPACE = uuid.UUID("0d0c1b8e-5a0f-4f43-9b0e-9a4f5f0c7a11")  # of the forms' keys
OF_SERVICE = {"head_of_service"}
WORDS = ("title", "occasion", "summary", "advantages", "disadvantages", "finance")
NINE = datetime.time(9)


def issue_notices(all_services, today):
    """Each is issued as if it were published in ten days, so that its days are counted as on the day of which it tells; then dated."""
    for number, one in enumerate(data("notices")["notice"]):
        notice = written(number, one, all_services[one["service"]], today)
        if "paper" in one:
            services.add_papers(notice, actor=actor_of(notice), papers=services.store([paper(one)]))
        actor = actor_of(notice)
        short_by = next((may for may in lawful.who_may(notice, actor) if may.principal.post == one.get("short_by")), None)
        services.issue(notice, actor=actor, short_reason=one.get("short_reason", ""), short_by=short_by)
        date(notice, today - one["issued_ago"] * DAY, today + one["publish_in"] * DAY)


def written(number, one, service, today):
    """A draft, to be published in as many days as there are between issue and publication."""
    service_of = service if one["issuer"] in OF_SERVICE else None
    office = holders(one["issuer"], service=service_of)[0]
    user = User.objects.select_related("person").get(person=office.person)
    return services.write(
        actor=user, key=uuid.uuid5(NAMESPACE, str(number)), office=office.principal, service=service, all_wards=not one["wards"],
        wards=wards_of(one["wards"]), publish_at=at_london(today + (one["publish_in"] + one["issued_ago"]) * DAY, NINE),
        **{name: one[name] for name in WORDS})


def wards_of(members):
    """The wards of these Members. members: roles of roles.csv."""
    emails = [row["email"] for row in roles() if row["role"] in members]
    people = list(User.objects.filter(email__in=emails).values_list("person", flat=True))
    held = list(Appointment.objects.filter(in_force(), person__in=people).values_list("principal", flat=True))
    return list(Ward.objects.filter(principal__in=held))


def paper(one):
    """A PDF of one page."""
    return checked(pdf(["Invented for the demo.", "", one["title"], "", *one["summary"].splitlines()]), one["paper"])


def actor_of(notice):
    """The account that wrote it, read again."""
    return User.objects.select_related("person").get(person=notice.raised_by)


def date(notice, issued_on, publish_on):
    """As if it had been issued on this day, to be published on that."""
    issued_at, publish_at = at_london(issued_on, NINE), at_london(publish_on, NINE)
    Notice.objects.filter(pk=notice.pk).update(
        issued_at=issued_at, made_at=issued_at, publish_at=publish_at, last_activity=max(issued_at, min(publish_at, timezone.now())))
    notice.standings.update(since=issued_at)
    notice.standings.filter(capacity="public").update(since=publish_at)
    notice.turns.update(at=issued_at)
    notice.turns.filter(kind="issued").update(publish_at=publish_at)
    NoticeOpening.objects.filter(notice=notice).update(told_at=issued_at)
    Message.objects.filter(about_uid=notice.uid).update(created_at=issued_at)
