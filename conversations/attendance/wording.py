"""A request to attend in words: where it goes and why, what the protocol reminds of, what it does not say."""
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.attendance import policy
from conversations.attendance.models import Status
from conversations.attendance.routing import way_of
from council_portal.access.models import in_force
from council_portal.accounts.models import Principal
from council_portal.design.dates import day, moment
from council_portal.protocol.services import route_under, rules_of

COLOURS = {Status.ASKED: "yellow", Status.AGREED: "blue", Status.REFUSED: "red", Status.WITHDRAWN: "grey", Status.DONE: "green"}
QUESTIONS = {  # as somebody would ask it
    policy.GROUP_MEETING: gettext_lazy("An officer at a meeting of a political group"),
    policy.WITH_OUTSIDERS: gettext_lazy("An officer at a meeting of a political group where people will be who are not of the council"),
    policy.WARD_PARTY: gettext_lazy("An officer at a party meeting of a ward or constituency"),
    policy.BRIEFING: gettext_lazy("A private briefing for me"),
    policy.SCRUTINY: gettext_lazy("Officers at scrutiny"),
    policy.EXTERNAL: gettext_lazy("Meeting elected people of other bodies, where it is not cross-party"),
}
OWN_RULE = gettext_lazy("The protocol does not say so: it is the portal’s own rule.")


def said(text, clause=""):
    """A sentence for a page."""
    return {"text": str(text), "clause": clause}


def posts(version, words, joint=None):
    """Posts in the council's own words."""
    rules = rules_of(version)
    return (joint or _(" or ")).join(_(rules.post_name(word)) for word in words)


def where_it_goes(on):
    """Where a request goes and who decides, as sentences: for the form, before anything is sent, and for its page."""
    if on.first is None:
        return []
    both = _(" and ") if on.first.all_of else _(" or ")
    lines = [said(_("The protocol names nobody for this.") if on.route.silent else _("The protocol says where this goes."))]
    lines[0]["text"] += " " + _("It goes to: %(posts)s.") % {"posts": posts(on.version, on.first.to, both)}
    lines[0]["clause"] = "" if on.route.silent else on.clause
    if on.route.silent:
        lines[0]["text"] += " " + (_("That is the council’s own practice.") if on.route.default_source == "local" else
                                   _("That is the portal’s own rule."))
    lines.append(who_decides(on))
    if on.first.in_writing:
        lines.append(said(_("The request is made in writing: this is the writing."), on.first.clause or ""))
    if on.asks_for_exception:
        lines.append(said(_("It is refused unless an exception is approved in writing."), on.clause))
    lines += [said(_("They are to ask the advice of: %(posts)s.") % {"posts": posts(on.version, step.consult)}, step.clause or "")
              for step in on.route.to_follow if step.consult]
    if step := on.to_be_copied:
        lines.append(said(_("The writing of the decision is copied to %(posts)s. Nothing else of the request is.") % {
            "posts": posts(on.version, step.inform, _(" and "))}, step.clause or ""))
    return lines + ([said(on.route.note, on.clause)] if on.route.note else [])


def who_decides(on):
    """Who decides, or that the protocol does not say who."""
    if on.named:
        return said(_("Who decides: %(posts)s.") % {"posts": posts(on.version, on.decide.to)}, on.decide.clause or "")
    if on.route.silent:
        return said(_("Whoever it goes to decides."))
    return said(_("The protocol does not say who agrees. Whoever it goes to decides, any one of them where there are several: the "
                  "portal’s own rule."))


def refused(refusal, on):
    """Why the form is not there, as sentences with the clause."""
    if refusal.word == "forbidden":
        return [said(_("The protocol forbids this: officers do not attend. Nothing is sent to anybody."), refusal.clause)]
    if refusal.word == "no group":
        return [said(_("You are in no political group today, so there is no meeting of your group that an officer could attend."))]
    if refusal.word == "no scrutiny":
        return [said(_("No scrutiny committee is entered here, so nobody can ask in its name. Democratic Services enter it among the "
                       "bodies of the council."))]
    if refusal.word == "not of scrutiny":
        return [said(_("Only the chair and members of a scrutiny committee, and Democratic Services for it, ask in its name. You sit on "
                       "none today, so nothing is sent to anybody. The protocol does not name who asks: that is the portal’s own rule. "
                       "Whoever sits there as a substitute asks through the committee."))]
    who = posts(on.version, refusal.posts)
    text = _("Only these may ask for it: %(posts)s. You hold none of these posts today, so nothing is sent to anybody.") % {"posts": who}
    if refusal.word == "own rule":
        text += " " + _("The protocol does not name who asks for the committee: that is the portal’s own rule.")
    return [said(text, refusal.clause)]


