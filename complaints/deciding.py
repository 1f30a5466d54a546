"""The decision of a concern, once everybody was heard, and what follows from it. Require, change, record, tell."""
import calendar
import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import inquiry, name_words, nations, policy, routing, telling
from complaints.dealing import add_task, is_party, keep_name, settled
from complaints.models import ConcernTurn, Status
from complaints.reading import once, people_in
from complaints.sanctions import catalogue
from complaints.services import CannotBe, moved, set_facts, tell_both, turn
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment
from council_portal.accounts.policy import IN_OFFICE

Heard = ConcernTurn.Heard
BREACH, PARTLY, NO_BREACH = "breach", "partly", "none"
FINDINGS = (BREACH, PARTLY, NO_BREACH)


class Found(NamedTuple):
    """What was found of one whom it is about, a word of FINDINGS, and what they are told."""

    finding: str
    text: str


def overall(found):
    """The finding on all of several. found: [Found]."""
    findings = {one.finding for one in found}
    return findings.pop() if len(findings) == 1 else PARTLY


class Follows(NamedTuple):
    """One thing that follows from a decision. word: of the catalogue. what: what exactly. due: a London date. months: calendar months.
    whom: for which of those whom it is about, by their places in its facts, from 0; none of them: for all. who: who sees to it, in words;
    "" for the office that decides."""

    word: str
    what: str
    due: datetime.date
    months: int | None = None
    whom: tuple = ()
    who: str = ""


@once
def members_in(concern):
    """Places, in its facts, of those whom it is about who are Members or were one: what follows here follows for nobody else. Whom the
    portal does not know is one where it was raised as a Member's conduct; where it was raised as an officer's, nobody is."""
    facts = concern.facts
    if facts["matter"] == policy.OFFICER and not routing.is_code(facts):
        return []
    keys = [one["person"] for one in facts["subjects"] if one["person"]]
    known = set(Appointment.objects.filter(person__in=keys, principal__post__in=IN_OFFICE).values_list("person", flat=True))
    return [place for place, one in enumerate(facts["subjects"])
            if (one["person"] in known if one["person"] else facts["matter"] == policy.MEMBER)]


def following(concern, found, sanctions):
    """[Follows] with those for whom each follows: of several, every Member whom it is about where nothing was said.

    found: [Found]. Raises CannotBe "officer" for whoever is no Member: the employer's own procedures deal with officers; "no breach" where
    none was found of them.
    """
    members, subjects = members_in(concern), concern.facts["subjects"]
    if sanctions and not members:
        raise CannotBe("officer")
    given = []
    for one in sanctions:
        whom = one.whom or (members if len(members) < len(subjects) else ())
        if not set(whom) <= set(members):
            raise CannotBe("officer")
        if any(found[place if len(found) > 1 else 0].finding == NO_BREACH for place in whom or members):
            raise CannotBe("no breach")
        given.append(one._replace(whom=tuple(whom)))
    return given


