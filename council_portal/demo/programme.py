"""The demo council's programme: events, what was proposed for them, the council's own meetings. All invented."""
import datetime
import uuid

from casework.models import Case
from conversations import afterwards, open_days, places, proposing, services
from conversations.clashes import is_holiday
from conversations.models import Consent, CouncilMeeting, Event, EventPaper, Proposal, Remark, Visit
from council_portal.access.models import in_force
from council_portal.accounts.models import Principal, Service, User, Ward
from council_portal.accounts.services import ward_principal
from council_portal.clock.days import at_london
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.keeping import NAMESPACE, keeper
from council_portal.demo.papers import background
from council_portal.demo.roles import roles

HALF_AN_HOUR = datetime.timedelta(minutes=30)


def plan(today):
    """Everything of the programme. today: a date."""
    given = data("programme")
    for one in given["meeting"]:
        starts_at, ends_at = hours(one, today)
        CouncilMeeting.objects.create(
            key=str(key(one["title"])), title=one["title"], place=one["place"], starts_at=starts_at, ends_at=ends_at)
    proposals = {one["title"]: propose(one) for one in given["proposal"]}
    for one in given["event"]:
        make(one, today, [proposals[title] for title in one.get("proposals", ())])


def key(words):
    """The key of a form, the same at every build."""
    return uuid.uuid5(NAMESPACE, f"programme {words}")


def who(role):
    """The account of a card, with what it holds read anew."""
    email = next(row["email"] for row in roles() if row["role"] == role)
    return User.objects.select_related("person").get(email=email)


def hours(one, today):
    """(starts_at, ends_at) of an event or a meeting: on a weekend or a bank holiday it is moved to the next day that is neither."""
    on = today + one["days"] * DAY
    while on.weekday() >= 5 or is_holiday(on):
        on += DAY
    return tuple(at_london(on, datetime.time.fromisoformat(one[name])) for name in ("begins", "ends"))


def propose(one):
    """A proposal, answered where the data has an answer."""
    made = proposing.propose(actor=who(one["role"]), key=key(one["title"]), title=one["title"], text=one["text"])
    Proposal.objects.filter(pk=made.pk).update(made_at=made.made_at - 20 * DAY)
    return proposing.decline(made, actor=keeper(), text=one["answer"]) if "answer" in one else made


def make(one, today, proposals):
    """One event, brought to where the data says that it is."""
    starts_at, ends_at = hours(one, today)
    first = who("member").person
    own = Ward.objects.filter(principal__appointments__in=first.appointments.filter(in_force())).first()
    event = services.make_event(
        actor=keeper(), key=key(f"event {one['title']}"), kind=one["kind"], title=one["title"], about=one["about"], starts_at=starts_at,
        ends_at=ends_at, place=one["place"], link=one.get("link", ""), room_for=one.get("room_for"), open_to_all="wards" not in one,
        invited=[(ward_principal(own), "")] if "wards" in one and own else [], proposals=proposals)
    for post, name, decides in one.get("officers", ()):
        office = Principal.objects.get(post=post, service=Service.objects.get(name=name))
        services.name_officer(event, actor=keeper(), principal=office, decides=decides)
    if "papers" in one:
        add_papers(event, one, today)
    if one["until"] == "draft":
        return
    if one["kind"] == "open_day":
        furnish(event)
    services.announce(event, actor=keeper())
    if one["until"] == "confirmed":
        services.confirm(event, actor=keeper())
        places.answer(event, actor=who("member"), coming=True, access_needs="A seat near the door.")
    if one.get("full"):
        fill(event, own)
    if one["kind"] == "open_day" and one["until"] == "announced":
        book(event)
    if one["until"] == "cancelled":
        services.cancel(Event.objects.get(pk=event.pk), actor=keeper(), text=one["why"])
    if one["until"] == "held":
        hold(event, one, today, own)


