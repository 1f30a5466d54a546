import uuid

from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework import clocks, kinds, policy
from casework.forms import ConcernForm, SendForm, is_found, with_place
from casework.models import Case
from casework.policy import TAKERS
from casework.services import first_step
from casework.views import words
from casework.whose import first_free
from council_portal.access.decisions import require
from council_portal.access.views import Guarded
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Principal
from council_portal.accounts.services import group_of
from council_portal.drafts.offers import offer
from council_portal.drafts.papers import held, hold, take_out
from council_portal.drafts.services import begun, initial, keep_what_fits, throw_away
from council_portal.matters.services import AnothersForm
from council_portal.protocol.services import in_force, options, route_under, rules_of
from directory.cards import step_words

DRAFT = "log"


class LogCase(Guarded, TemplateView):
    """Raise a matter, on two pages: what it is and where; then who it goes to and why, before anything is sent."""

    model, action, template_name = Case, "log", "casework/log_case.html"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.action, Case)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        draft = begun(request.user, DRAFT)
        form = ConcernForm(user=request.user, initial=to_be_found(initial(draft)))
        if "place" not in form.fields and "ward" not in form.initial:  # a ward that is picked counts, whatever street is typed
            form.initial |= own_ward(request.user)
        return self.first_page(form, draft)

    def post(self, request):
        """A page that fails keeps what was typed, as "Continue" does: in the page, and in a draft. What is chosen waits there too."""
        user, typed = request.user, request.POST
        if "take_out" in typed:
            take_out(user, begun(user, DRAFT), typed["take_out"])
        first = ConcernForm(typed, request.FILES, user=user, held=held(begun(user, DRAFT)))
        refused = first.errors.get("papers", [])
        new = hold(user, DRAFT, first.cleaned_data.get("papers"))
        if not on_second_page(typed) or first.errors.keys() - {"papers"} or (typed.get("stage") == "change" and not refused):
            return self.to_or_from_the_first_page(first)
        facts = where_it_goes(first.cleaned_data, user)
        going = typed.get("stage") == "send" and not facts["stopped"] and is_shown(request, first)
        second = SendForm(typed, user=user, held=shown_among(first.held, typed, new), **facts["asked"]) if going or refused else None
        if second and second.is_valid() and not refused:
            return sent(second, user)
        for sentence in refused:
            second.add_error("papers", sentence)
        keep_what_fits(user, DRAFT, typed)
        return self.second_page(first, second, facts)

    def to_or_from_the_first_page(self, first):
        """On to the second page; back to the first with what is wrong, or with the file that was taken out gone."""
        typed, user = self.request.POST, self.request.user
        keep_what_fits(user, DRAFT, typed)
        if ("take_out" in typed or typed.get("stage") == "change") and "papers" not in first.errors:
            first = again(typed, user)
        if not first.is_valid():
            return self.first_page(first, begun(user, DRAFT), show=False)
        return self.second_page(first, None, where_it_goes(first.cleaned_data, user))

    def first_page(self, form, draft, *, show=True):
        return self.render(self.request, "casework/log_case.html", form=form, draft=self.draft(draft, show=show), held=held(draft))

    def second_page(self, first, second, facts):
        """Where it goes. second: the form that failed; None for a new one."""
        request, typed = self.request, self.request.POST
        draft = begun(request.user, DRAFT)
        if second is None:
            second = SendForm(initial=typed.dict(), user=request.user, **facts["asked"])
        moved = typed.get("stage") == "send" and not is_shown(request, first)
        return self.render(request, "casework/log_check.html", form=second, first=first, text=whole_text(first), moved=moved,
                           draft=self.draft(draft, show=False), held=held(draft), **facts)

    def draft(self, draft, *, show):
        """What the page says of its draft. show: is it news to the reader that something was begun?"""
        given = offer(self.request.user, DRAFT, back=reverse("casework:log"), draft=draft)
        return given | {"keeps_papers": True} | ({} if show else {"said": ""})

    def render(self, request, template, **context):
        self.template_name = template
        return self.render_to_response(context)


def on_second_page(typed):
    """Was the second page sent? Only there is it said which service was shown, or what is to be done."""
    return bool({"stage", "shown"} & typed.keys())


def again(typed, user):
    """The first page anew, with what was typed, and a key of its own."""
    return ConcernForm(initial={**to_be_found(typed.dict()), "key": uuid.uuid4()}, user=user)


def to_be_found(typed):
    """What was typed, without the service that the portal found from the words: it is found anew from what is written now."""
    return {**typed, "service": ""} if is_found(typed) else typed


def shown_among(papers, typed, new):
    """Those papers that the page showed, and the new ones: another window may have added others since, and they are not sent unseen."""
    return list(dict.fromkeys([*(paper for paper in papers if str(paper.uid) in typed.getlist("held")), *new]))


def is_shown(request, first):
    """Did the page that was sent show the service that it would go to now? Another one is shown before anything is sent."""
    return request.POST.get("shown") in (None, str(first.cleaned_data["service"].uid))


def sent(form, user):
    """To the case that the form made, now or when it was sent before; a plain request to the page of the contact centre."""
    try:
        case = form.save()
    except AnothersForm:
        raise BadRequest("the key of a form that somebody else sent") from None
    throw_away(user, DRAFT)
    return HttpResponseRedirect(reverse("casework:request", args=[case.uid]) if case.matter == policy.REQUEST else case.get_absolute_url())


