"""What is read of a concern: who stands in it and is kept out of it, what each of them hears, and which are with whom."""
import functools

from django.conf import settings
from django.utils import timezone

from complaints import deadlines, policy, routing
from complaints.models import Concern, ConcernTurn
from council_portal.access.models import in_force
from council_portal.access.queryset import held
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Person, Principal
from council_portal.clock.days import london_date
from council_portal.sealing.fields import ring


def ask_once(concern, raiser=None):
    """Let this row of a page that changes nothing answer again what was asked of it before: who raised it, is kept out, stands in it.

    raiser: the Person who raised it, where that is who reads it.
    """
    concern.asked = {(raiser_of.__name__,): raiser} if raiser else {}


def once(ask):
    """A question about a concern, which a row is asked once where `ask_once` says so. ask: takes the concern, and words."""
    @functools.wraps(ask)
    def asked(concern, *words):
        if concern.asked is None:
            return ask(concern, *words)
        key = (ask.__name__, *words)
        if key not in concern.asked:
            concern.asked[key] = ask(concern, *words)
        return concern.asked[key]

    return asked


@once
def kept_out(concern):
    """The people who are kept out of it, open or not in office."""
    keys = [row.who.removeprefix("person:") for row in concern.exclusions.filter(in_force())]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


@once
def subjects_of(concern):
    """The people whom it is about, as far as they are known."""
    keys = [one["person"] for one in concern.facts["subjects"] if one["person"]]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


@once
def raiser_of(concern):
    """The person who raised it."""
    row = concern.standings.filter(capacity=policy.COMPLAINANT).order_by("pk").first()
    return Person.objects.get(pk=row.who.removeprefix("person:"))


@once
def offices_of(concern, capacity):
    """[(standing, Principal)] of the offices that stand in it now in this capacity."""
    rows = list(concern.standings.filter(in_force(), capacity=capacity).order_by("pk"))
    found = Principal.objects.in_bulk([int(row.who.removeprefix("principal:")) for row in rows])
    return [(row, found[int(row.who.removeprefix("principal:"))]) for row in rows]


def office_name(concern):
    """What the office that deals with it is called; "" where none does."""
    return next((principal.name for _row, principal in offices_of(concern, policy.HANDLER)), "")


@once
def people_of(concern, capacity):
    """Who would open it today in this capacity: none where its office has nobody who is free."""
    return free_of(concern, [principal for _row, principal in offices_of(concern, capacity)])


def free_of(concern, offices):
    """The people of these offices, Principals, who would open it today."""
    out = [raiser_of(concern), *kept_out(concern)]
    return [one.person for principal in offices for one in holders_of(principal, excluding=out) if routing.signs_in(one.person)]


@once
def talked_with(concern):
    """The people who hold an office that was asked for the talk before the form, where the protocol says that the form ends its access."""
    way = routing.way_of(concern)
    rows = [row.who.removeprefix("principal:") for row in concern.standings.filter(capacity=policy.TALKER)] if way.form.ends_access else []
    offices = Principal.objects.filter(pk__in=rows, post__in=way.form.ends_access) if rows else ()
    return [one.person for office in offices for one in holders_of(office)]


@once
def awaited(concern):
    """The London date until which a concern waits for whoever of its office cannot sign in since a short time, or None: an account that is
    closed by mistake or in ill will takes nothing from anybody that is not given back with it. So many working days as
    CONCERN_ACCOUNT_DAYS says, the portal's own rule."""
    out = {one.pk for one in (raiser_of(concern), *kept_out(concern))}
    found = [one.person.user.closed_at for _row, office in offices_of(concern, policy.HANDLER) for one in holders_of(office)
             if one.person.pk not in out and hasattr(one.person, "user") and one.person.user.closed_at]
    last = max((deadlines.after(london_date(at), settings.CONCERN_ACCOUNT_DAYS) for at in found), default=None)
    return last if last and timezone.localdate() <= last else None


def people_in(concern, capacity):
    """The people who stand in it by name now in this capacity."""
    keys = [row.who.removeprefix("person:") for row in concern.standings.filter(in_force(), capacity=capacity).order_by("pk")]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


def stands_as(user, concern):
    """The capacities of this reader in it."""
    return held(user, Concern, [concern.pk]).get(concern.pk, set())


def heard_in(capacities):
    """Words of Heard: what somebody in these capacities hears."""
    return frozenset().union(*(policy.HEARS[one] for one in capacities))


