"""Requests of the demo's political groups that officers attend, a topic of the ledger with its pack, and an offer to every group; a refusal
that waits to be looked at; meetings with elected people of other bodies."""
import datetime
import uuid

from django.utils import timezone

from conversations.attendance import parity, policy, services
from conversations.attendance.models import AttendanceNote, AttendanceRequest, Briefing, Given
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Principal, User
from council_portal.clock.days import at_london
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.keeping import NAMESPACE, account
from council_portal.demo.papers import checked

BEGINS, SLOT_ENDS = datetime.time(18), datetime.time(18, 40)


def ask_for_officers(service, today):
    """The requests, by the leaders of two groups about this service: one held, one agreed to, one that waits, one refused.
    Nobody learns of another."""
    head = Principal.objects.get(post="head_of_service", service=service)
    topics = {}
    for number, one in enumerate(data("attendance")["request"]):
        leader = account(holders_of(Principal.objects.get(post="group_leader", group__name=one["group"])))
        on = today + one["days"] * DAY
        made = services.ask(
            actor=leader, key=uuid.uuid5(NAMESPACE, f"attendance {number}"), kind=policy.GROUP_MEETING, service=service,
            title=one["title"], text=one["text"], place=one["place"], starts_at=at_london(on, BEGINS), ends_at=at_london(on, SLOT_ENDS),
            decides_at=at_london(on, SLOT_ENDS))
        if "topic" in one:
            chief = decider(made)
            topic = topics.get(one["topic"]) or begin(one["topic"], chief)
            topics[one["topic"]] = topic
            services.agree(made, actor=chief, officer=head, slot_from=made.starts_at, slot_until=at_london(on, SLOT_ENDS),
                           arrangements=one["arrangements"], topic=topic)
        if "refused" in one:
            services.refuse(made, actor=decider(made), reason=one["refused"], apart=one["apart"])
        if "note" in one:
            services.note(made, actor=account(holders_of(head)), text=one["note"], key=uuid.uuid5(NAMESPACE, f"note {number}"))
            date_back(made, on)
    meet_other_bodies(service, head, today)


def meet_other_bodies(service, head, today):
    """Two meetings with elected people of other bodies that are not cross-party, for which the head of this service asks: one waits for its
    decision, one is agreed to."""
    for number, one in enumerate(data("attendance")["outside"]):
        on = today + one["days"] * DAY
        made = services.ask(
            actor=account(holders_of(head)), key=uuid.uuid5(NAMESPACE, f"outside {number}"), kind=policy.EXTERNAL, service=service,
            title=one["title"], text=one["text"], place=one["place"], body=one["body"], starts_at=at_london(on, BEGINS),
            ends_at=at_london(on, SLOT_ENDS))
        if "arrangements" in one:
            services.agree(made, actor=decider(made), officer=head, slot_from=made.starts_at, slot_until=made.ends_at,
                           arrangements=one["arrangements"])


def decider(request):
    """The account of somebody who decides on this request."""
    return account(holders_of(request.standings.filter(capacity=policy.DECIDER).first().principal))


def begin(title, chief):
    """The topic with its pack, offered to every group."""
    told = next(one for one in data("attendance")["topic"] if one["title"] == title)
    topic = parity.begin(actor=chief, title=title)
    parity.add_papers(topic, actor=chief, uploads=parity.store([checked(told["paper"].encode(), told["name"])]))
    return parity.offer(topic, actor=User.objects.get(pk=chief.pk), text=told["offer"])


def date_back(request, on):
    """As if it had been asked, decided and written down at its time."""
    asked, after = at_london(on - 14 * DAY, datetime.time(10)), at_london(on + DAY, datetime.time(9, 30))
    decided = at_london(on - 12 * DAY, datetime.time(15))
    AttendanceRequest.objects.filter(pk=request.pk).update(
        asked_at=asked, made_at=asked, decided_at=decided, last_activity=min(after, timezone.now()))
    AttendanceNote.objects.filter(request=request).update(at=after)
    Briefing.objects.filter(request=request).update(at=decided)
    Given.objects.filter(briefing__request=request).update(at=decided)
