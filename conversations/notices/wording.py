"""What the pages of ward notices say, in sentences with the clause that each rests on."""
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.views.words import posts_in_words
from conversations.notices.disclosure import route_of
from conversations.notices.lawful import denied
from conversations.notices.models import Status
from conversations.notices.policy import CAPACITIES, PUBLIC
from conversations.notices.timing import confidence_clause, lead, told_clause
from council_portal.accounts.models import Principal
from council_portal.clock.days import london_date
from council_portal.design.dates import day, moment
from council_portal.protocol.services import version_of

FEW_WARDS = 6  # are named one by one among the readers
TAGS = {"draft": ("grey", gettext_lazy("Draft")), "confidence": ("yellow", gettext_lazy("In confidence")),
        "public": ("green", gettext_lazy("Published")), "withdrawn": ("grey", gettext_lazy("Withdrawn"))}


def state(notice):
    """The word for where it is: draft, confidence, public, withdrawn."""
    if notice.status == Status.ISSUED:
        return "public" if notice.is_public else "confidence"
    return str(notice.status)


def tag(notice):
    """Its state as a tag."""
    colour, text = TAGS[state(notice)]
    return {"text": str(text), "colour": colour}


def days_of(rule):
    """"7 calendar days"."""
    return ngettext("%(n)s calendar day", "%(n)s calendar days", rule.days) % {"n": rule.days}


def short_in_words(rule, told_at, publish_at):
    """How many days before publication the protocol asks for, and from when it is in time; that it is short, where it is.

    rule: a Lead. told_at, publish_at: instants; publish_at None where it is not chosen yet.
    """
    if rule.days is None:
        text = _("It must be before publication; the protocol sets no number of days.") if rule.clause else _(
            "The protocol sets no number of days. That ward Members are told before publication is the portal’s own rule.")
        return [{"text": text, "clause": rule.clause}]
    first = day(rule.first_day(london_date(told_at)))
    said = [{"text": _("Ward Members are told %(days)s before publication, where that is lawful. Told on %(told)s, publication is in time "
                       "from %(first)s.") % {"days": days_of(rule), "told": day(london_date(told_at)), "first": first},
             "clause": rule.clause}]
    if publish_at and rule.is_short(told_at, publish_at):
        said.append({"text": _("%(when)s is too soon. Choose a later day, or record why fewer days are lawful and who says so.") % {
            "when": moment(publish_at)}})
    return said


def why(notice, *, reads, turns=()):
    """Where the notice is and why, as sentences. reads: may the reader read what stands in it? turns: what was done with it, then."""
    version = version_of(notice.protocol_id)
    now = state(notice)
    if now == "draft":
        return [{"text": _("This is a draft. Nobody but %(office)s sees it until it is issued.") % {"office": notice.office.name}},
                *short_in_words(lead(version), timezone.now(), notice.publish_at)]
    said = [{"text": _("Ward Members are kept informed of what affects their ward."), "clause": told_clause(version)}]
    if now == "withdrawn":
        said = said if notice.issued_at else []
        said.append({"text": withdrawn_in_words(notice)})
    if now == "confidence":
        said += in_confidence(version, notice)
    if now == "public":
        said.append({"text": _("It was published on %(when)s: everybody in office reads it.") % {"when": moment(notice.publish_at)}})
    return said + counted(notice, version, reads, turns)


def withdrawn_in_words(notice):
    """Who knows of a notice that was withdrawn."""
    if notice.issued_at is None:
        return _("It was withdrawn before it was issued. Nobody but the office that wrote it has seen it.")
    return _("It was withdrawn before publication. It was never published, so it stays in confidence: the portal’s own rule.")


def in_confidence(version, notice):
    """That it is confidential until its hour, and by whose rule."""
    clause = confidence_clause(version)
    opens = _("It is published on %(when)s, London time. Then it opens to everybody in office by itself.") % {
        "when": moment(notice.publish_at)}
    text = _("Until then it is confidential to the Members of its wards.")
    own = _("The protocol does not keep it in confidence; that it is, is the portal’s own rule.")
    return [{"text": opens}, {"text": text, "clause": clause}, *([] if clause else [{"text": own}])]


def confidence_now(notice, user, asked):
    """What holds now for a Member of the ward who has accepted the confidence, as sentences. asked: the Disclosures that they may see."""
    now = state(notice)
    if now == "public":
        return [_("It is in confidence no longer: since %(when)s you may speak of it.") % {"when": moment(notice.publish_at)}]
    if now == "withdrawn":
        said = [_("You have accepted the confidence. The notice was withdrawn before publication and stays in confidence: do not disclose "
                  "it, whatever was agreed to before. That is the portal’s own rule.")]
    else:
        said = [_("You have accepted the confidence. Do not disclose this further before it is published on %(when)s.") % {
            "when": moment(notice.publish_at)}]
    for one in asked:
        if one.agreed and one.asked_by_id == user.person_id and now == "confidence":
            said.append(_("You may disclose it to “%(whom)s”, within the answer below of %(when)s, and to nobody else.") % {
                "whom": one.to_whom, "when": moment(one.answered_at)})
    return said


