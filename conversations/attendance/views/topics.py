"""The parity ledger: its topics, which group was given what, and what is done with a topic."""
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from conversations.attendance import parity, wording
from conversations.attendance.models import PackPaper, Topic
from conversations.attendance.topic_forms import ACTS, NewTopic
from conversations.attendance.views.acts import Asked
from conversations.attendance.views.pages import line_of, paper_line
from conversations.attendance.views.refusals import facts
from council_portal.access.decisions import can
from council_portal.access.views import Guarded, GuardedPage
from council_portal.design.dates import moment
from council_portal.people.views.guided import paged
from council_portal.protocol.services import in_force, rules_of

LATEST = 25  # refusals that the ledger's front page shows; a topic shows all of its own


class TopicList(Guarded, TemplateView):
    """All topics, by title. SECURITY: for others than the ledger's readers the page is not there."""

    model, template_name = Topic, "attendance/topics.html"

    def get(self, request, *args, **kwargs):
        if not can(request.user, "view", Topic):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows, pages = paged(Topic.objects.permitted(user), self.request.GET)
        return super().get_context_data(
            rows=[{"url": one.get_absolute_url(), "title": one.title, "offered": one.offered_at is not None} for one in rows], pages=pages,
            rules=rules(), refusals=[refusal(one) for one in parity.refusals()[:LATEST]], may_make=can(user, "make", Topic), **kwargs)


def rules():
    """The sentences that the ledger rests on, each with its clause."""
    version = in_force()
    given = _("Whatever one political group is given, every other group that asks on the same matter is given: the same arrangements and "
              "the same papers.")
    asked = _("No group learns from the portal that another has asked.")
    pairs = [(given, parity.clause_of(version)), (asked, rules_of(version).about("group_asked"))]
    return [wording.said(text if clause else f"{text} {wording.OWN_RULE}", clause) for text, clause in pairs]


class TopicPage(GuardedPage):
    """One topic: its pack, and the ledger, which shows of each group what it was given."""

    model, template_name, context_object_name = Topic, "attendance/topic.html", "topic"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        topic, user = context["topic"], self.request.user
        papers = PackPaper.objects.permitted(user).filter(topic=topic).newest().order_by("name", "pk")
        lines = parity.ledger(topic)
        return {**context, "rules": rules(), "papers": [paper_line(one) for one in papers if one.withdrawn_at is None],
                "gone": [paper_line(one) for one in papers if one.withdrawn_at], "lines": [line_of(one) for one in lines],
                "refusals": [refusal(one) for one in parity.refusals().filter(Q(about=topic) | Q(topic=topic))],
                "equal": all(one.same_papers for one in lines), "acts": acts(topic) if topic.may["change"] else [],
                "offered": moment(topic.offered_at) if topic.offered_at else ""}


def refusal(one):
    """A refusal to a group, for the ledger."""
    return {"group": one.request.group.name, "url": "", "facts": facts(one, whose=True)}


def acts(topic):
    """What can be done with it, as links."""
    leave_out = {"stop"} if topic.offered_at is None else set()
    leave_out |= set() if topic.papers.filter(withdrawn_at=None).exists() else {"withdraw"}
    return [{"text": form.heading, "url": reverse("attendance:topic_act", args=[topic.uid, slug])}
            for slug, form in ACTS.items() if slug not in leave_out]


class MakeTopic(Asked):
    """A topic that no request is about yet."""

    model, action, form_class, button = Topic, "make", NewTopic, gettext_lazy("Begin the topic")
    heading, said = gettext_lazy("Begin a topic"), gettext_lazy("The topic is begun. Add its papers next.")

    def dispatch(self, request, *args, **kwargs):
        if not can(request.user, "view", Topic):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return reverse("attendance:topics")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_text": _("Back to the ledger"), **kwargs})


class TopicAct(Asked):
    """One act on one topic."""

    model, action = Topic, "change"

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.heading, self.button, self.said = kind, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        about = [{"text": self.object.title}, *({"text": text} for text in getattr(self.form_class, "intro", []))]
        return super().get_context_data(**{"back_text": _("Back to the topic"), "intro": about, **kwargs})
