"""The protocol in force on a page: pillars, roles, what each side may expect, clause by clause, and where each matter goes."""
from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from council_portal.access.views import Guarded
from council_portal.design.dates import day
from council_portal.design.forms import PlainForm
from council_portal.design.views import error_403
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.rules import MATTERS
from council_portal.protocol.services import NothingInForce, in_force, route_under, rules_of

STATUSES = {
    "adopted": gettext_lazy("Adopted"), "draft": gettext_lazy("A draft, put in force by the council as its local text"),
    "incomplete": gettext_lazy("Incomplete: the protocol itself is not in hand"),
}
SIDES = {"member": gettext_lazy("raised by a Member"), "officer": gettext_lazy("raised by an officer")}
EXPECTING = {"member": gettext_lazy("Members"), "officer": gettext_lazy("Officers"), "both": gettext_lazy("Members and officers")}
FORCE = {"must": gettext_lazy("must"), "should": gettext_lazy("should"), "consider": gettext_lazy("to be considered"),
         "may": gettext_lazy("may: offered, never done by the portal alone")}
STAGE = {
    "informal": gettext_lazy("A talk first, with %(to)s"),
    "first": gettext_lazy("First to %(to)s"),
    "then": gettext_lazy("Then to %(to)s"),
    "decide": gettext_lazy("Decided by %(to)s"),
    "tell": gettext_lazy("Told: %(to)s"),
}
TIMING = {"as_soon_as_possible": gettext_lazy("as soon as possible"), "in_advance": gettext_lazy("in advance"),
          "before_publication": gettext_lazy("before publication")}


class SearchForm(PlainForm, forms.Form):
    """Words to look for in the clauses."""

    q = forms.CharField(label=gettext_lazy("Search the clauses"), required=False, max_length=100)


class ProtocolPage(Guarded, TemplateView):
    """The version in force. Everybody in an office of the council reads it."""

    model, template_name = ProtocolVersion, "protocol/protocol.html"

    def get_context_data(self, **kwargs):
        version = self.get_version()
        rules = rules_of(version)
        search = SearchForm(self.request.GET)
        wanted = search.cleaned_data["q"].lower() if search.is_valid() else ""
        return super().get_context_data(
            protocol={"title": version.title, "version": version.version, "status": STATUSES[rules.status], "minute": version.minute,
                      "in_force_from": day(version.in_force_from)}, versions_url=reverse("protocol_versions"),
            search=search, parts=parts(rules, wanted), **({} if wanted else whole(version, rules)), **kwargs)

    def get_version(self):
        """The version that the page shows."""
        version = ProtocolVersion.objects.permitted(self.request.user, "view").filter(pk=in_force().pk).first()
        if version is None:
            raise Http404
        return version


def parts(rules, wanted):
    """The clauses under their headings, all of them or those that hold the words looked for."""
    grouped = {}
    for clause in rules.clauses.values():
        if all(word in f"{clause.number} {clause.heading} {clause.says}".lower() for word in wanted.split()):
            heading = clause.part or _("Clauses")
            grouped.setdefault(heading, []).append(
                {"number": clause.number, "heading": clause.heading, "says": clause.says, "from": clause.from_}
            )
    return [{"heading": heading, "clauses": clauses} for heading, clauses in grouped.items()]


def whole(version, rules):
    """What the page shows besides the clauses."""
    expected = {}
    for e in rules.expectations:
        heading = _("%(who)s may expect of %(whom)s") % {
            "who": EXPECTING.get(e.of, e.of),
            "whom": str(EXPECTING.get(e.expected_of, e.expected_of)).lower(),
        }
        expected.setdefault(heading, []).append({"says": e.says, "clause": e.clause})
    return {
        "pillars": rules.pillars,
        "roles": [{"name": r.heading, "says": r.says, "clause": r.clause} for r in rules.roles],
        "expects": [{"heading": heading, "items": items} for heading, items in expected.items()],
        "policies": [{"text": f"{p.title}: {p.says}" if p.says else p.title, "clause": p.clause} for p in rules.policies],
        "routes": routes(version, rules),
    }