def heard_by(concern, heard):
    """[(turn, what was said)] that are for these (words of Heard), in their order."""
    return [(row, row.facts) for row in concern.turns.filter(heard__in=heard)]


def turns_for(concern, user, capacities):
    """The same for this reader in these capacities. SECURITY: one of several whom it is about reads nothing of another."""
    return [(row, said) for row, said in heard_by(concern, heard_in(capacities)) if concern.is_for(said, user, capacities)]


def tasks_for(concern, user, capacities):
    """The tasks that are for this reader in these capacities, by the same rule."""
    heard = heard_in(capacities)
    return [task for task in concern.tasks.all() if heard & set(task.facts["told"]) and concern.is_for(task.facts, user, capacities)]


def papers_for(concern, user, capacities):
    """The papers that are for this reader in these capacities, by the same rule."""
    return [paper for paper in concern.papers.all() if paper.is_for(concern, user, capacities)]


def as_read(concern, user):
    """What a form of this reader was shown with, a short text: another one once something has changed that is for them to see.

    SECURITY: for the office every change counts; for everybody else what they hear alone, or they could tell what is not for them.
    """
    capacities = stands_as(user, concern)
    if policy.HANDLER in capacities:
        return str(concern.version)
    tasks = tasks_for(concern, user, capacities)
    return "-".join(str(part) for part in (
        concern.status, len(turns_for(concern, user, capacities)), len(papers_for(concern, user, capacities)), len(tasks),
        sum(bool(task.ended_at) for task in tasks)))


def waiting_papers(concern):
    """The papers that were added before a talk and did not go with the form, or have not yet."""
    return list(concern.papers.filter(heard=policy.TO_FORM))


def in_hand(user):
    """The open concerns that this reader's offices deal with or were asked to talk over, the one that waits longest first."""
    held = Concern.objects.capacities(user)
    keys = [pk for pk, capacities in held.items() if capacities & {policy.HANDLER, policy.TALKER}]
    return list(Concern.objects.filter(pk__in=keys, is_open=True).order_by("last_activity", "pk")) if keys else []


def raised_before(user, people):
    """The open concerns that this reader raised about one of these people, the latest first: what is raised again may be the same."""
    keys = [pk for pk, capacities in Concern.objects.capacities(user).items() if policy.COMPLAINANT in capacities]
    about = {one.pk for one in people}
    found = Concern.objects.filter(pk__in=keys, is_open=True).order_by("-made_at", "-pk") if about else []
    return [one for one in found if about & {subject["person"] for subject in one.facts["subjects"]}]


def dealt_with(user):
    """Keys of the concerns that this reader's offices deal with, open or not."""
    return [pk for pk, capacities in Concern.objects.capacities(user).items() if policy.HANDLER in capacities]


def has_lost():
    """Is there a concern that no key opens? Nobody finds it then, and the pages say so to everybody alike. One statement."""
    known = {key.name for key in ring().keys}
    return any(about.key_name not in known for about in Concern.objects.values_list("about", flat=True))


def listed(user):
    """[(concern, the instant of the last thing that this reader heard of it, their capacities)] of what they stand in, open ones first, the
    latest first.

    At the end, with None for the instant, what they decided and another office looks at again: whether it is open is not theirs to know.
    """
    held = Concern.objects.capacities(user)
    heard = last_heard(held, user)
    found = [(one, None if policy.DECIDER in held[one.pk] else heard.get(one.pk, one.made_at), held[one.pk])
             for one in Concern.objects.filter(pk__in=held)]
    return sorted(found, key=lambda line: (line[1] is not None, line[1] is not None and line[0].is_open, line[1] or line[0].made_at,
                                           line[0].pk), reverse=True)


def last_heard(held, user):
    """{key of a concern: the instant of the last thing that its reader heard of it}, for a list. held: {key: capacities}. One statement.

    Absent where nothing was heard. The office hears everything.
    """
    heard, found = {pk: heard_in(capacities) for pk, capacities in held.items()}, {}
    for row in ConcernTurn.objects.filter(concern__in=held).select_related("concern").order_by("at"):
        pk = row.concern_id
        if row.heard in heard[pk] and (policy.SUBJECT not in held[pk] or row.concern.is_for(row.facts, user, held[pk])):
            found[pk] = row.at
    return found
