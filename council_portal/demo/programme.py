"""The demo council's programme: events, what was proposed for them, the council's own meetings. All invented."""
import datetime
import uuid

from conversations import afterwards, open_days, places, proposing, services
from conversations.models import CouncilMeeting, Event, EventPaper, Proposal
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
    """(starts_at, ends_at) of an event or a meeting: on a weekend it is moved to the Monday after."""
    on = today + one["days"] * DAY
    on += (7 - on.weekday()) * DAY if on.weekday() >= 5 else 0 * DAY
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
        services.add_papers(event, actor=keeper(), papers=[background("Counts of the last six months", one["about"])])
        EventPaper.objects.filter(event=event).update(added_at=starts_at - 14 * DAY)
    if one["until"] == "draft":
        return
    if one["kind"] == "open_day":
        furnish(event)
    services.announce(event, actor=keeper())
    if one["until"] == "confirmed":
        services.confirm(event, actor=keeper())
        places.answer(event, actor=who("member"), coming=True, access_needs="A seat near the door.")
    if one["until"] == "cancelled":
        services.cancel(Event.objects.get(pk=event.pk), actor=keeper(), text=one["why"])
    if one["until"] == "held":
        follow(event, one, today)


def furnish(event):
    """The stands and visits of an open day."""
    for number, (name, shows, where) in enumerate(data("programme")["stands"]):
        service = Service.objects.get(name=name)
        open_days.add_stand(event, actor=keeper(), key=key(f"stand {number}"), service=service, shows=shows, where=where)
    for number, (title, after, room_for) in enumerate(data("programme")["visits"]):
        starts_at = event.starts_at + after * HALF_AN_HOUR
        open_days.add_visit(event, actor=keeper(), key=key(f"visit {number}"), title=title, where="Meet at the door", starts_at=starts_at,
                            ends_at=starts_at + HALF_AN_HOUR, room_for=room_for)


def follow(event, one, today):
    """It took place: what was said, and what follows from it. The event is planned in the future and dated back."""
    starts_at, ends_at = hours(one | {"days": -one["days"]}, today)
    places.answer(event, actor=who("member"), coming=True)
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=ends_at, announced_at=starts_at - 30 * DAY)
    event = services.hold(Event.objects.get(pk=event.pk), actor=keeper())
    for number, said in enumerate(one["said"]):
        made = afterwards.remark(event, actor=who("member"), key=key(f"said {number}"), text=said["text"], said_by=said.get("by", ""))
        if "done" not in said:
            continue
        office = Principal.objects.get(post="head_of_service", service=Service.objects.get(name=said["service"]))
        what = afterwards.follow_up(event, actor=keeper(), key=key(f"follow-up {number}"), text=said["what"], owner=office, said=made,
                                    due_on=today + said["due"] * DAY)
        afterwards.report(what, actor=who("head_of_service") if said["service"] == "Street Scene" else keeper(),
                          key=key(f"report {number}"), text=said["word"], done=said["done"])
