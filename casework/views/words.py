"""How a case is put into words: sentences that cite their clause, who waits for whom."""
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import policy
from casework.asking import more_days
from casework.kinds import NAMED
from casework.models import CaseEntry, Status
from casework.owners import OWN_RULE, OWNED, abolished
from casework.services import first_step, names_a_time, way_up
from casework.views.dates import working
from casework.views.thread import what
from council_portal.clock.days import london_date
from council_portal.design.dates import day, moment
from council_portal.protocol.rules import Route
from council_portal.protocol.services import route_under, rules_of

Kind = CaseEntry.Kind
MOVED = {Kind.PLACED, Kind.HANDED_OVER}  # what brings a case to an office, besides its route
SENT = MOVED | {Kind.ESCALATED, Kind.TURNED, Kind.LOGGED}
COLOURS = {
    Status.UNROUTED: "red",
    Status.WITH_CENTRE: "turquoise",
    Status.WITH_MEMBER: "yellow",
    Status.WITH_OFFICER: "purple",
    Status.ESCALATED: "orange",
    Status.ANSWERED: "blue",
    Status.CLOSED: "grey",
}


def posts_in_words(version, posts):
    """Posts in the council's own words, "or" between them."""
    protocol = rules_of(version)
    return _(" or ").join(_(protocol.post_name(post)) for post in posts)


def why(case, standings, *, clocks=(), asked=None, whole=True, turns=()):
    """Where the case is and why, as sentences with the clause that each rests on. What the protocol does not say is said too.

    clocks: of the case. asked: the last question to the Member (a turn), when the reader may read it. whole: does the reader have the case
    from its beginning? Else nothing is said that was written before they came. turns: those of the thread that the reader may read.
    """
    route = Route.from_json(case.route)
    step = first_step(route)
    said = [silence(case, route)] if route.silent and case.status != Status.WITH_CENTRE else []
    if case.status == Status.UNROUTED:
        return [*said, *unrouted(case, turns)]
    if case.status == Status.WITH_CENTRE:
        said += with_centre(case)
    elif case.status == Status.ESCALATED:
        said += escalated(case, standings, turns)
        said.append({"text": _("No reply came by %(day)s.") % {"day": day(case.due_on)}, "clause": time_clause(step)})
        said += silent_since(turns, clocks)
    elif case.status == Status.WITH_OFFICER:
        said += with_officer(case, route, step, standings, turns, whole=whole)
    elif case.status == Status.WITH_MEMBER:
        said += with_member(case, clocks, asked)
    elif case.status == Status.ANSWERED:
        said.append({"text": _("Answered. The Member can accept the answer by closing the case, or come back on it. If they do neither, it "
                               "closes by itself after %(day)s: the portal’s own rule.") % {"day": day(case.next_on)}})
    else:
        said += closed(case)
    return said + [{"text": text} for text in (*(awaits_more_time(clocks) if whole else ()), *who_sees_to_it(case), *how_often(case),
                                             *who_has_left(case), *what_has_ended(case))]


def awaits_more_time(clocks):
    """That the Member was asked for more time and has not answered, and for how many days."""
    return [_("The Member has been asked for %(days)s and has not answered yet: until they agree the date stays as it is.") % {
        "days": more_days(clock.more_days, clock.unit)} for clock in clocks if clock.more_days]


def unrouted(case, turns):
    """That nobody took it, who holds a post today that it could go to, and who finds somebody."""
    last = sent_by_a_turn(case, turns)
    today = [_("%(name)s (%(post)s)") % {"name": case.names[post], "post": posts_in_words(case.protocol, [post])}
             for posts, _clause in case.ways for post in posts if post in case.names]
    if last:
        text = last.text.removesuffix(str(OWN_RULE)).strip()
    elif not today:
        text = _("Nobody holds the post that this goes to, nor one above it.")
    else:
        text = _("When it was raised nobody held the post that this goes to, nor one above it, or nobody was there.")
        if case.times_back:
            text = _("When it came back nobody held the post that this goes to, nor one above it, or nobody was there.")
    if today:
        text += " " + _("Today there are: %(names)s.") % {"names": "; ".join(today)}
    return [{"text": text + " " + _("Democratic Services are finding somebody. This is the portal’s own rule.")}]


