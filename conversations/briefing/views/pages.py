"""The briefings, one briefing, the items and one item."""
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.forms import SearchForm
from casework.wording import MOST_TERMS, left_out
from conversations.briefing import services
from conversations.briefing.forms import BRIEFING_ACTS, ITEM_ACTS
from conversations.briefing.models import WAITING_FIRST, Briefing, Item
from conversations.briefing.parts import about, as_edited, in_parts, items_of, wards_of
from conversations.briefing.search import NEWEST, briefings_found, found
from council_portal.access.decisions import can
from council_portal.access.views import Guarded, GuardedPage, read_cursor
from council_portal.accounts.models import Service, Ward
from council_portal.design.dates import day, moment
from council_portal.people.views.guided import paged, uid_or_none

Status = Item.Status
COLOURS = {Status.WAITING: "yellow", Status.TAKEN: "green", Status.LEFT_OUT: "grey", Status.TAKEN_BACK: "grey"}
ITEM_STATUS = dict(Status.choices)
SENT = Briefing.Status.SENT


class BriefingList(Guarded, TemplateView):
    """The briefings, newest first; with words, a ward or a service, the items that answer to them instead."""

    model, template_name = Briefing, "briefing/list.html"

    def get_context_data(self, **kwargs):
        user, query = self.request.user, self.request.GET
        words, wrong = words_asked(query)
        asked = {"q": words, "ward": uid_or_none(query.get("ward")), "service": uid_or_none(query.get("service"))}
        context = {"asked": asked, "edits": can(user, "begin", Briefing), "may_submit": can(user, "submit", Item), "wrong": wrong,
                   "wards": choices(Ward, user, asked["ward"]), "services": choices(Service, user, asked["service"])}
        if any(asked.values()):
            rows, after = ([], None) if wrong else found(user, asked, read_cursor(query.get("after"), NEWEST))
            by_words = bool(asked["q"]) and not (wrong or asked["ward"] or asked["service"] or query.get("after"))
            return super().get_context_data(
                **context, briefings=[whole_line(one) for one in briefings_found(user, asked["q"])] if by_words else [],
                pages={"after": leading(query, after)}, items=[found_line(one) for one in rows], searched=True,
                limits=limits(asked["q"]), **kwargs)
        rows, pages = paged(Briefing.objects.permitted(user, "view").order_by("-on", "-pk"), query)
        read = services.read_of(user, rows)
        return super().get_context_data(**context, pages=pages, rows=[briefing_line(one, one.pk in read) for one in rows], **kwargs)


def words_asked(query):
    """The question as it was typed, and what is wrong with it, or "": the same rules as the search of cases."""
    typed = " ".join(query.get("q", "").split())
    form = SearchForm({"q": typed})
    return (form.cleaned_data["q"], "") if form.is_valid() else (typed, form.errors["q"][0])


def leading(query, after):
    """The query of the next page, or "" where there is none."""
    if not after:
        return ""
    asked = query.copy()
    asked["after"] = after
    return asked.urlencode()


def limits(question):
    """What the search left aside, as a sentence; "" where it left nothing."""
    if not (rest := left_out(question)):
        return ""
    return _("Only the first %(most)s words are looked for; these were left out: %(words)s.") % {
        "most": MOST_TERMS, "words": ", ".join(rest)}


def choices(places, user, chosen):
    """[(uid, name, is it the chosen one)] of the wards or services that the reader may choose."""
    return [(str(one.uid), one.name, one.uid == chosen) for one in places.objects.permitted(user, "choose")]


def whole_line(briefing):
    """A briefing whose title or introduction answers to the words."""
    return {"title": briefing.title, "text": briefing.intro[:200], "url": briefing.get_absolute_url(), "when": day(briefing.on)}


def found_line(item):
    """An item that was found."""
    return {"title": item.title, "text": item.text[:200], "url": f"{item.briefing.get_absolute_url()}#i-{item.uid}",
            "when": day(item.briefing.on)}


