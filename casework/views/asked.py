"""How a question is put into words that officers ask a Member outside any case: it is never said that the Member raised it."""
from django.utils.translation import gettext as _

from casework.kinds import in_a_word
from casework.models import CaseEntry, Status
from casework.owners import OWN_RULE
from casework.views import words
from casework.views.ladder import rung
from council_portal.clock.days import london_date
from council_portal.design.dates import day
from council_portal.protocol.rules import Route

Kind = CaseEntry.Kind


def why(case, standings, *, clocks=(), turns=()):
    """Who asks whom, since when, and what is awaited of whom, as sentences with the clause that each rests on. As `words.why` takes them.
    """
    given = {"asker": case.asked_by.full_name, "member": case.raised_by.full_name, "who": words.who(case),
             "day": day(london_date(case.received))}
    said = [{"text": _("%(asker)s asked %(member)s this on %(day)s. It belongs to no case.") % given}]
    if Route.from_json(case.route).silent:
        said.append({"text": _("The protocol does not say how officers ask a Member something. That it is done here is the portal’s own "
                               "rule.")})
    if case.status == Status.CLOSED:
        return [*said, {"text": _("It has been settled by whoever asks. Nothing more is awaited of anybody; what is asked next is a new "
                                  "question.")}]
    if case.status == Status.UNROUTED:
        said += words.unrouted(case, turns)
    elif case.status == Status.WITH_MEMBER:
        said += [*words.how_it_came(case, standings, turns), *awaited(given, clocks)]
    else:
        said += [*words.how_it_came(case, standings, turns), {"text": " ".join([
            last_word(turns) % given, _("%(who)s settles the question, or asks again.") % given, str(OWN_RULE)])}]
    return said + [{"text": text} for text in (*words.who_sees_to_it(case), *words.who_has_left(case), *words.what_has_ended(case))]


def awaited(given, clocks):
    """That the office waits for the reply, and by when it is due."""
    yield {"text": _("%(who)s waits for the reply of %(member)s.") % given}
    clock = next((clock for clock in clocks if clock.kind == "member" and clock.stopped_at is None), None)
    if clock:
        own = "" if clock.source == "protocol" else " " + _("The protocol sets no time for it: that is the portal’s own.")
        yield {"text": _("The reply is due by %(day)s.") % {"day": day(clock.due_on)} + own, "clause": clock.clause}


def last_word(turns):
    """Did the Member reply? With a place for their name. turns: those that the reader may read."""
    last = next((turn.kind for turn in reversed(turns) if turn.kind in (Kind.REPLIED, Kind.WENT_ON)), None)
    return {
        Kind.REPLIED: _("%(member)s has replied."), Kind.WENT_ON: _("%(member)s did not reply, and the reply is awaited no longer."),
    }.get(last, _("Nothing is awaited of %(member)s at present."))


def summary(case):
    """The facts of the question."""
    return [
        (_("Kind of matter"), in_a_word(case.matter)), (_("Service"), case.service.name), (_("Asked by"), case.asked_by.full_name),
        (_("Asked of"), case.raised_by.full_name), (_("Asked"), words.moment(case.received)),
        (_("Asked under"), f"{case.protocol.title} ({case.protocol.version})")]


def rungs(case):
    """The two between whom it goes, as `ladder` gives rungs: the office that asks, the Member; Democratic Services, where nobody is left.
    """
    office, member = {
        Status.WITH_MEMBER: ("waits", "here"), Status.CLOSED: ("done", "had"), Status.UNROUTED: ("had", "had")}.get(
            case.status, ("here", "had"))
    note = _("Was asked; the office waits for the reply.") if member == "here" else _("Was asked.")
    owner = case.owner.full_name if case.owner and case.owner_here else ""
    found = [rung(words.who(case), "", office, owner), rung(case.raised_by.full_name, case.clause, member, note)]
    if case.status == Status.UNROUTED:
        found.append(rung(_("Democratic Services"), "", "here", _("To find somebody: the portal’s own rule.")))
    return found