def sent_by_a_turn(case, turns):
    """The turn that brought a case to the office that has it, when somebody or the portal moved it there; None where it was sent by its
    route or taken further. turns: oldest first."""
    last = next((turn for turn in reversed(turns) if turn.kind in SENT), None)
    if last is None or last.kind not in MOVED:
        return None
    if case.status == Status.UNROUTED:
        return last if last.author_id is None else None
    return last if case.sent_to and case.sent_to.name in last.to else None


def how_it_came(case, standings, turns):
    """Why the case is with an office that its route does not name: what was done, by whom and with which reason, as a list of sentences.

    Without the turn (the reader joined later, or sees only the last turns) what the standing says of it.
    """
    turn = sent_by_a_turn(case, turns)
    if turn and turn.author_id is None:
        return [{"text": turn.text}]
    if turn:
        says = {Kind.PLACED: _("Democratic Services (%(name)s) placed it there, for this reason: “%(text)s”."),
                Kind.HANDED_OVER: _("%(name)s handed it over to them, for this reason: “%(text)s”.")}[turn.kind]
        return [{"text": says % {"name": turn.author.full_name, "text": turn.text.rstrip(".")} + " " + OWN_RULE}]
    reason = next((s.reason for s in reversed(standings) if s.principal_id == case.sent_to_id and s.capacity == policy.HANDLER), "")
    text = {
        "handed over": _("It was handed over to them."), "placed by Democratic Services": _("Democratic Services placed it there."),
        "the portal's own rule: nobody held the post that comes first": _(
            "When it was sent nobody held the post that comes first, or nobody was there: it went up."),
        "the portal's own rule: nobody was left in the office that had it": _("Nobody was left in the office that had it: it went up."),
    }.get(reason)
    return [{"text": f"{text} {OWN_RULE}"}] if text else []


def escalated(case, standings, turns):
    """With whom a case is that was taken further, and why with them."""
    clause, came = clause_of(case, standings), how_it_came(case, standings, turns) if sent_by_a_turn(case, turns) else []
    if is_to_be_placed(standings):
        return [{"text": _("No post stands above the %(who)s. Democratic Services have been told that no answer comes, and find somebody. "
                           "The protocol does not say what follows: this is the portal’s own rule.") % {"who": who(case)}}]
    if came:
        return [{"text": _("With the %(who)s. The Member raised it as unanswered.") % {"who": who(case)}}, *came]
    said = [{"text": _("With the %(who)s: the Member raised it as unanswered.") % {"who": who(case)}, "clause": clause}]
    return said if clause else [*said, {"text": _("The protocol does not say that it goes there: that is the portal’s own rule.")}]


def is_to_be_placed(standings):
    """Are Democratic Services asked to find somebody for this case? standings: those in force."""
    return any(s.capacity == policy.ROUTER for s in standings)


def silent_since(turns, clocks):
    """That those whom it was taken further to were silent as well, one sentence for each. turns: those that the reader may read."""
    pressed = {turn.at for turn in turns if turn.kind == Kind.ESCALATED}
    back = next((turn.at for turn in reversed(turns) if turn.kind == Kind.CAME_BACK), None)
    ended = [clock for clock in clocks if clock.kind == "answer" and clock.stopped_at in pressed and not (back and clock.stopped_at < back)]
    return [{"text": _("Nor did one come by %(day)s, after it was taken further.") % {"day": day(clock.due_on)}} for clock in ended[1:]]


def with_centre(case):
    """A plain request for a service, which goes down the council's standard channel."""
    said = [{"text": _("A request for a service goes to the contact centre, and not to an officer. You carry it there; the reference "
                       "that you get is kept here."), "clause": case.clause}]
    if case.crm_reference:
        said.append({"text": _("The contact centre’s reference is %(reference)s.") % {"reference": case.crm_reference}})
    return [*said, {"text": _("If it is not done, or done badly, you can turn it into a concern.")}]