def reminders(kind, side, on):
    """What this is for and not for, each with its clause where the protocol has one. What is ours alone is said to be so once, below."""
    points = [(text, on.about(point)) for text, point in REMINDERS.get(kind, [])]
    found = [said(text, clause) for text, clause in points if clause]
    if kind in policy.GROUP_KINDS and (clause := on.about("body_told_too")):
        found.append(said(_("What a group is told does not replace what the council body has to be told."), clause))
    found += [not_for_conduct(side, on), *difficulty(kind, side, on)]
    ours = [said(text) for text, clause in points if not clause]
    if ours:
        found += [said(_("The protocol does not say these things; they are the portal’s own rules:")), *ours]
    return found


OF_GROUPS = [
    (gettext_lazy("The officer gives facts and professional advice on council business, and none on party business."), "group_facts"),
    (gettext_lazy("The officer’s time ends before the group decides."), "group_leaving"),
    (gettext_lazy("The officer may leave when they feel that their impartiality is at risk."), "officer_may_leave"),
    (gettext_lazy("Say who else will be there: officers have to know before they come."), "others_known"),
    (gettext_lazy("What is said stays with the group and the officer."), "group_confidence"),
    (gettext_lazy("Any group that asks is given the same."), "group_parity"),
    (gettext_lazy("No group learns from officers what another has asked."), "group_asked"),
]
REMINDERS = {
    policy.GROUP_MEETING: OF_GROUPS, policy.WITH_OUTSIDERS: OF_GROUPS, policy.WARD_PARTY: OF_GROUPS,
    policy.BRIEFING: [(gettext_lazy("A private briefing is confidential to the Member who has it, unless that Member permits otherwise."),
                       "briefing_confidence")],
    policy.SCRUTINY: [(gettext_lazy("Officers are not asked for political views, nor about anybody’s discipline, capability or conduct."),
                       "scrutiny_scope")],
}


def not_for_conduct(side, on):
    """That a concern about an officer goes another way, and to whom."""
    route = route_under(on.version, "officer_conduct", side)
    step = next((step for step in route.to_follow if step.formal), None)
    to = posts(on.version, step.to) if step else ""
    return said(_("This is not for a concern about an officer’s conduct, nor for political views. Such a concern goes to: %(posts)s.") % {
        "posts": to}, next(iter(route.clauses), ""))


def difficulty(kind, side, on):
    """To whom doubt about advice to a group is taken, where the protocol names somebody."""
    if kind not in policy.GROUP_KINDS:
        return []
    route = route_under(on.version, "group_advice_difficulty", side)
    if route.silent:
        return []
    step = next(step for step in route.to_follow if step.formal)
    return [said(_("In doubt about advice to groups, ask: %(posts)s.") % {"posts": posts(on.version, step.to)}, step.clause or "")]


def hours(start, end):
    """From when to when, London time: 3 March 2027 at 18:30, until 19:15."""
    return _("%(from)s, until %(until)s") % {"from": moment(start), "until": f"{timezone.localtime(end):%H:%M}"}


def facts(request):
    """What was asked, as rows."""
    rows = [(_("What"), request.get_kind_display()), (_("Group"), request.group.name if request.group else ""),
            (_("Committee or body"), request.body), (_("Service"), request.service.name),
            (_("Asked by"), request.raised_by.full_name), (_("When"), hours(request.starts_at, request.ends_at)),
            (_("The group begins to decide"), moment(request.decides_at) if request.decides_at else ""), (_("Where"), request.place),
            (_("Who else will be there"), request.outsiders), (_("Officer asked for"), request.wanted.name if request.wanted else ""),
            (_("Asked on"), day(request.asked_at)), (_("Under"), f"{request.protocol.title} ({request.protocol.version})")]
    return [row for row in rows if row[1]]