def add_papers(event, one, today):
    """A paper that came in time, and, where the data says so, one that came the day before: of a coming event today."""
    begins, _ends = hours(one | {"days": -one["days"]}, today) if one["until"] == "held" else (event.starts_at, event.ends_at)
    papers = {"Counts of the last six months": 14} | ({one["late"]: 1} if "late" in one else {})
    for title, before in papers.items():
        kept, = services.add_papers(event, actor=keeper(), papers=[background(title, one["about"])])
        EventPaper.objects.filter(pk=kept.pk).update(added_at=min(begins - before * DAY, kept.added_at))


def fill(event, own):
    """The Members for the ward ask for places, the first card's last: it waits."""
    people = User.objects.filter(person__appointments__in=own.principal.appointments.filter(in_force())).select_related("person")
    first = who("member")
    for user in [*people.exclude(pk=first.pk).order_by("person__name"), first]:
        places.answer(event, actor=user, coming=True)


def furnish(event):
    """The stands and visits of an open day."""
    for number, (name, shows, where) in enumerate(data("programme")["stands"]):
        service = Service.objects.get(name=name)
        open_days.add_stand(event, actor=keeper(), key=key(f"{event.title}, stand {number}"), service=service, shows=shows, where=where)
    for number, (title, after, room_for) in enumerate(data("programme")["visits"]):
        starts_at = event.starts_at + after * HALF_AN_HOUR
        open_days.add_visit(event, actor=keeper(), key=key(f"{event.title}, visit {number}"), title=title, where="Meet at the door",
                            starts_at=starts_at, ends_at=starts_at + HALF_AN_HOUR, room_for=room_for)


def book(event):
    """Three Members book the first visit, one of them the second as well."""
    first, second = event.visits.all()[:2]
    for visit, role in ((first, "member"), (first, "other_member"), (first, "group_leader"), (second, "member")):
        open_days.book(visit, actor=who(role))


def hold(event, one, today, own):
    """It took place: planned in the future and dated back. What was said, what follows from it, what people thought of an open day."""
    starts_at, ends_at = hours(one | {"days": -one["days"]}, today)
    for role in one["came"]:
        places.answer(event, actor=who(role), coming=True)
    back = event.starts_at - starts_at
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=ends_at, announced_at=starts_at - 30 * DAY)
    for visit in event.visits.all():
        Visit.objects.filter(pk=visit.pk).update(starts_at=visit.starts_at - back, ends_at=visit.ends_at - back)
    event = services.hold(Event.objects.get(pk=event.pk), actor=keeper())
    came = [who(role).person for role in one["came"]]
    event = afterwards.record_who_came(event, actor=keeper(), people=came, residents=one.get("residents"))
    for number, said in enumerate(one.get("said", ())):
        say(event, said, f"{one['title']} {number}", today, own)
    for said in one.get("feedback", ()):
        open_days.give_feedback(event, actor=who(said["role"]), useful=said["useful"], missing=said["missing"], named=said["named"])


def raised_since(event, own):
    """The first case that the Member of the first card raised in the ward after this event, or None."""
    return Case.objects.filter(raised_by=who("member").person, ward=own, received__gt=event.ends_at).order_by("received").first()


def say(event, said, name, today, own):
    """Something that was said there, the case that was made of it, and what follows."""
    case = raised_since(event, own) if said.get("case") else None
    made = afterwards.remark(
        event, actor=who("member"), key=key(f"said {name}"), text=case.text if case else said["text"], said_by=said.get("by", ""),
        ward=own if said.get("own") else None, consent=said.get("consent", Consent.UNASKED))
    if case:  # one of the three hundred, as if the Member had raised it from these words
        Remark.objects.filter(pk=made.pk).update(case=case)
        case.entries.filter(kind="logged").update(text=afterwards.origin_of(event))
    if "done" not in said:
        return
    office = Principal.objects.get(post="head_of_service", service=Service.objects.get(name=said["service"]))
    what = afterwards.follow_up(event, actor=keeper(), key=key(f"follow-up {name}"), text=said["what"], owner=office, said=made,
                                due_on=today + said["due"] * DAY)
    afterwards.report(what, actor=who("head_of_service") if said["service"] == "Street Scene" else keeper(),
                      key=key(f"report {name}"), text=said["word"], done=said["done"])