def with_member(case, clocks, asked):
    """Who waits for whom, since when, by when the reply is due; and that the officer's clock stands still meanwhile."""
    clock = next((clock for clock in clocks if clock.kind == "member" and clock.stopped_at is None), None)
    since = day(london_date(clock.started_at)) if clock else ""
    said = [{"text": _("%(who)s waits for a reply from %(member)s since %(day)s.") % {
        "who": who(case), "member": case.raised_by.full_name, "day": since}}]
    if clock and clock.due_on:
        said.append({"text": _("The reply is due by %(day)s.") % {"day": day(clock.due_on)}, "clause": clock.clause})
    because = _("because the Member was asked: “%(text)s”") % {"text": Truncator(asked.text).chars(160)} if asked else _(
        "because the Member was asked a question")
    return [*said, {"text": _("The officer’s clock stands still since %(day)s, %(because)s") % {"day": since, "because": because}
                    + ("" if asked and asked.text[-1:] in ".?!" and len(asked.text) <= 160 else ".")}]


def closed(case):
    """Who closed it; when by the clock, that too is said."""
    if case.closed_by_itself:
        return [{"text": _("Closed by itself: the Member did not come back on the answer in time. They still can. "
                           "This is the portal’s own rule.")}]
    return [{"text": _("Closed by the Member who raised it, who can come back on it.")}]


def who_sees_to_it(case):
    """The officer whose it is, in whatever state an officer has it."""
    if case.status not in OWNED:
        return []
    if case.owner and case.owner_here:
        return [" ".join([_("%(name)s sees to it.") % {"name": case.owner.full_name}, *case.cover])]
    if case.owner:
        return [_("%(name)s saw to it and no longer holds an office that has it. The portal is finding who is next: its own rule.") % {
            "name": case.owner.full_name}]
    return [_("No officer has been named for it yet.")]


def how_often(case):
    """How often the Member came back."""
    if not case.times_back:
        return []
    return [ngettext("The Member has come back on it once; number, thread and clocks were kept.",
                     "The Member has come back on it %(n)s times; number, thread and clocks were kept.", case.times_back) % {
                         "n": case.times_back}]


def who_has_left(case):
    """That no message reaches a Member whose term has ended."""
    if case.raiser_here:
        return []
    if case.is_question:
        return [_("%(name)s is no Member any more: they cannot read this, and no message will reach them. The office can go on without a "
                  "reply, and settle it.") % {"name": case.raised_by.full_name}]
    return [_("%(name)s is no Member any more: they cannot read this, and no message will reach them. It can be answered for the record, "
              "and then closes by itself.") % {"name": case.raised_by.full_name}]


def what_has_ended(case):
    """That the service of an open case is no more, and what becomes of the case."""
    if not case.is_open or not abolished(case.service):
        return []
    return [_("%(service)s ended on %(day)s; whoever has the case keeps it while they hold their post: the portal’s own rule.") % {
        "service": case.service.name, "day": day(case.service.ended_on)}]


def overtaken(case, last):
    """What somebody did first, for whoever wrote meanwhile: who, what, when, and what can be done now. last: the last turn, or None."""
    if last is None:
        return ""
    name = last.author.full_name if last.author else _("The portal")
    did = _("%(name)s: %(what)s, on %(when)s.") % {"name": name, "what": what(last.kind), "when": moment(last.at)}
    if case.is_question and case.status == Status.CLOSED:
        return did + " " + _("The question is settled, and takes nothing more.")
    do = {
        Status.CLOSED: _("The case is closed and takes no answer. If yours is still needed, the Member can come back on the case; "
                         "then send it."),
        Status.ANSWERED: _("The case has been answered. What you wanted to add you can post as an update."),
        Status.WITH_MEMBER: _("The Member has been asked something, and the officer waits for the reply."),
    }
    return f"{did} {do.get(case.status, '')}".strip()