def briefing_line(briefing, read):
    """A briefing as the list shows it."""
    sent = briefing.status == SENT
    return {"url": briefing.get_absolute_url(), "title": briefing.title, "when": day(briefing.on), "draft": not sent,
            "unread": sent and not read}


class BriefingPage(GuardedPage):
    """One briefing, what is about the reader's wards first. Opened, it is read."""

    model, template_name, context_object_name, related = Briefing, "briefing/briefing.html", "briefing", ("sent_by",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        briefing, user = self.object, self.request.user
        edits = briefing.may["edit"] and briefing.status != SENT
        if briefing.status == SENT:
            services.note_read(briefing, actor=user)
        waiting = list(Item.objects.permitted(user, "edit").filter(status=Status.WAITING).order_by("made_at")[:50]) if edits else []
        items = items_of(briefing)
        parts = as_edited(items) if edits else in_parts(briefing, items, wards_of(user.person_id))
        return {**context, "parts": parts, "edits": edits, "when": day(briefing.on),
                "acts": [{"url": reverse("briefing:act", args=[briefing.uid, kind.slug]), "text": kind.heading}
                         for kind in BRIEFING_ACTS.values()] if edits else [],
                "waiting": [{"url": one.get_absolute_url(), "title": one.title} for one in waiting],
                "sent": _("Sent by %(who)s, Communications, on %(when)s") % {
                    "who": briefing.sent_by.full_name, "when": moment(briefing.sent_at)} if briefing.sent_by else ""}


class ItemList(Guarded, TemplateView):
    """The reader's own items; all of them for Communications, those that wait first."""

    model, template_name = Item, "briefing/items.html"

    def get_context_data(self, **kwargs):
        user, edits = self.request.user, can(self.request.user, "begin", Briefing)
        mine = Item.objects.permitted(user, "view").select_related("submitter", "briefing")
        mine = mine if edits else mine.filter(submitter=user.person_id)
        rows, pages = paged(mine.order_by(WAITING_FIRST, "-made_at", "-pk"), self.request.GET)
        return super().get_context_data(rows=[item_line(one) for one in rows], pages=pages, edits=edits,
                                        may_submit=can(user, "submit", Item), **kwargs)


def item_line(item):
    """An item as the list shows it."""
    return {"url": item.get_absolute_url(), "title": item.title, "submitter": item.submitter.full_name,
            "made": day(timezone.localdate(item.made_at)), **status(item)}


def status(item):
    """Where an item is, for its tag."""
    text = _("Sent") if services.is_sent(item) else str(ITEM_STATUS[item.status])
    return {"status_text": text, "status_colour": COLOURS[item.status]}


class ItemPage(GuardedPage):
    """One item, what became of it, and what can be done with it."""

    model, template_name, context_object_name, related = Item, "briefing/item.html", "item", ("submitter", "briefing")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        item, user = self.object, self.request.user
        briefing = item.briefing if item.briefing and can(user, "view", item.briefing) else None
        knows = item.may["edit"] or item.submitter_id == user.person_id
        return {**context, "facts": facts(item), **status(item),
                "briefing": briefing, "acts": acts(item), "before": item.as_submitted if knows else None,
                "why_left_out": item.why_left_out if item.status == Status.LEFT_OUT else ""}


def facts(item):
    """Who, when, about what."""
    rows = [(_("Submitted by"), item.submitter.full_name), (_("Submitted"), moment(item.made_at)),
            (_("For Members"), _("It needs them") if item.needs_you else _("For information"))]
    rows += [(_("By"), day(item.by))] if item.by else []
    return [*rows, (_("About"), about(item))]


def acts(item):
    """What the reader may do with it as it is."""
    if services.is_sent(item):
        return []
    fits = {"put-in": item.status == Status.WAITING, "take-out": item.status == Status.TAKEN, "sooner": item.status == Status.TAKEN}
    return [{"url": reverse("briefing:item_act", args=[item.uid, kind.slug]), "text": kind.heading} for kind in ITEM_ACTS.values()
            if item.may[kind.action] and fits.get(kind.slug, True)]
