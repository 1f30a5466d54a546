"""To whom a concern goes: by the protocol in force, and past whoever is concerned in it, so that they never stand on its way."""
import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints import policy
from complaints.connections.apart import connected
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Principal
from council_portal.accounts.policy import SEATS
from council_portal.accounts.services import group_of
from council_portal.protocol.rules import Route, Step
from council_portal.protocol.services import in_force, route_under, rules_of
from directory.models import Officer

CODE = "code"  # of kinds.KINDS
MONITORING, DEPUTY, CHIEF = "monitoring_officer", "deputy_monitoring_officer", "chief_executive"
# Where the office that the protocol names has nobody who is free to take it (CMP-CONFLICT): the deputy for the Monitoring Officer, the
# Monitoring Officer for every other. Where they are concerned too, whoever else answers to the council as a whole. No protocol says so: the
# portal's own rule.
INSTEAD = (MONITORING, DEPUTY, CHIEF, "section_151_officer", "chief_operating_officer", "executive_director", "director", "chief_officer")

# Offices of one side. What calls for an investigation or is a matter of the Code of Conduct is not theirs, and of what is sent to another
# office nothing comes to them while anybody else is free. No protocol says so: the portal's own rule.
PARTY = frozenset({"group_leader"})
SHOWN = 3  # offices that are named before anything is sent


@dataclass(frozen=True)
class Way:
    """What the protocol says of one matter by one side. talk: the step that comes before the form, or None; form: whoever gets that."""

    version: object
    route: Route
    talk: Step | None
    form: Step

    @property
    def silent(self):
        """Does the protocol name nobody?"""
        return self.route.silent


@dataclass(frozen=True)
class Office:
    """An office that takes it. post: its word; passed: the posts before it that had nobody free; people: who would read it today."""

    principal: Principal
    post: str
    passed: tuple
    people: tuple


def side_of(user):
    """On which side this person raises it: "member" or "officer"."""
    return "member" if SEATS in user.posts else "officer"


def way_for(user, matter):
    """The way of a concern that this person would raise today. Raises protocol.services.NothingInForce."""
    version = in_force()
    return as_way(version, route_under(version, matter, side_of(user)))


def way_of(concern):
    """The way of a concern that was raised: by the protocol and the route that it keeps."""
    return as_way(concern.protocol, Route.from_json(json.loads(concern.route)))


def as_way(version, route):
    """Parted into the talk that comes first, where there is one, and the step at which somebody deals with it."""
    steps = route.to_follow
    talk = next((step for step in steps if step.stage == "informal"), None)
    return Way(version, route, talk, next(step for step in steps if step.formal))


def office_for(step, *, raiser, subjects=(), out=(), chosen="", instead=True, formal=False):
    """The office to which a step turns, or None where nobody is free. Never one whose only holders are concerned.

    raiser: a Person, who never deals with it. subjects: people whom it is about. out: others who are kept out. chosen: a post of the step
    that whoever raises it prefers. instead: go on to INSTEAD where the step's own posts have nobody. formal: is it past what an office of
    one side can settle, or a matter of the Code of Conduct (`is_code`)? Who declared a personal connection with either side, or with whom
    one was declared, is passed over too, unless nobody else is left.
    """
    known = {"raiser": raiser, "subjects": subjects, "out": out, "chosen": chosen, "instead": instead, "formal": formal}
    return office_past(step, **known, past_connected=True) or office_past(step, **known, past_connected=False)


def shown(step, **known):
    """[Office] that are named before anything is sent, at most three: which would have it, and the next ones, should it not be free.

    SECURITY: no personal connection counts for it, or the page would tell everybody who tries a name what is declared to the Monitoring
    Officer alone (SEC-5.7). known: as `office_for` takes it.
    """
    given = {"subjects": (), "out": (), "chosen": "", "instead": True, "formal": False} | known
    found = []
    while len(found) < SHOWN and (office := office_past(step, **given, past_connected=False)):
        found.append(office)
        given["out"] = [*given["out"], *office.people]
    return found


def posts(step, *, chosen, instead, formal):
    """Words of the posts to try, in their order: what was chosen or comes first, the deputy of the Monitoring Officer, what else the step
    names, who stands in, and last what is of one side."""
    first, *others = sorted((post for post in step.to if not (formal and post in PARTY)), key=lambda post: post != chosen) or [""]
    deputy = [DEPUTY] if first == MONITORING and instead else []
    rest = [post for post in others if post not in PARTY]
    return [post for post in dict.fromkeys([first, *deputy, *rest, *(INSTEAD if instead else ()), *others]) if post]


def office_past(step, *, raiser, subjects, out, chosen, instead, formal, past_connected):
    """The same. past_connected: only somebody of whom no personal connection with either side was declared (SEC-5.7)."""
    about = subjects[0] if subjects else None
    group = group_of(about) if about and step.of == "subject" else group_of(raiser)
    service = service_of(about) if about else None
    passed = []
    for post in posts(step, chosen=chosen, instead=instead, formal=formal):
        found = [one for one in holders(post, service=service, group=group, excluding=[raiser, *subjects, *out]) if signs_in(one.person)]
        if past_connected and found:
            bound = connected([one.person for one in found], [raiser, *subjects])
            found = [one for one in found if one.person not in bound]
        if found:
            people = tuple(dict.fromkeys(one.person for one in found))
            return Office(found[0].principal, post, tuple(passed), people)
        passed.append(post)
    return None


def signs_in(person):
    """Can this person sign in? Whoever cannot would never read it."""
    return hasattr(person, "user") and person.user.is_active


def service_of(person):
    """The service that an officer's entry in the directory names, or None."""
    entry = Officer.objects.filter(person=person).select_related("service").first()
    return entry.service if entry else None


def choices(way):
    """The posts of the form's step among which whoever raises it may choose, as (word, name): [] where the protocol leaves no choice.

    Who holds them is not known before it is said whom it is about; the page between shows it.
    """
    step, rules = way.form, rules_of(way.version)
    if len(step.to) < 2 or step.all_of:
        return []
    of_subject = {post for post in step.to if step.of_post(post) == "subject"}
    return [(post, _("%(post)s of whoever it is about") % {"post": _(rules.post_name(post))} if post in of_subject else
             _(rules.post_name(post))) for post in step.to]


def talk_for(way, *, raiser, subjects=(), out=()):
    """The office that is asked for a talk first, or None: the protocol asks for none, or whoever would have it is concerned."""
    if way.talk is None:
        return None
    return office_for(way.talk, raiser=raiser, subjects=subjects, out=out, instead=False)


def is_code(facts):
    """Is it a matter of the Code of Conduct for Members? For whoever raised it, where it is not about an officer; for the office, by
    whatever door it came. facts: of the concern."""
    return CODE in facts.get("branch", ()) or (facts["matter"] != policy.OFFICER and CODE in facts["kinds"])


def is_advice(matter):
    """Is it a question rather than a complaint (SEC-1.10)?"""
    return matter == policy.ADVICE
