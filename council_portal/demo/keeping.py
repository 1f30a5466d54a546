"""What the demo council keeps beside its cases: times of the services' own, standard lines, Members who are openly involved, reports."""
import uuid

from casework import involved, lines, news, times
from casework.models import InvolvedNews, Involvement, StandardLine
from casework.reports import services as reports
from casework.reports.wording import last_twelve_months
from council_portal.access.models import in_force
from council_portal.accounts.holders import holders
from council_portal.accounts.models import User, Ward
from council_portal.clock.days import start_of
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.roles import roles
from council_portal.protocol.services import in_force as protocol_in_force

NAMESPACE = uuid.UUID("b5c1a6de-94a2-4a0e-8f0b-5f3c6a1d7e02")  # of the forms' keys
# Before the cases, so that these show them; the answer is promised after them, as what was raised before keeps its date.
TIMES = {"Street Scene": {"acknowledge": (1, "working"), "update": (5, "working")},
         "Housing": {"acknowledge": (1, "working"), "update": (8, "working")}}
ANSWERS = {"Street Scene": (5, "calendar")}

# role of roles.csv: service, only in their own ward?, why.
INVOLVED = {"member": ("Highways", True, "I walk the school routes with the parents twice a year."),
            "other_member": ("Street Scene", False, "I sit on the flood forum, which looks at gullies and ditches."),
            "portfolio_holder": ("Street Scene", False, "It is part of my portfolio.")}


def set_times(services):
    """The times that two services promise. services: {name: Service}."""
    for name, given in TIMES.items():
        times.set_times(services[name], "service_failure", actor=keeper(), version=protocol_in_force(), given=given)


def promise_answers(services):
    """A quicker answer, for cases from now on."""
    for name, given in ANSWERS.items():
        times.set_times(services[name], "service_failure", actor=keeper(), version=protocol_in_force(), given={"answer": given})


def write_lines(services, today):
    """A standard line or two for each service, by a Councillor Liaison Officer of it, and for the whole council."""
    for number, one in enumerate(data("lines")["line"]):
        service = services[one["service"]] if "service" in one else None
        actor = account(holders("clo", service=service)) if service else keeper()
        lines.write(actor=actor, key=uuid.uuid5(NAMESPACE, str(number)), service=service, title=one["title"], text=one["text"])
    StandardLine.objects.update(written_at=start_of(today - 90 * DAY))


def say_who_is_involved(services, today):
    """Three Members say that they are openly involved: two of the whole of a service, one of their own ward in it."""
    emails = {row["role"]: row["email"] for row in roles()}
    for role, (name, in_ward, why) in INVOLVED.items():
        actor = User.objects.select_related("person").get(email=emails[role])
        ward = Ward.objects.filter(principal__appointments__in=actor.person.appointments.filter(in_force())).first() if in_ward else None
        involved.involve(actor=actor, key=uuid.uuid5(NAMESPACE, role), service=services[name], ward=ward, why=why)
    Involvement.objects.update(since=start_of(today - 60 * DAY))


def tell_the_involved(services, hours):
    """Officers told them three times how it stands: the Councillor Liaison Officer of each service. hours: days.Hours."""
    for number, one in enumerate(data("news")["news"]):
        service = services[one["service"]]
        ward = Involvement.objects.exclude(ward=None).get(service=service).ward if one.get("in_ward") else None
        told = news.tell(actor=account(holders("clo", service=service)), key=uuid.uuid5(NAMESPACE, f"news {number}"), service=service,
                         ward=ward, title=one["title"], text=one["text"])
        InvolvedNews.objects.filter(pk=told.pk).update(sent_at=hours.at(hours.back(one["days"])))


def make_reports(services, wards):
    """Two reports, both invented: one that is final, and a draft that the Members of these wards are asked about. wards: Ward objects."""
    first, last = last_twelve_months()
    for number, one in enumerate(data("reports")["report"]):
        service = services[one["service"]]
        chosen = list(wards) if one["status"] == "shared" else []
        made = reports.make(
            actor=keeper(), key=uuid.uuid5(NAMESPACE, f"report {number}"), first_on=first, last_on=last, wards=chosen,
            title=one["title"], body=one["body"],
            introduction=one["introduction"], annex=one.get("annex", ""), exemption=one.get("exemption", ""),
            responsible=holders("head_of_service", service=service)[0].person)
        reports.share(made, actor=keeper())
        if one["status"] == "final":
            reports.agree(made, actor=account(holders("head_of_service", service=service)))
            reports.finish(made, actor=keeper())


def keeper():
    """The account of somebody in Democratic Services."""
    return account(holders("democratic_services"))


def account(found):
    """The account of the first of these holders."""
    return User.objects.select_related("person").get(person=found[0].person)
