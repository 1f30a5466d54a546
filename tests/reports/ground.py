"""Many cases for reports, and reports of them: made as plain rows where only their number counts."""

import datetime
import uuid

from casework.models import Case
from casework.reports import services
from council_portal.accounts.models import User, Ward
from council_portal.matters.models import new_reference
from tests.factories import fresh, log

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


def at(month, day=10, hour=12):
    """An instant of 2026."""
    return datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC)


def cases(council, many, **changes):
    """So many cases of the council's member, received in March 2026 unless said otherwise. Returns them."""
    first = log(council)
    given = {"received": at(3), "ward": council.wards.mill_hill, "service": council.services.street_scene, "matter": "service_failure"}
    rows = [Case(reference=new_reference(), raised_by=council.member.person, protocol=council.protocol, title="t", text="t", route={},
                 sent_to=first.sent_to, next_on=datetime.date(2026, 12, 1), **(given | changes)) for _ in range(many)]
    made = Case.objects.bulk_create(rows)
    Case.objects.filter(pk=first.pk).update(received=at(1, 1) - datetime.timedelta(days=900))  # outside every report
    return made


def report(council, who="democratic", **changes):
    """A draft report of the first half of 2026. who: the maker. changes: as `services.make` takes them."""
    given = {"first_on": FIRST, "last_on": LAST, "title": "Ward matters", "body": "Cabinet", "responsible": council.head.person,
             "introduction": "What was raised.", "annex": "", "exemption": "", "key": uuid.uuid4()}
    return services.make(actor=fresh(council.accounts[who]), **(given | changes))


def shared(council, who="democratic", **changes):
    """The same, with ward Members."""
    made = report(council, who, **changes)
    return services.share(made, actor=fresh(council.democratic))


def final(council, **changes):
    """The same, agreed to by the officer responsible and made final."""
    return services.finish(agreed(shared(council, **changes)), actor=fresh(council.democratic))


def agreed(made):
    """The same, agreed to by the officer responsible."""
    return services.agree(made, actor=User.objects.get(person=made.responsible))


def commented(made, member):
    """The same, with a comment of this Member."""
    return services.comment(made, actor=fresh(member), text="It leaves out the school.")


def furnish(made):
    """Three reports in the council of the matrices, and their places: one of the Councillor Liaison Officer's with the Members of Mill
    Hill; one of Democratic Services with them, agreed to and commented on; and a final one on all wards. All have an annex; the Head of
    Service answers for them."""
    users = made.users
    given = {"first_on": FIRST, "last_on": LAST, "body": "Cabinet", "introduction": "What was raised.", "annex": "A price.",
             "exemption": "3", "responsible": users["head_of_service"].person}
    wards = [Ward.objects.get(name="Mill Hill")]
    draft = services.make(actor=fresh(users["clo"]), key=uuid.uuid4(), title="Ward matters", wards=wards, **given)
    whole = services.make(actor=fresh(users["democratic_services"]), key=uuid.uuid4(), title="The whole council", **given)
    services.share(draft, actor=fresh(users["clo"]))
    services.share(whole, actor=fresh(users["democratic_services"]))
    services.finish(agreed(whole), actor=fresh(users["democratic_services"]))
    ready = services.make(actor=fresh(users["democratic_services"]), key=uuid.uuid4(), title="Ward matters, agreed", wards=wards, **given)
    services.share(ready, actor=fresh(users["democratic_services"]))
    return {"report": draft.uid, "final_report": whole.uid, "agreed_report": commented(agreed(ready), users["member"]).uid}