def decided(request):
    """What was decided, as rows; [] while it was not."""
    if request.decided_at is None:
        return []
    by = _("%(who)s, %(office)s") % {"who": request.decided_by.full_name, "office": request.decided_as}
    allowed = [one.principal.name for one in request.permissions.select_related("principal").order_by("principal__name")]
    rows = [(_("Decided by"), by), (_("On"), moment(request.decided_at)), (_("Officer"), officer(request)),
            (_("The officer’s time"), hours(request.slot_from, request.slot_until) if request.slot_from else ""),
            (_("Arrangements"), request.arrangements), (_("Exception"), request.exception), (_("Reason"), request.reason),
            (_("Advice"), advice(request)), (_("May be told"), ", ".join(allowed)), (_("What may be told"), request.permitted)]
    return [row for row in rows if row[1]]


def given_words(given, version):
    """What the first group was given, a parity.Offered, in words."""
    return _("“%(arrangements)s”, %(minutes)d minutes with the post %(post)s.") % {
        "arrangements": given.arrangements, "minutes": given.minutes, "post": posts(version, [given.post])}


def status(request):
    """The state in words. What was agreed to and cancelled is no plain refusal."""
    return _("Cancelled") if is_cancelled(request) else request.get_status_display()


def is_cancelled(request):
    """Was it agreed to, and cancelled by an office?"""
    return request.status == Status.REFUSED and request.slot_from is not None


def officer(request):
    """Who comes: the post and the person; "" while nobody is named."""
    if request.officer is None:
        return ""
    return f"{request.officer.name}: {request.attends.full_name}" if request.attends else request.officer.name


def advice(request):
    """What was advised before the decision, and when; "" where nothing was asked."""
    return _("%(day)s: %(text)s") % {"day": day(request.advice_on), "text": request.advice} if request.advice_on else ""


def in_person(principal):
    """A Member by name, where "the office of" says no more; any other office by its own name."""
    return principal.person.full_name if principal.kind == Principal.Kind.OFFICE else principal.name


REASONS = {
    "asked for it": gettext_lazy("Asked for it."),
    "the protocol sends it here": gettext_lazy("The protocol sends it here."),
    "the portal's own rule: the protocol does not say who": gettext_lazy("The portal’s own rule: the protocol does not say who decides."),
    "the portal's own rule: nobody held the post that comes first": gettext_lazy(
        "The portal’s own rule: nobody held the post that comes first."),
    "an officer asks for the group": gettext_lazy(
        "An officer asks for the group: its leader sees it from the start and can say no by withdrawing it. The portal’s own rule."),
    "named to attend": gettext_lazy("Named to attend."),
    "invited, as it was thought fit": gettext_lazy("Invited, as it was thought fit."),
    "looks at every refusal to a political group": gettext_lazy(
        "Looks at every refusal to a political group. The portal’s own rule."),
    "looks at what political groups are refused and given": gettext_lazy(
        "Looks at every refusal to a political group, and reads what each was agreed to. The portal’s own rule."),
}


def readers(request):
    """Who reads the request and why: one line for each office. A reason that somebody wrote stands as it was written."""
    rows = request.standings.filter(in_force(), policy.still_of_the_group()).select_related("principal__person").order_by("since", "pk")
    group = [row.principal.person.full_name for row in rows if row.capacity == policy.GROUP]
    lines = {}
    for row in rows:
        if row.capacity != policy.GROUP:
            lines.setdefault(row.principal_id, []).append(row)
    lines = [of_office(of_one) for of_one in lines.values()]
    of_group = {"name": _("Members of the group %(group)s") % {"group": request.group}, "reason": ", ".join(group), "clause": "",
                "capacity": _("As it was when the note was written, while they are of it")}
    return lines + ([of_group] if group else [])


def of_office(rows):
    """One line of what an office stands as in the request, however often it does. rows: its standings."""
    capacities = dict.fromkeys(str(policy.CAPACITIES[row.capacity]) for row in rows)
    reasons = dict.fromkeys(str(REASONS.get(row.reason, row.reason)) for row in rows)
    return {"name": in_person(rows[0].principal), "capacity": capfirst("; ".join(capacities)), "reason": " ".join(reasons),
            "clause": next((row.clause for row in rows if row.clause), "")}


