"""Giving several cases to one officer: those that were ticked, the officers who may own all of them, and then all of it or nothing."""
import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from casework import owners
from casework.asking import CannotBe
from casework.models import Case
from casework.views.cases import RELATED, SHOWN, row_of
from council_portal.access.decisions import Forbidden
from council_portal.access.queryset import mark_actions
from council_portal.access.views import Guarded
from council_portal.matters.services import AnothersForm, Changed


class AssignCases(Guarded, TemplateView):
    """The cases that were ticked, and to whom they can be given; posted again with an officer, they are given. Nothing is got here."""

    model, template_name, http_method_names = Case, "casework/assign.html", ["post"]

    def post(self, request):
        """404 when one may not be seen, 403 when one may not be given, 409 when one has changed: then none of them is given."""
        ticked = read_ticks(request.POST.getlist("case"))
        cases = self.read(ticked)
        officers = owners.may_own_all(cases) if 1 <= len(cases) <= owners.AT_ONCE else []
        page = {"cases": cases, "officers": officers, "key": read_uid(request.POST.get("key") or str(uuid.uuid4())),
                "chosen": request.POST.get("officer", "")}
        if "give" not in request.POST:
            return self.show(**page, stop=too_many(cases))
        officer = next((one for one in officers if str(one.uid) == page["chosen"]), None)
        if officer is None:
            return self.show(
                **page, wrong=_("Choose the officer who sees to them from now on"), stop=too_many(cases) or in_the_way(cases))
        theirs = sum(case.owner_id == officer.pk for case in cases)
        try:
            owners.assign_once(page["key"], [(case, ticked[case.uid]) for case in cases], actor=request.user, person=officer)
        except (Changed, Forbidden, CannotBe) as refused:
            if refused.args[:1] == ("sees to all of them already",):
                return self.show(**page, wrong=already(officer, somebody=bool(others(cases, officers))))
            return self.show(**page, status=403 if isinstance(refused, Forbidden) and not changed(cases, ticked) else 409,
                             stop=in_the_way(cases, ticked) or _("Nothing was given to anybody: choose the officer again."), seen=ticked)
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        messages.success(request, given(cases, officer, theirs))
        return HttpResponseRedirect(reverse("casework:list"))

    def read(self, ticked):
        """The ticked cases, in the order of their references. SECURITY: one that may not be seen is a 404 for all, as if it never was."""
        rows = Case.objects.permitted(self.request.user).filter(uid__in=list(ticked)[:owners.AT_ONCE * 4])
        cases = list(rows.select_related(*RELATED).only(*SHOWN).order_by("reference"))
        if len(cases) != len(ticked):
            raise Http404
        return mark_actions(self.request.user, cases)

    def show(self, *, cases, officers, stop="", wrong="", seen=None, status=200, **more):
        """The page, with what stands in the way at each case. seen: the versions that the reader saw."""
        rows, new = [{**row_of(case), "why": why_not(case, seen)} for case in cases], others(cases, officers)
        return self.render_to_response(self.get_context_data(
            rows=rows, offices=who_has(cases) if officers else "", only=officers[0].full_name if officers and not new else "",
            offered=[{"uid": str(one.uid), "name": one.full_name} for one in officers] if new else [],
            stop=stop, wrong=wrong, **more), status=status)


def others(cases, officers):
    """Those of these officers who do not see to all of the cases already."""
    return [one for one in officers if any(case.owner_id != one.pk for case in cases)]


def already(officer, *, somebody):
    """That all of them are this officer's already. somebody: is there anybody else to choose?"""
    if somebody:
        return _("%(name)s sees to all of them already. Choose somebody else.") % {"name": officer.full_name}
    return _("%(name)s sees to all of them already, and nobody else could.") % {"name": officer.full_name}


def given(cases, officer, theirs):
    """What is said once these cases have been given to an officer. theirs: how many of them the officer saw to before."""
    new = len(cases) - theirs or len(cases)  # pressed twice, all are theirs by the first press
    said = ngettext("%(person)s sees to %(n)s case from now on.", "%(person)s sees to %(n)s cases from now on.", new) % {
        "n": new, "person": officer.full_name}
    if new == len(cases):
        return said
    return said + " " + ngettext("%(n)s was theirs already and stays as it was.", "%(n)s were theirs already and stay as they were.",
                                 theirs) % {"n": theirs}


def read_ticks(values):
    """{uid: version that the reader saw} of the ticked cases. What is no such value names no case: 404."""
    found = {}
    for value in values:
        uid, _colon, version = value.partition(":")
        if not version.isascii() or not version.isdigit() or len(version) > 9:
            raise Http404
        found[read_uid(uid)] = int(version)
    return found


def read_uid(text):
    """A UUID as it was posted, or 404."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def changed(cases, ticked):
    """Those that somebody changed since they were ticked."""
    return [case for case in cases if case.version != ticked[case.uid]]


def why_not(case, seen):
    """What stands in the way of giving this case away, in a sentence, or ""."""
    if not case.may["assign"]:
        return str(Case.RULES["assign"].says)
    return _("It was changed since you ticked it. Look at it again.") if seen and changed([case], seen) else ""


def in_the_way(cases, seen=None):
    """Which of these cases stop the others, by reference, or "". SECURITY: only cases that the reader sees come here."""
    stopping = ", ".join(case.reference for case in cases if why_not(case, seen))
    return _("Nothing was given to anybody: %(references)s stands in the way. Untick it, or look at it again.") % {
        "references": stopping} if stopping else ""


def who_has(cases):
    """The offices that have all of these cases, in a phrase."""
    return _(" and ").join(owners.offices_of_all(cases))


def too_many(cases):
    """What is wrong with the number of cases, or ""."""
    if not cases:
        return _("You ticked no case. Go back to the list and tick those that you want to give to an officer.")
    if len(cases) > owners.AT_ONCE:
        return _("You ticked %(n)s cases. At most %(most)s can be given at once.") % {"n": len(cases), "most": owners.AT_ONCE}
    return ""