def routes(version, rules):
    """Every matter for both sides; sides that go the same way are shown once."""
    shown = []
    for matter, meaning in MATTERS.items():
        both = [route_under(version, matter, side) for side in SIDES]
        same = both[0].steps == both[1].steps and both[0].silent == both[1].silent and both[0].rule == both[1].rule
        for route in both[:1] if same else both:
            shown.append(
                {
                    "matter_text": _(meaning)[:1].upper() + _(meaning)[1:],
                    "raised_by": "" if same else SIDES[route.raised_by],
                    "silent": route.silent,
                    "incomplete": route.incomplete,
                    "rule_text": rule_text(route, rules),
                    "clause": route.clause or "",
                    "silent_text": silent_text(route),
                    "steps": [
                        {"text": step_text(step, rules), "note": step_note(step, rules), "clause": step.clause or ""}
                        for step in route.to_follow
                    ],
                }
            )
    return shown


def rule_text(route, rules):
    """What kind of route it is, when it is not plainly allowed; who alone may raise it."""
    said = {"forbidden": _("Not allowed."), "exceptional": _("Refused, unless an exception is approved as follows.")}.get(route.rule, "")
    if route.who_may_raise:
        said += " " + _("May be raised by: %(posts)s.") % {"posts": posts(rules, route.who_may_raise)}
    return f"{said} {_(route.note) if route.note else ''}".strip()


def silent_text(route):
    """What is said where the protocol says nothing."""
    if route.default_source == "local":
        return _("The protocol names nobody for this. What follows is the council’s local practice (%(minute)s).") % {
            "minute": route.minute
        }
    return _("The protocol names nobody for this. What follows is the portal’s own default.")


def posts(rules, words, joint=None):
    """Posts in the council's words, in a row."""
    return (joint or ", ").join(_(rules.post_name(word)) for word in words)


def step_text(step, rules):
    """One step in a sentence."""
    joint = _(" and ") if step.all_of or step.stage == "tell" else _(" or ")
    text = str(STAGE[step.stage]) % {"to": posts(rules, step.to, joint)}
    return f"{text} ({FORCE[step.force]})"


def step_note(step, rules):
    """The rest of a step: conditions, whom to consult and inform, times, form."""
    notes = [step.condition] if step.condition else []
    notes += [_("consulting %(posts)s") % {"posts": posts(rules, step.consult)}] if step.consult else []
    notes += [_("informing %(posts)s") % {"posts": posts(rules, step.inform)}] if step.inform else []
    if step.within_days:
        notes.append(
            ngettext("aim: within %(n)s calendar day", "aim: within %(n)s calendar days", step.within_days) % {"n": step.within_days}
        )
    if step.within_working_days:
        n = step.within_working_days
        notes.append(ngettext("aim: within %(n)s working day", "aim: within %(n)s working days", n) % {"n": n})
    if step.days_before:
        notes.append(ngettext("%(n)s day before publication", "%(n)s days before publication", step.days_before) % {"n": step.days_before})
    if step.time_clause and step.time_clause != step.clause:
        notes.append(_("the time stands in clause %(clause)s") % {"clause": step.time_clause})
    notes += [str(TIMING[step.timing])] if step.timing else []
    notes += [_("in writing")] if step.in_writing else []
    notes += [_("in confidence")] if step.confidential is True else [_("in confidence if asked")] if step.confidential else []
    notes += [_("from here on no longer open to: %(posts)s") % {"posts": posts(rules, step.ends_access)}] if step.ends_access else []
    return "; ".join(notes)


def forbidden(request, exception=None):
    """403, with the clause of the protocol in force that the refused rule stands on."""
    rule = getattr(exception, "rule", None)
    clause, says = cited_by(rule) if rule else "", getattr(rule, "says", "")
    if rule and not clause:
        says = f"{says} " + _("This is the portal’s own rule: the protocol in force has no clause for it.")
    return error_403(request, clause=clause, says=says)


def cited_by(rule):
    """The clause in force behind a rule, or "" where the rule is the portal's own or the protocol is silent."""
    if not rule.cites:
        return ""
    try:
        steps = route_under(in_force(), rule.cites, "member").steps
    except NothingInForce:
        return ""
    return next((step.clause for step in steps if step.clause), "")