def unanswered(notice):
    """What holds where a question about disclosure has no answer."""
    return {"public": _("Not answered before it was published. There is nothing left to agree to."),
            "withdrawn": _("Not answered before it was withdrawn. It stays in confidence: nothing may be disclosed.")}.get(
                state(notice), _("Not answered yet. Until it is, nothing may be disclosed."))


def counted(notice, version, reads, turns):
    """How many days there were before publication, and why there were fewer than asked for."""
    if not notice.issued_at:
        return []
    rule = lead(version)
    if rule.days is None:
        return [{"text": _("The protocol sets no number of days before publication."), "clause": rule.clause}]
    there = (london_date(notice.publish_at) - london_date(notice.issued_at)).days
    text = ngettext("There is %(n)s calendar day from issue to publication; the protocol asks for %(days)s.",
                    "There are %(n)s calendar days from issue to publication; the protocol asks for %(days)s.", there)
    said = [{"text": text % {"n": there, "days": rule.days}, "clause": rule.clause}]
    if notice.short_reason and reads:
        set_by = [one for one in turns if one.publish_at][-1]
        said.append({"text": why_fewer(set_by, turns)})
    elif notice.short_reason:
        said.append({"text": _("Why there are fewer is recorded in the notice.")})
    return said


def why_fewer(turn, turns=()):
    """Why there are fewer days, who is named as having said that it is lawful and by whom, and whether they did; "" where there are not
    fewer. turn: that set the hour. turns: of the notice, in order."""
    if not turn.short_reason:
        return ""
    said = _("Why there are fewer: %(why)s Named by %(maker)s as having said that it is lawful: %(who)s") % {
        "why": ended(turn.short_reason), "maker": turn.author.full_name, "who": ended(turn.short_named)}
    if no := denied(turn, turns):
        said += " " + _("%(who)s says since %(when)s that they did not say so.") % {"who": no.author.full_name, "when": moment(no.at)}
    return said


def ended(text):
    """A text that ends as a sentence does."""
    return text if text[-1:] in ".!?" else f"{text}."


def wards_of(notice, names):
    """The wards that it affects, in words. names: of its wards, in order."""
    return _("All wards") if notice.all_wards else ", ".join(names) or "–"


def facts(notice, names, *, reads):
    """The facts of it. reads: may the reader read what stands in it? If not yet: occasion, service, wards and hour, and nothing else."""
    rows = [(_("Occasion"), notice.get_occasion_display()), (_("Service"), notice.service.name),
            (_("Wards"), wards_of(notice, names)), (_("Publication"), moment(notice.publish_at))]
    if not reads:
        return rows
    return [*rows, (_("Issued by"), notice.office.name)] + ([(_("Issued"), moment(notice.issued_at))] if notice.issued_at else [])


def before_or_after(at, notice, *, never):
    """When a Member accepted or opened a notice; once it is published, whether that was before it or after. never: of who did not."""
    if not notice.is_public:
        return moment(at) if at else _("No")
    if at is None:
        return never
    when = {"when": moment(at)}
    return _("%(when)s, before publication") % when if at < notice.publish_at else _("%(when)s, after publication") % when


def posts_asked(notice, placement):
    """Whom the protocol names to agree to disclosure, and who is asked today. placement: as `disclosure.placed` gives it."""
    route, version = route_of(notice), version_of(notice.protocol_id)
    step = next((one for one in route.to_follow if one.formal), None)
    if step is None:
        return [{"text": _("The protocol lets nobody agree to disclosure."), "clause": route.clause or ""}]
    said = [{"text": _("Disclosure needs the agreement of: %(posts)s.") % {"posts": posts_in_words(version, step.to)},
             "clause": step.clause or ""}]
    if route.silent:
        said.append({"text": _("The protocol names nobody for this. That this office is asked is %(whose)s.") % {
            "whose": _("the council’s local practice") if route.default_source == "local" else _("the portal’s own rule")}})
    if placement:
        said.append({"text": _("Your question goes to %(office)s: %(people)s.") % {
            "office": placement.principal.name, "people": ", ".join(holder.person.full_name for holder in placement.holders)}})
    if placement and placement.passed:
        said.append({"text": _("Nobody holds the post that comes first, so it goes to the next one up: the portal’s own rule.")})
    return [*said, {"text": _("It reads the notice for that. What it answers is shown to you, to it and to the office that issues the "
                              "notice.")}]


def readers(standings, notice):
    """Everyone who may see it, or will, in which capacity and under which clause."""
    known = dict(CAPACITIES)
    lines = [{"name": one.principal.name, "capacity": str(known[one.capacity]), "clause": one.clause,
              "reason": _("from %(when)s") % {"when": moment(one.since)} if one.capacity == PUBLIC and not notice.is_public else ""}
             for one in standings]
    wards = [line for line, one in zip(lines, standings, strict=True) if one.principal.kind == Principal.Kind.WARD]
    if len(wards) <= FEW_WARDS:
        return lines
    others = [line for line in lines if line not in wards]
    return [*others, {"name": _("Members for %(n)s wards") % {"n": len(wards)}, "capacity": wards[0]["capacity"],
                      "clause": wards[0]["clause"], "reason": ""}]