@transaction.atomic
def decide(concern, *, actor, reasons, text, finding="", to_subject="", each=(), view="", sanctions=()):
    """The decision. finding: of FINDINGS. reasons: for the file. text and to_subject: what either side is told.

    each: of several whom it is about a Found for each, in the order of its facts, in the place of finding and to_subject: each is told of
    their own alone. view: how the Independent Person's view was taken into account. sanctions: [Follows], or tuples of its parts.
    Raises CannotBe: those of `following` and `fair`; "no view" where one is heard, and was not given or nothing says how it was taken into
    account; "name", with ("what" or "who", the word of the sanction) or ("to_subject", the place of whoever reads it, as text) where it
    stands in one of several texts; "others", with the former, where whoever sees to it is one of several whom it is about;
    catalogue.Unlawful for what the law of today does not allow.
    """
    require(actor, "decide", concern)
    if is_party(concern):
        raise CannotBe("party")
    each, facts = list(each), concern.facts
    findings = each or [Found(finding, to_subject)]
    sanctions = following(concern, findings, [Follows(*one) for one in sanctions])
    fair(concern)
    heard = nations.is_heard(concern) or nations.heard_for(one.word for one in sanctions)
    if heard and not (facts.get("view_given") and view.strip()):
        raise CannotBe("no view")
    for place, one in enumerate(findings):
        keep_name(concern, Heard.SUBJECT, one.text, at=("to_subject", str(place)) if each else "")
    for one in sanctions:
        keep_name(concern, Heard.SUBJECT, one.what, at=("what", one.word))
        keep_name(concern, Heard.SUBJECT, one.who, at=("who", one.word))
        keep_apart(facts["subjects"], one)
    finding = overall(findings)
    of_each = [[one["name"], found.finding] for one, found in zip(facts["subjects"], each, strict=False)]
    turn(concern, actor.person, "why decided", reasons, Heard.OFFICE, finding=finding, view=view, each=of_each)
    turn(concern, actor.person, "decided", text, Heard.BOTH, finding=finding, each=of_each)
    for place, one in enumerate(findings):
        turn(concern, actor.person, "decided", one.text, Heard.SUBJECT, finding=one.finding, whom=[place] if each else [])
    for word, what, due, months, whom, who in sanctions:
        found = catalogue.check(word, timezone.localdate(), settings.COUNCIL_NATION, months)
        names = ", ".join(one["name"] for place, one in enumerate(facts["subjects"]) if not whom or place in whom)
        of = {"kind": "sanction", "who": who, "told": [Heard.SUBJECT], "word": word, "basis": str(found.basis), "whom": whom,
              "for_whom": names}
        add_task(concern, actor, what=exactly(found, what, months), due=due, **of)
        if months and found.limited:  # what lasts for a time is seen to its end
            add_task(concern, actor, what=_("It ends, and all is as before: %(what)s") % {"what": found.text},
                     due=months_after(due, months), **of)
    concern.standings.filter(in_force(), capacity__in=policy.GRANTED).update(until=timezone.now())
    set_facts(concern, finding=finding, **settled(concern, actor))
    moved(concern, Status.DECIDED, actor, "concern decided")
    tell_both(concern, but=actor.person)
    telling.tell(people_in(concern, policy.SUBJECT))
    return concern


def keep_apart(subjects, follows):
    """SECURITY: of several whom it is about each reads their own name alone, so none of the others sees to what follows for them. Raises
    CannotBe "others"."""
    others = [one for place, one in enumerate(subjects) if follows.whom != (place,)] if len(subjects) > 1 else []
    if set(name_words.parts(follows.who)) & {word for one in others for word in name_words.parts(one["name"]) if len(word) > 2}:
        raise CannotBe("others", ("who", follows.word))


def fair(concern):
    """Was everybody heard before it is decided? Raises CannotBe "no view" while one is missing that has to be heard, "untold" where whoever
    it is about was not told, "no contact" where they were not told how to reach the Independent Person (Localism Act 2011, section 28(7)),
    "no report" while somebody investigates, "hearing" while one lies ahead, "no finding" while somebody of the panel has it to hand in."""
    let_in = {row.capacity for row in inquiry.grants(concern)}
    if inquiry.missing_view(concern):
        raise CannotBe("no view")
    if concern.facts["subjects"] and not concern.facts.get("told"):
        raise CannotBe("untold")
    if concern.facts["subjects"] and nations.is_heard(concern) and not concern.facts.get("reached"):
        raise CannotBe("no contact")
    if policy.INVESTIGATOR in let_in:
        raise CannotBe("no report")
    if inquiry.lies_ahead(concern):
        raise CannotBe("hearing")
    if policy.PANEL in let_in:
        raise CannotBe("no finding")


def months_after(day, months):
    """The London date so many calendar months after a day; the last of its month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def exactly(found, what, months):
    """What follows, in words: what it is, what exactly, for how long where it lasts."""
    said = f"{found.text}: {what}" if what else str(found.text)
    return ngettext("%(what)s, for %(n)s month", "%(what)s, for %(n)s months", months) % {
        "what": said, "n": months} if months and found.limited else said
