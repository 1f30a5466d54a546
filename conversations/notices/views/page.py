"""One ward notice: what it says, its papers, what was done with it, how far its Members are."""
import functools

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.notices import wording
from conversations.notices.act_forms import ACTS
from conversations.notices.lawful import to_deny
from conversations.notices.models import Notice, NoticeTurn
from conversations.notices.policy import LOCAL
from conversations.notices.reading import evidence, note_opened
from conversations.notices.telling import told_in_words
from council_portal.access.queryset import may_do
from council_portal.access.views import GuardedPage
from council_portal.design.dates import moment
from council_portal.protocol.services import version_of

RELATED = ("service", "office", "raised_by", "replaces")
KINDS = dict(NoticeTurn.Kind.choices)


class NoticePage(GuardedPage):
    """A notice. SECURITY: until a Member of the ward has accepted the confidence, its title, words and papers are not even read."""

    model, template_name, context_object_name, related = Notice, "notices/notice.html", "notice", RELATED

    def get_object(self, queryset=None):
        """With whether the reader may read what stands in it, and whether there is another to be looked for."""
        return super().get_object(queryset.with_readable(self.request.user).with_newer())

    @functools.cached_property
    def turns(self):
        """What was done with it, in order."""
        return list(self.object.turns.select_related("author"))

    def mark(self):
        """From the standings, which the page reads anyway."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        notice, user = self.object, self.request.user
        notice.protocol = version_of(notice.protocol_id)
        now = timezone.now()
        standings = list(notice.standings.filter(until__gt=now).select_related("principal").order_by("since", "pk"))
        mine = [one for one in standings if one.principal_id in user.principals and one.since <= now]
        held = {one.capacity for one in mine}
        notice.may = {action: may_do(rule, user, notice, held) for action, rule in Notice.RULES.items()}
        wards = list(notice.wards.all())
        names = [ward.name for ward in wards]
        if notice.readable:
            note_opened(notice, actor=user, acting_as=mine[0].principal.name)
        return {**context, "reads": notice.readable, "tag": wording.tag(notice), "why": self.why(),
                "facts": wording.facts(notice, names, reads=notice.readable),
                "readers": wording.readers(standings, notice) if notice.readable else [],
                "accept": self.accept(), "acts": acts(notice, self.answered()), **(self.contents(held) if notice.readable else {}),
                **(self.evidence(wards) if notice.may["evidence"] else {})}

    def why(self):
        """Where it is and why."""
        notice = self.object
        return wording.why(notice, reads=notice.readable, turns=self.turns if notice.readable else ())

    @functools.cached_property
    def questions(self):
        """What was asked about disclosure, as far as it is this reader's."""
        return list(asked(self.request.user, self.object)) if self.object.readable else []

    def answered(self):
        """The acts that wait for nothing of this reader any more: by word of their addresses."""
        user = self.request.user
        waits = {"answer-disclosure": any(one.agreed is None and one.principal_id in user.principals for one in self.questions),
                 "not-said": self.object.may["deny"] and to_deny(self.turns, user.person_id) is not None}
        return {slug for slug, open_still in waits.items() if not open_still}

    def accept(self):
        """Where a Member of the ward accepts the confidence, who has not."""
        notice = self.object
        return reverse("notices:act", args=[notice.uid, "accept"]) if notice.may["accept"] and not notice.readable else ""

    def contents(self, held):
        """What the notice says, its papers and what was done with it; to a Member of the ward, what holds of its confidence."""
        notice, user = self.object, self.request.user
        questions = self.questions
        said = [(_("Summary"), notice.summary), (_("Advantages"), notice.advantages), (_("Disadvantages"), notice.disadvantages),
                (_("Financial implications"), notice.finance)]
        return {"headline": notice.title, "texts": [(label, text) for label, text in said if text],
                "papers": [paper_line(paper, notice) for paper in notice.papers.select_related("withdrawn_by").order_by("added_at", "pk")],
                "turns": [turn_line(turn, self.turns) for turn in self.turns],
                "replaced": related(user, notice), "asked": [asked_line(one, notice) for one in questions],
                "confidence": wording.confidence_now(notice, user, questions) if LOCAL in held else []}

    def evidence(self, wards):
        """How far each Member is, and which of its wards have none."""
        notice = self.object
        rows = evidence(notice, wards, self.turns)
        sat_for = {name for one in rows for name in one.wards}
        return {"evidence": [evidence_line(one, notice) for one in rows],
                "no_member": [ward.name for ward in wards if ward.name not in sat_for]}