def why(request):
    """Where the request is, and why, as sentences."""
    on = way_of(request)
    first = {
        Status.ASKED: said(_("It waits for a decision.")),
        Status.AGREED: said(_("It was agreed to. Once the meeting has begun, the Member who asked and the officer can each write a note of "
                              "what was said.")),
        Status.REFUSED: said(_("It was agreed to, and cancelled. You read the reason below.") if is_cancelled(request) else _(
            "It was refused. You read the reason below.")),
        Status.WITHDRAWN: said(_("Whoever asked has withdrawn it.")),
        Status.DONE: said(_("The meeting has been, and there is a note of it.")),
    }[request.status]
    return [first, *changed(request), *looked_at(request), *where_it_goes(on)]


def changed(request):
    """That what is agreed now was agreed to otherwise before, as sentences. The same for every group, whatever became of its terms."""
    if request.status != Status.AGREED or not request.earlier.filter(at__gte=request.decided_at).exists():
        return []
    return [said(_("It was changed on %(when)s. You read below what is agreed now.") % {"when": moment(request.decided_at)})]


def looked_at(request):
    """What becomes of a refusal to a political group before whoever looks at it, as sentences. The same for every group and every refusal:
    nothing of another group, nor of the ledger, nor of terms that differ."""
    rows = request.refusals.filter(terms=False).exclude(outcome=policy.OVERTAKEN)
    last = rows.last() if request.review else None
    if last is not None and last.outcome == policy.WAITS and request.status == Status.ASKED:
        return [*set_aside(rows.filter(outcome=policy.SET_ASIDE).last()), said(_(
            "The office that decides means to refuse it again. After a refusal was set aside, another does not hold by itself: the %(who)s "
            "has to agree to it, and until then the request is open. %(rule)s") % {"who": last.looked_as, "rule": OWN_RULE})]
    if last is None or last.outcome == policy.BEFORE:
        return []
    who = last.looked_as
    if not who:
        return [said(_("Every refusal to a political group is looked at by an office that did not decide. Nobody holds such an office now, "
                       "so nobody looks at this one. %(rule)s") % {"rule": OWN_RULE})]
    text = {
        policy.WAITS: _("Every refusal to a political group, and what was agreed to and cancelled, is put before an office that did not "
                        "decide, here the %(who)s, who lets it stand or sets it aside. It has not been looked at yet, and holds "
                        "meanwhile."),
        policy.STANDS: _("Every refusal to a political group is looked at by an office that did not decide. The %(who)s has looked at this "
                         "one and lets it stand."),
    }
    if last.outcome != policy.SET_ASIDE:
        return [said(f"{text[last.outcome] % {'who': who}} {OWN_RULE}")]
    again = said(_("The request is open again, and the office that decides decides anew. If it refuses once more, that does not hold until "
                   "the %(who)s agrees. %(rule)s") % {"who": who, "rule": OWN_RULE})
    return [*set_aside(last), again] if request.status == Status.ASKED else set_aside(last)


def set_aside(refusal):
    """That a refusal was set aside, and why, as sentences."""
    return [said(_("The %(who)s has set the refusal aside: %(why)s") % {"who": refusal.looked_as, "why": refusal.why})]


def confidence(request):
    """Who reads what was said, as sentences."""
    on = way_of(request)
    if request.kind == policy.BRIEFING:
        clause = on.about("briefing_confidence")
        return [said(_("Strictly confidential to the Member who had the briefing, unless that Member permits otherwise."), clause)]
    if request.is_of_group:
        text = _("Read by the Member who asked, the Members of the group on the day of the note, the officer who was there, and officers "
                 "to whom it was passed on with a reason. No other group and no other Member reads it, nor does whoever decided. Whoever "
                 "leaves the group reads it no more.")
        return [said(text, on.about("group_confidence")), said(_(
            "It is passed on only to those officers whom the Member who asked has named: the portal’s own rule."))]
    return [said(_("Read by whoever asked, the officer who was there, and officers to whom it was passed on with a reason. %(rule)s") % {
        "rule": OWN_RULE})]