def own_ward(user):
    """The Member's own ward when they have one, to be chosen already."""
    wards = Principal.objects.filter(pk__in=user.principals, kind=Principal.Kind.WARD).values_list("ward__uid", flat=True)
    return {"ward": wards[0]} if len(wards) == 1 else {}


def whole_text(first):
    """What is sent as the text: what was typed, with the street at its end."""
    return with_place(first.cleaned_data["text"], first.cleaned_data.get("place", ""))


def where_it_goes(typed, user):
    """Before anything is sent: the posts to choose from with their holders, the clause, the date and its working; or why it goes nowhere.

    typed: the first page, cleaned. `asked`: what SendForm is given. `stopped`: the sentences of why it cannot be sent, or [].
    """
    matter, service = typed["matter"], typed["service"]
    version = in_force()
    route = route_under(version, matter, "member")
    step, to_centre = first_step(route), matter == policy.REQUEST
    form = {"service": service, "choices": [], "preferred": None, "others": [], "to_centre": to_centre}
    if step and not to_centre:
        person = user.person
        offered = options(step, service=service, ward=typed["ward"], group=group_of(person), excluding=[person])
        offered.sort(key=lambda placement: not placement.holders)
        form |= {"choices": [(p.post, in_words(p)) for p in offered], "preferred": preferred(person, offered),
                 "others": others(step, service, person)}
    return {
        "asked": form, "to_centre": to_centre, "stopped": why_stopped(route, user, version), "named": kinds.NAMED[matter],
        "whom": words.posts_in_words(version, step.to) if step else "", "clause": (step.clause or "") if step else "",
        "must": bool(step) and not route.silent and step.force == "must",
        "silence": words.silence(None, route)["text"] if route.silent else "",
        "also": [step_words(one, rules_of(version), route.silent) for one in route.to_follow if one.stage in ("informal", "tell")],
        "due": due_at_the_centre(service, matter) if to_centre else due_of(step, service, matter),
    }


def preferred(person, offered):
    """The post that is chosen already: the first that this Member's case can go to without putting together who is kept apart, else the
    first; None where nothing is offered. SECURITY: no text says why it is not the first of the list.
    """
    held = [placement for placement in offered if placement.holders]
    free = first_free(person, held) if len(held) > 1 else None
    return (free or offered[0]).post if offered else None


def why_stopped(route, user, version):
    """Why the protocol lets this go nowhere from here: [{"text", "clause"}], [] when it may go."""
    clause = route.clause or ""
    if route.rule == "forbidden":
        return [{"text": _("The protocol forbids this. It is not sent to anybody."), "clause": clause}]
    if route.rule == "exceptional":
        text = _("The protocol refuses this unless an exception is approved. Ask Democratic Services; it is not sent to anybody.")
        return [{"text": text, "clause": clause}]
    if route.who_may_raise and not user.posts & set(route.who_may_raise):
        text = _("The protocol leaves this to the %(posts)s. It is not sent to anybody.")
        return [{"text": text % {"posts": words.posts_in_words(version, route.who_may_raise)}, "clause": clause}]
    return []


def due_of(step, service, matter):
    """When an answer is due, by whose rule, and how that was worked out; None where it goes to nobody yet."""
    if step is None:
        return None
    now = timezone.now()
    time = clocks.time_of(clocks.Kind.ANSWER, at=now, step=step, service=service, matter=matter)
    counted = clocks.count(time, now)
    return {"text": words.day(counted.on), "clause": time.clause, "working": [*by_whose_rule(time), *words.working(counted)]}


def due_at_the_centre(service, matter):
    """Until when the contact centre has time, before it may be raised for nothing having happened."""
    now = timezone.now()
    time = clocks.time_of(clocks.Kind.REQUEST, at=now, service=service, matter=matter)
    counted = clocks.count(time, now)
    return {"heading": _("Until when the contact centre has time"), "text": words.day(counted.on), "clause": time.clause,
            "working": [*by_whose_rule(time), *words.working(counted)[:-1]]}


def by_whose_rule(time):
    """The sentence that says whose time it is, where it is not the protocol's."""
    return {
        clocks.Source.SERVICE: [_("The time is the service’s own, as the council has set it.")],
        clocks.Source.PORTAL: [_("The protocol sets no time for this. The time that is counted here is the portal’s own.")],
    }.get(time.source, [])


def others(step, service, person):
    """Whom else a Member may choose against a "should", with a reason: posts that take cases and are held. None against a "must"."""
    if step is None or step.force == "must":
        return []
    left = sorted(TAKERS - set(step.to))
    found = [(post, holders(post, service=service, excluding=[person])) for post in left]
    return [(post, f"{there[0].principal.name}: {', '.join(h.person.full_name for h in there)}") for post, there in found if there]


def in_words(placement):
    """A choice: the post and who holds it today."""
    if not placement.holders:
        return _("%(post)s: nobody holds this post today, so it would go to the next post up") % {"post": placement.principal.name}
    people = ", ".join(
        _("%(person)s for %(absent)s") % {"person": h.person.full_name, "absent": h.instead_of.full_name}
        if h.instead_of
        else h.person.full_name
        for h in placement.holders
    )
    return f"{placement.principal.name}: {people}"