def with_officer(case, route, step, standings, turns, *, whole=True):
    """Who has it now; whom the protocol names first; and why it is with somebody else, when it is."""
    text, clause = _("With the %(who)s.") % {"who": who(case)}, ""
    if not route.silent:
        text += " " + _("The protocol sends %(what)s to the %(posts)s first.") % {
            "what": NAMED[case.matter], "posts": posts_in_words(case.protocol, step.to)}
        clause = case.clause
    said = [{"text": text, "clause": clause}]
    if case.departure and whole:
        said.append({"text": _("The Member chose to send it elsewhere, for this reason: “%(why)s”.") % {"why": case.departure}})
    return said + how_it_came(case, standings, turns)


def clause_of(case, standings):
    """The clause under which the office that has the case came to it, or "" where that was the portal's own rule."""
    return next((s.clause for s in reversed(standings) if s.principal_id == case.sent_to_id), "")


def time_clause(step):
    """The clause that sets the time of a step; "" where the protocol sets none."""
    return (step.time_clause or step.clause or "") if step and names_a_time(step) else ""


def silence(case, route):
    """The sentence that says the protocol says nothing."""
    if route.incomplete:
        return {"text": _("The protocol’s text on this is not in hand. What follows is the portal’s own default.")}
    if route.default_source == "local":
        return {"text": _("The protocol names nobody for this. What follows is the council’s local practice.")}
    return {"text": _("The protocol names nobody for this. What follows is the portal’s own default.")}


def who(case):
    """The office that has the case, or had it last."""
    return case.sent_to.name if case.sent_to else _("nobody")


def time_in_words(step, due):
    """The working of a date, and before it whose date it is where the protocol sets none."""
    own = [] if names_a_time(step) else [_("The protocol sets no time for this. The time that is counted here is the portal’s own.")]
    return own + working(due)


def reader_lines(case, standings):
    """Everyone who may see the case, in which capacity, and under which clause (NTK-EXPLAIN)."""
    return [{"name": s.principal.name, "capacity": capacity_in(case, s.capacity), "reason": "", "clause": s.clause} for s in standings]


def capacity_in(case, capacity):
    """What a capacity is called in this case: a Member who was asked has raised nothing."""
    of_question = {policy.RAISER: _("the Member who was asked"), policy.HANDLER: _("the office that asks")}
    return of_question.get(capacity, policy.CAPACITIES[capacity]) if case.is_question else policy.CAPACITIES[capacity]


def route_clause(version, matter, side):
    """The first clause that the protocol's route of this matter cites, or "" where it is silent."""
    return next(iter(route_under(version, matter, side).clauses), "")


def act_address(case, kind):
    """The address of the page of an act."""
    return reverse("casework:act", args=[case.uid, kind.slug])


def heading_of(case, kind):
    """What an act is called on this case: closing an answered one is accepting the answer."""
    return kind.accepting if case.status == Status.ANSWERED and hasattr(kind, "accepting") else kind.heading


def escalation(case):
    """What the offer to take a case further says: to whom, because of what, under which clause; or that it is the portal's own rule."""
    route, step = route_under(case.protocol, "unanswered", "member"), way_up(case)
    further = case.status == Status.ESCALATED
    posts = posts_in_words(case.protocol, step.to) if step else _("Democratic Services, who find somebody for it")
    text = _("No answer came by %(day)s. You may raise it with the %(posts)s. It is for you to decide: nothing is sent unless you say so.")
    if not step:
        text = _("No answer came by %(day)s. You may tell %(posts)s. It is for you to decide: nothing is sent unless you say so.")
    text = text % {"day": day(case.next_on if further else case.due_on), "posts": posts}
    if further and not (step and step.clause):
        own = _("The protocol does not say what follows when the %(who)s does not answer either: this is the portal’s own rule.")
        text += " " + own % {"who": who(case)}
    elif route.silent:
        text += " " + silence(case, route)["text"]
    elif step is None or not step.clause:
        text += " " + _("It is with the post that the protocol names for this already, or above it: this is the portal’s own rule.")
    return text, (step.clause or "") if step else ""
