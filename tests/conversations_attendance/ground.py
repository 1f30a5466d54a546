"""A council with two groups, their leaders and the posts that requests go to; requests in it, by the doors that they go through."""

import datetime
import uuid
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from conversations.attendance import parity, reviewing, services, telling
from conversations.attendance.models import AttendanceRequest, AttendanceStanding, CopyTo, DecisionCopy
from council_portal.accounts.models import Principal, Service
from council_portal.accounts.services import appoint
from council_portal.documents.uploads import check_upload
from profiles.models import Body, Seat
from tests import factories
from tests.casework.ground import undone
from tests.factories import fresh

__all__ = [
    "NO", "SAID", "STANDS", "STATES", "WHY", "ContentFile", "agree", "ask", "at", "begun", "council", "furnish", "in_every_state",
    "paper", "second", "undone", "uuid",
]


NO = "No one is free then."
WHY = "It can be on another evening."
STANDS = "No group was told of anything like it."


def council(protocol="model"):
    """`factories.council` with more: town_member (the other group's), leaders of both groups, a scrutiny committee with the member as its
    chair, directors, a chief operating officer."""
    made = factories.council(protocol)
    made.leader, made.town_leader = made.colleague, factories.member("Halima Yusuf", of=made.wards.castle, in_group=made.groups.town)
    for user, group in ((made.leader, made.groups.harbour), (made.town_leader, made.groups.town)):
        appoint(user.person, factories.post("group_leader", in_group=group), authority="Invented")
    made.scrutiny = Body.objects.create(name="Scrutiny", kind="scrutiny")
    Seat.objects.create(person=made.member.person, body=made.scrutiny, role="chair", began_on=factories.LONG_AGO.date())
    made.exec_director = factories.officer("Noor Castle", "executive_director", of=made.services.place)
    made.coo = factories.officer("Will Hart", "chief_operating_officer")
    for name in ("town_leader", "leader", "exec_director", "coo"):
        made.accounts[name] = getattr(made, name)
    return made


def at(days=7, hour=18, minute=0):
    """An instant so many days from today, at an hour of London."""
    on = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(hour, minute)))


def ask(of, who="leader", kind="group_meeting", **changes):
    """A request of this account."""
    given = {"title": "The waste contract", "text": "What it costs and when it begins.", "service": of.services.street_scene,
             "starts_at": at(hour=18), "ends_at": at(hour=19), "decides_at": at(hour=19), "place": "Committee room 2", "key": uuid.uuid4()}
    return services.ask(actor=fresh(of.accounts[who]), kind=kind, **(given | changes))


def agree(of, request, who="chief_executive", **changes):
    """Agreed by this account, under a new topic unless said otherwise."""
    head = Principal.objects.get(post="head_of_service", service=of.services.street_scene)
    given = {"officer": head, "slot_from": at(hour=18), "slot_until": at(hour=18, minute=45),
             "arrangements": "Forty minutes with slides, and questions."}
    if request.is_of_group and "topic" not in changes:
        given["new_topic"] = f"Waste {uuid.uuid4().hex[:6]}"
    return services.agree(request, actor=fresh(of.accounts[who]), **(given | changes))


def second(of, topic, **changes):
    """The other group asks and is briefed on the same topic."""
    return agree(of, ask(of, "town_leader"), topic=topic, **changes)


def begun(request):
    """As if the hour had come: the officer's time has begun."""
    AttendanceRequest.objects.filter(pk=request.pk).update(slot_from=at(days=-1), slot_until=at(days=-1, hour=18, minute=45))
    request.slot_from, request.slot_until = at(days=-1), at(days=-1, hour=18, minute=45)
    return request


def paper(topic, of, text, who="chief_executive", replaces=None):
    """A paper of the pack with this text."""
    upload = check_upload(ContentFile(text.encode(), name="pack.txt"))
    parity.add_papers(topic, actor=fresh(of.accounts[who]), uploads=parity.store([upload]), replaces=replaces)
    return topic.papers.order_by("-pk").first()


def decider(request, accounts):
    """The name of the account that decides on it. accounts: {name: User}."""
    deciding = set(AttendanceStanding.objects.filter(request=request, capacity="decider").values_list("principal", flat=True))
    return next(name for name, user in accounts.items() if deciding & set(fresh(user).principals))