def paper_line(paper, notice):
    """A paper as the page lists it; of a withdrawn one who, when and why."""
    if paper.withdrawn_at:
        return {"name": paper.name, "url": "", "note": _("Withdrawn by %(who)s on %(when)s: %(why)s") % {
            "who": paper.withdrawn_by.full_name, "when": moment(paper.withdrawn_at), "why": paper.withdrawn_why}}
    note = paper.size_text if notice.is_public or not paper.restricted else _("%(size)s, a copy with your name on it") % {
        "size": paper.size_text}
    return {"name": paper.name, "url": paper.get_absolute_url(), "note": note,
            "withdraw": reverse("notices:withdraw_paper", args=[paper.uid]) if notice.may["withdraw_paper"] else ""}


def turn_line(turn, turns):
    """What was done with it, as one line. turns: all that was, in order."""
    hour = _("To be published on %(when)s.") % {"when": moment(turn.publish_at)} if turn.publish_at else ""
    return {"what": KINDS[turn.kind], "who": turn.author.full_name, "as": turn.acting_as, "when": moment(turn.at), "hour": hour,
            "text": turn.text, "why_fewer": wording.why_fewer(turn, turns)}


def related(user, notice):
    """The notice that takes the place of this one, or whose place it takes, as far as the reader may see them: [{"text", "url"}]. No
    statement where there is none."""
    if not (notice.replaces_id or notice.has_newer):
        return []
    rows = Notice.objects.permitted(user, "view").with_readable(user).filter(Q(pk=notice.replaces_id) | Q(replaces=notice.pk))
    found = sorted(rows, key=lambda one: one.pk != notice.replaces_id)
    return [{"says": _("It takes the place of:") if one.pk == notice.replaces_id else _("Another notice takes its place:"),
             "url": one.get_absolute_url(), "text": one.title if one.readable else one.reference} for one in found]


def asked(user, notice):
    """What was asked and answered about disclosure, as far as it is this reader's. The page has asked whether they may see the notice."""
    return notice.disclosures.own(user).select_related("asked_by", "answered_by", "principal")


def asked_line(one, notice):
    """One question of a Member, and its answer."""
    answered = "" if one.agreed is None else _("%(who)s (%(office)s), %(when)s") % {
        "who": one.answered_by.full_name, "office": one.answered_as, "when": moment(one.answered_at)}
    return {"who": one.asked_by.full_name, "whom": one.to_whom, "why": one.why, "when": moment(one.asked_at), "office": one.principal.name,
            "clause": one.clause, "agreed": one.agreed, "answer": one.answer, "answered": answered,
            "unanswered": wording.unanswered(notice)}


def evidence_line(one, notice):
    """How far one Member is. one: reading.Evidence."""
    return {"name": one.person.full_name, "wards": ", ".join(one.wards) or _("not a Member for these wards today"),
            "told": told_in_words(one, notice),
            "accepted": wording.before_or_after(one.accepted_at, notice, never=_("Not before publication")),
            "opened": wording.before_or_after(one.opened_at, notice, never=_("No"))}


FIRST = ("issue",)  # shown as buttons


def acts(notice, answered):
    """What the reader may do, as links. Accepting has a place of its own, and so has withdrawing a paper. answered: what is not open any
    more."""
    may = {slug: notice.may[form.action] for slug, form in ACTS.items()} | {"accept": False}
    may["ask-disclosure"] = may["ask-disclosure"] and notice.readable
    return [{"text": form.heading, "url": reverse("notices:act", args=[notice.uid, slug]), "first": slug in FIRST}
            for slug, form in ACTS.items() if may[slug] and slug not in answered]
