"""The ladder of a case drawn: where the protocol starts, who has it, where it can go, up to the top."""
from itertools import pairwise

from django.utils.translation import gettext as _

from casework import policy
from casework.models import Status
from casework.routing import runs_down
from casework.views.words import clause_of, is_to_be_placed, posts_in_words, who

SETTLED = (Status.ANSWERED, Status.CLOSED)


def ladder(case, standings):
    """The rungs: {"text", "clause", "state": done, had, silent, here, waits, next, later or left, "note"}, from where it starts to the top.

    case: as `routing.look_who_is_there` left it.
    """
    if case.status == Status.WITH_CENTRE:
        return [rung(_("Contact Centre"), case.clause, "here", _("You carry the request there; the portal keeps its reference.")),
                rung(_("Officers"), "", "later", _("If it is not done, or done badly, it can be turned into a concern."))]
    ways, names, at = case.ways, case.names, case.sent_to.post if case.sent_to else ""
    had = {s.principal.post for s in standings if s.capacity in policy.HAVE_OR_HAD}
    silent, told = silent_posts(case, standings), case.status == Status.ESCALATED and is_to_be_placed(standings)
    silent |= {at} if told else set()
    steps, reached, off = [], False, not any(at in posts for posts, _clause in ways)
    for number, (posts, clause) in enumerate(ways):
        here = at in posts and case.status != Status.UNROUTED
        if number and not clause and not here and not had & set(posts) and not any(post in names for post in posts):
            continue  # a post that this council has not: the ladder passes it
        if reached and not here and runs_down([at], posts):
            continue
        below = (off and not number) or any(at in one for one, _clause in ways[number + 1:])
        state = state_of(case, here and not told, had & set(posts), reached, below=below, silent=silent & set(posts))
        clause = clause_of(case, standings) if here and number else clause
        reached = reached or here
        named = [post for post in posts if post in had] if state in ("had", "silent") and not here else posts  # who had it, nobody else
        text = who(case) if here and number else posts_in_words(case.protocol, named)
        steps.append(rung(text, clause, state, note_of(case, here, clause, named, names)))
    if at and not reached:  # with a post that is on no rung: chosen by the Member, or placed
        state = "had" if case.status == Status.UNROUTED else state_of(case, True, True, False, below=False)
        own = _("Chosen by the Member, with a reason.") if case.departure else _("The portal’s own rule.")
        clause = clause_of(case, standings)
        name = case.owner.full_name if case.owner and case.owner_here and case.status != Status.UNROUTED else ""
        note = ". ".join(filter(None, [name, "" if clause else str(own).rstrip(".")]))
        steps.insert(1 if steps else 0, rung(who(case), clause, state, f"{note}." if note else ""))
    return numbered(case, steps, told)


def rung(text, clause, state, note=""):
    """One rung."""
    return {"text": text, "clause": clause, "state": state, "note": note}


def state_of(case, here, had, reached, *, below, silent=False):
    """What a rung is to the case: it is there, it was there, it was passed over, or it comes later.

    below: is the case beyond it? silent: did its time go by without an answer?
    """
    if here:
        settled = "had" if case.status == Status.CLOSED and not case.outcome else "done"  # the Member may close it before an answer
        return settled if case.status in SETTLED else "waits" if case.status == Status.WITH_MEMBER else "here"
    if had:
        return "silent" if silent else "had"
    return "left" if case.status == Status.UNROUTED or (below and not reached) else "later"


def silent_posts(case, standings):
    """The posts that had a case whenever the Member took it further, their time having gone by; none where it was not taken further."""
    handlers = [s for s in standings if s.capacity in policy.HAVE_OR_HAD]
    return {s.principal.post for s, after in pairwise(handlers) if after.reason == "raised as unanswered"} if case.taken_further else set()


def note_of(case, here, clause, posts, names):
    """Who is there, and whose rule it is."""
    if here and case.owner and case.owner_here:
        name = case.owner.full_name
    else:
        name = "; ".join(dict.fromkeys(names[post] for post in posts if post in names))
    if name and case.status == Status.UNROUTED:
        name = _("Today: %(name)s") % {"name": name}
    return ". ".join(filter(None, [name, "" if clause else _("The portal’s own rule")])) + ("." if name or not clause else "")


def numbered(case, steps, told=False):
    """With the Member, Democratic Services and the next rung in their places. told: do Democratic Services know that nobody above answers?
    """
    if case.status == Status.WITH_MEMBER:
        at = next((n for n, one in enumerate(steps) if one["state"] == "waits"), len(steps) - 1)
        note = _("Was asked a question by %(who)s, who waits for the reply.") % {"who": who(case)}
        steps.insert(at + 1, rung(case.raised_by.full_name, "", "here", note))
    if case.status == Status.UNROUTED:
        steps.append(rung(_("Democratic Services"), "", "here", _("To find somebody: the portal’s own rule.")))
    if told:
        steps.append(rung(_("Democratic Services"), "", "here", _("Told that no answer comes, to find somebody: the portal’s own rule.")))
    following = next((one for one in steps if one["state"] == "later"), None)
    if case.status == Status.ESCALATED and not following and not told:
        following = rung(_("Democratic Services"), "", "later", _("The portal’s own rule."))
        steps.append(following)
    if following and case.status in (Status.WITH_OFFICER, Status.ESCALATED):
        following["state"] = "next"
        following["note"] = " ".join(filter(None, [
            following["note"], _("If no answer comes by the date, the Member may take it further.")]))
    return steps if case.status not in SETTLED else [one for one in steps if one["state"] != "later"]