# upheld, set_aside: a refusal that was looked at. briefing, told_briefing: of a private briefing. differs: agreed on other terms than those
# of the first group, which wait to be looked at. to_make_good: the same, looked at. refused_again: refused after a
# refusal was set aside, which waits to be agreed to.
STATES = ["asked", "agreed", "refused", "upheld", "set_aside", "withdrawn", "done", "briefing", "told_briefing", "differs",
          "to_make_good", "refused_again"]
SAID = "What the group was told of the contract."


def in_every_state(made):
    """{state: request} of the first Member in the council of the matrices: the meeting of a group in each state, a note written of the one
    that is done; a private briefing that is theirs alone, and one that may be told."""
    of = SimpleNamespace(accounts=made.users, services=SimpleNamespace(street_scene=Service.objects.get(name="Street Scene")))
    member = made.users["member"]
    kinds = {state: "private_briefing" if "briefing" in state else "group_meeting" for state in STATES}
    found = {state: ask(of, "member", kind, title=state) for state, kind in kinds.items()}
    for state in ("agreed", "done", "briefing", "told_briefing"):
        agree(of, found[state], who=decider(found[state], made.users))
    for state in ("refused", "upheld", "set_aside", "refused_again"):
        services.refuse(found[state], actor=fresh(made.users[decider(found[state], made.users)]), reason=NO)
    reviewing.uphold(found["upheld"], actor=fresh(made.users["monitoring_officer"]), why=STANDS)
    for state in ("set_aside", "refused_again"):
        reviewing.set_aside(found[state], actor=fresh(made.users["monitoring_officer"]), why=WHY)
    services.refuse(found["refused_again"], actor=fresh(made.users[decider(found["refused_again"], made.users)]), reason=NO)
    services.withdraw(found["withdrawn"], actor=fresh(member))
    services.note(begun(found["done"]), actor=fresh(made.users["head_of_service"]), text=SAID, key=uuid.uuid4())
    telling.permit(found["told_briefing"], actor=fresh(member), to=telling.may_be_named(found["told_briefing"])[:1],
                   text="Whoever has to know.")
    first = ask(of, "other_member")
    topic = agree(of, first, who=decider(first, made.users), apart=WHY).briefing.topic
    for state in ("differs", "to_make_good"):
        agree(of, found[state], who=decider(found[state], made.users), topic=topic, arrangements="Ten minutes.", difference=WHY)
    reviewing.make_good(found["to_make_good"], actor=fresh(made.users["monitoring_officer"]), why=WHY)
    return {state: type(one).objects.get(pk=one.pk) for state, one in found.items()}


def furnish(made):
    """In the council of the matrices, and their places: a request of the first Member; one of the other Member that is agreed to, on a
    topic with a paper that is offered to every group; a decision that was copied to the Group Leader; two scrutiny committees, without
    anybody; a refusal to the first Member, and an agreement on other terms than the other Member had, which wait to be looked at."""
    users, service = made.users, Service.objects.get(name="Street Scene")
    of = SimpleNamespace(accounts=users, services=SimpleNamespace(street_scene=service))
    for name in ("People Scrutiny", "Place Scrutiny"):
        Body.objects.create(name=name, kind="scrutiny")
    topic = parity.begin(actor=fresh(users["chief_executive"]), title="The waste contract")
    pack = paper(topic, of, "What it costs.")
    held = begun(agree(of, ask(of, "other_member"), topic=topic))
    parity.offer(topic, actor=fresh(users["chief_executive"]), text="Half an hour with the Head of Street Scene.")
    copied = DecisionCopy.objects.create(request=held, text="The chair of the parish is there.", clause="7.4", written_as="Chief Executive")
    CopyTo.objects.create(copy=copied, principal=Principal.objects.get(post="group_leader"))
    refused = services.refuse(ask(of, "member", title="The market"), actor=fresh(users["chief_executive"]), reason=NO,
                              apart="It is about stalls, not the contract.")
    rents = agree(of, ask(of, "other_member", title="Rents"), new_topic="Rents").briefing.topic
    differs = agree(of, ask(of, "member", title="What rents are"), topic=rents, arrangements="Ten minutes by telephone.",
                    difference="Nobody is free for longer.")
    return {"differs": differs.uid, "attendance": ask(of, "member").uid, "held": held.uid, "topic": topic.uid, "pack": pack.uid,
            "copy": copied.uid, "refused": refused.uid}
