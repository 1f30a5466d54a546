"""Events that have taken place, what follows from them, and open days, made through the real services. All invented."""
import datetime
import uuid
from types import SimpleNamespace

from django.utils import timezone

from conversations import afterwards, open_days, places, services
from conversations.models import Event
from council_portal.accounts.models import Principal, Service
from tests.conversations.ground import HOUR, announced, plan
from tests.factories import fresh


def take_place(of, event):
    """As if its hour had come: Democratic Services say that it took place."""
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)
    return services.hold(Event.objects.get(pk=event.pk), actor=fresh(of.democratic))


def held(of, **changes):
    """An event that has taken place; the member came, the colleague said no."""
    event = announced(of, **changes)
    places.answer(event, actor=fresh(of.member), coming=True)
    places.answer(event, actor=fresh(of.colleague), coming=False)
    return take_place(of, event)


def say(event, user, text="The buses are too full.", **changes):
    """Something that was said, written down by this account."""
    return afterwards.remark(event, actor=fresh(user), key=uuid.uuid4(), text=text, **changes)


def begin(of, event, owner, *, days=14, **changes):
    """A follow-up of this office, to be done in so many days."""
    given = {"actor": fresh(of.democratic), "key": uuid.uuid4(), "text": "Count the buses anew", "owner": owner,
             "due_on": timezone.localdate() + datetime.timedelta(days=days)}
    return afterwards.follow_up(event, **(given | changes))


def report(one, user, text="Half of them are counted.", **changes):
    """A word on how a follow-up stands."""
    return afterwards.report(one, actor=fresh(user), **({"key": uuid.uuid4(), "text": text} | changes))


def open_day(of, **changes):
    """An open day that is announced, of six hours."""
    event = plan(of, **({"kind": "open_day", "title": "Open day"} | changes))
    services.change(event, actor=fresh(of.democratic), version=event.version, ends_at=event.starts_at + 6 * HOUR)
    return services.announce(event, actor=fresh(of.democratic))


def visit(of, event, after=1, **changes):
    """A visit of an hour, so many hours after the open day begins."""
    given = {"title": "A tour of the depot", "starts_at": event.starts_at + after * HOUR, "ends_at": event.starts_at + (after + 1) * HOUR}
    return open_days.add_visit(event, actor=fresh(of.democratic), key=uuid.uuid4(), **(given | changes))


def stand(of, event, service, shows="How a gully is cleared", **changes):
    """A stand of this service."""
    return open_days.add_stand(event, actor=fresh(of.democratic), key=uuid.uuid4(), service=service, shows=shows, **changes)


def furnish(made):
    """For the council of the matrices: an event for all Members that has taken place, with what the first Member wrote down, something that
    the Head of Street Scene has to do and something that is done; one that is followed up; an open day with a stand and a tour, and one of
    each that was taken out; one that has taken place, with what the Group Leader said of it."""
    of = SimpleNamespace(democratic=made.users["democratic_services"], member=made.users["member"], colleague=made.users["group_leader"])
    street_scene = Service.objects.get(name="Street Scene")
    head = Principal.objects.get(post="head_of_service", service=street_scene)
    event = held(of, title="Where the buses go")
    said = say(event, of.member, said_by="The residents of Mill Green")
    follow_up, done = begin(of, event, head, said=said), begin(of, event, head, text="Put up the new timetable")
    report(done, of.democratic, "It hangs at every stop.", done=True)
    closed = afterwards.close(held(of, title="Where the trees go"), actor=fresh(of.democratic))
    day = open_day(of)
    past_day = take_place(of, open_day(of, title="Open day of the spring"))
    open_days.give_feedback(past_day, actor=fresh(of.colleague), useful="The map of the drains.", missing="Seats.", named=True)
    gone = visit(of, day, after=4), stand(of, day, street_scene, shows="An old map")
    for part in gone:
        open_days.take_out(part, actor=fresh(of.democratic))
    return {"held_event": event.uid, "said": said.uid, "follow_up": follow_up.uid, "done_follow_up": done.uid, "closed_event": closed.uid,
            "open_day": day.uid, "past_open_day": past_day.uid,
            "tour": visit(of, day).uid, "tour_gone": gone[0].uid, "stand": stand(of, day, street_scene).uid,
            "stand_gone": gone[1].uid}
