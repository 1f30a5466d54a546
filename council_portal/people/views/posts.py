from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from council_portal.access.decisions import Forbidden, can, require
from council_portal.access.holdings import open_work
from council_portal.access.views import Guarded
from council_portal.accounts.confided import needs_two
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.policy import CONFIDED
from council_portal.people import policy
from council_portal.people.choosing import of_the_council, of_the_group
from council_portal.people.filters import PostFilter
from council_portal.people.forms import AppointForm, PostForm, VacateForm
from council_portal.people.posts import entered, history, line, posts, rows_of
from council_portal.people.views.guided import Checked, PlainGuardedForm, chosen, paged, picked, uid_or_none
from council_portal.people.words import day


class Posts(Guarded, TemplateView):
    """Every post of the council with who is in it today. Everybody in office may look."""

    model, template_name = Principal, "people/posts.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        if not can(user, "view", Principal()):
            raise Http404
        form = PostFilter(self.request.GET, user=user)
        rows, pages = paged(form.narrow(posts(user)), self.request.GET)
        count = ngettext("%(count)s post", "%(count)s posts", pages["count"]) % {"count": pages["count"]}
        return super().get_context_data(rows=rows_of(rows), filter=form, pages=pages, count_text=count,
                                        may_add=can(user, "add", Principal), **kwargs)


class OfPost(Guarded):
    """A view of one post, by its uid."""

    model = Principal

    def get_object(self, queryset=None):
        """The post, or 404: whatever else can have a standing has no page here."""
        found = posts(self.request.user).filter(uid=self.kwargs["uid"]).first()
        if found is None:
            raise Http404
        return found


class PostPage(OfPost, TemplateView):
    """Who holds a post, who is to, and who held it: by what authority, from when to when."""

    template_name = "people/post.html"

    def get_context_data(self, **kwargs):
        post, now, user = self.get_object(), timezone.now(), self.request.user
        here = policy.is_filled_here(post)
        rows = history(post)
        past, pages = paged(rows.filter(until__lte=now), self.request.GET)
        return super().get_context_data(
            post=post, today=rows_of([post])[0], present=in_order(line(row) for row in rows.filter(since__lte=now, until__gt=now)),
            coming=[line(row) for row in rows.filter(since__gt=now)], past=[line(row) for row in past], pages=pages,
            may_appoint=here and can(user, "appoint", Appointment), work=work_of(post) if can(user, "appoint", Appointment) else [],
            entered=entered(post, user), closed="" if here or not can(user, "appoint", Appointment) else policy.NOT_HERE.says, **kwargs)


def work_of(post):
    """The open work of a post, as lines: numbers only, for whoever fills it."""
    return [_("%(label)s: %(count)s") % {"label": label, "count": count} for label, count in open_work([post.pk]) if count]


def in_order(lines):
    """Holders before deputies before whoever stands in."""
    return sorted(lines, key=lambda one: (one["is_stand_in"], one["is_deputy"]))


class NewPost(PlainGuardedForm):
    """A post of the protocol that the council has not had in the portal."""

    model, action, form_class = Principal, "add", PostForm
    heading, button, said = gettext_lazy("There is a new post"), gettext_lazy("Make the post"), gettext_lazy("The post is there.")

    def get_context_data(self, **kwargs):
        intro = [{"text": _("Its name follows from the protocol’s own words and the service or group that it belongs to. "
                            "A post that is there already is shown, not made twice.")}]
        return super().get_context_data(intro=intro, **kwargs)

    def back_to(self):
        return reverse("people:posts")

    def where_to(self, saved):
        return reverse("people:post", args=[saved.uid])


class Appoint(OfPost, Checked):
    """Appoint to a post: who, as what, since when, by what authority; then what changes; then it is saved."""

    action, form_class, said = "view", AppointForm, gettext_lazy("The appointment is recorded.")

    def dispatch(self, request, *args, **kwargs):
        post = self.get_object()
        require(request.user, "appoint", Appointment)
        if not policy.is_filled_here(post):
            raise Forbidden(policy.NOT_HERE, post)
        self.two = needs_two(post, request.user)
        if self.two:
            self.said = _("It waits for a second person. Nobody is appointed until they agree.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        people = of_the_council(request.user, policy.wanted_of(self.object.post))
        if self.object.post in policy.OF_A_GROUP:
            people = of_the_group(people, self.object.group, timezone.localdate())
        self.person = people.filter(uid=uid_or_none(request.GET.get("person"))).first()
        if self.person:
            return super().get(request, *args, **kwargs)
        heading = _("Who is appointed: %(post)s") % {"post": self.object.name}
        self.template_name = "people/pick.html"
        return self.render_to_response(super(Checked, self).get_context_data(
            heading=heading, form=None, name="person", **picked(request, people), hint=side_in_words(self.object)))

    def get_initial(self):
        return {"person": self.request.GET.get("person", "")}

    def get_context_data(self, **kwargs):
        person = getattr(self, "person", None) or chosen(kwargs.get("form"), "person")
        heading = _("Appoint %(person)s: %(post)s") if person else _("Appoint to %(post)s")
        heading = heading % {"person": person.full_name if person else "", "post": self.object.name}
        return super().get_context_data(**{"heading": heading, **kwargs})

    def back_to(self):
        return reverse("people:post", args=[self.object.uid])

    def where_to(self, saved):
        return self.back_to()

    def facts(self, data):
        roles = dict(self.get_form_class().base_fields["role"].choices)
        return [(_("Post"), self.object.name), (_("Who"), data["person"].full_name), (_("As"), roles[data["role"]]),
                (_("From"), day(data["since"])), (_("By what authority"), data["authority"])]

    def effects(self, data):
        if self.two:
            return waiting(self.object, data)
        return [*gains(self.object, data["person"], data["since"]), *losses(self.object, data.get("ending") or [], data["since"]),
                *stays(self.object, data)]


def waiting(post, data):
    """What an appointment that waits for a second person changes, and when."""
    ends = [_("The appointment of %(person)s ends when it is agreed to, not before.") % {"person": row.person.full_name}
            for row in data.get("ending") or []]
    return [
        (_("Complaints are confided to this post, so two people appoint to it. %(person)s has nothing of it, and sees nothing, until a "
           "second person agrees: somebody else who keeps the offices, or who holds such a post. That is the portal’s own rule.") % {
            "person": data["person"].full_name}, True),
        (_("Then %(person)s sees the matters of %(post)s, the old ones too: from the day that you entered, and never from before it was "
           "agreed to.") % {"person": data["person"].full_name, "post": post.name}, False),
        *((text, False) for text in ends)]


def gains(post, person, on):
    """Whoever is appointed sees what the post sees."""
    text = (_("%(person)s sees the matters of %(post)s, the old ones too, from the next page that they open.")
            if on <= timezone.localdate() else
            _("From 00:00 on %(day)s, London time, %(person)s sees the matters of %(post)s, the old ones too. Not before."))
    return [(text % {"person": person.full_name, "post": post.name, "day": day(on)}, False)]


def losses(post, rows, on):
    """Whose appointment ends sees no more."""
    text = (_("%(person)s no longer sees them from the next page that they open, unless by another post.")
            if on <= timezone.localdate() else _("From that moment %(person)s no longer sees them, unless by another post."))
    return [(text % {"person": row.person.full_name}, False) for row in rows]


def stays(post, data):
    """Who goes on holding the post beside them."""
    ended = {row.pk for row in data.get("ending") or []} | {None}
    left = [one for one in present_holders(post) if one.pk not in ended and one.person_id != data["person"].pk]
    return [(_("%(person)s goes on holding the post too.") % {"person": row.person.full_name}, True) for row in left] + [
        (_("What anybody did in the post stays on record under their name."), False)]


def left_open(post, person, others):
    """The open work of the post and of this person, and what becomes of it. others: does somebody else hold the post?"""
    own = person.own_principals.values_list("pk", flat=True)
    work = [_("%(label)s: %(count)s") % {"label": label, "count": count} for label, count in open_work([post.pk, *own]) if count]
    if not work:
        return []
    goes = (_("What they see to themselves goes to the next officer of the post within minutes of the end. "
              "The Members read it in each case. That is the portal’s own rule.") if others else
            _("It goes to the office above within minutes of the end; where nobody is there either it is unrouted and comes to you. "
              "The Members read it in each case. That is the portal’s own rule."))
    return [(_("Open work of this post and this person: %(work)s.") % {"work": "; ".join(work)}, True), (goes, False)]


def present_holders(post):
    """The appointments of holders that run today."""
    now = timezone.now()
    return history(post).filter(since__lte=now, until__gt=now, role=Appointment.Role.HOLDER)


class EndAppointment(Checked):
    """End an appointment to a post: from which day, by what authority; then what changes; then it is saved."""

    model, action, form_class, said = Appointment, "end", VacateForm, gettext_lazy("The end of the appointment is recorded.")
    check_button = gettext_lazy("End the appointment")

    def get_object(self, queryset=None):
        """An appointment to a post as holder or deputy. Standing in ends with the absence; seats and employment end elsewhere."""
        found = Appointment.objects.permitted(self.request.user, "view").filter(
            uid=self.kwargs["uid"], principal__in=posts(self.request.user)).exclude(role=Appointment.Role.STAND_IN)
        found = found.select_related("person", "principal").first()
        if found is None:
            raise Http404
        if not policy.is_filled_here(found.principal):
            raise Forbidden(policy.NOT_HERE, found)
        return found

    def get_context_data(self, **kwargs):
        heading = _("End the appointment of %(person)s: %(post)s") % {
            "person": self.object.person.full_name, "post": self.object.principal.name}
        return super().get_context_data(**{"heading": heading, **kwargs})

    def back_to(self):
        return reverse("people:post", args=[self.object.principal.uid])

    def where_to(self, saved):
        return self.back_to()

    def facts(self, data):
        return [(_("Post"), self.object.principal.name), (_("Who"), self.object.person.full_name),
                (_("As"), self.object.get_role_display()), (_("No longer from"), day(data["day"])),
                (_("By what authority"), data["authority"])]

    def effects(self, data):
        post, on = self.object.principal, data["day"]
        text = (_("%(person)s no longer sees the matters of %(post)s from the next page that they open, unless by another post.")
                if on <= timezone.localdate() else
                _("From 00:00 on %(day)s, London time, %(person)s no longer sees the matters of %(post)s, unless by another post."))
        said = [(text % {"person": self.object.person.full_name, "post": post.name, "day": day(on)}, False)]
        others = [one for one in present_holders(post) if one.pk != self.object.pk]
        if not others:
            said.append((_("Nobody else holds the post. Deputies act, and where there is none a new case goes to the next post up. "
                           "That is the portal’s own rule."), True))
            if post.post in CONFIDED:
                said.append((_("Complaints are confided to it: a new holder needs two people. Enter who is next first, and have it agreed "
                               "to, so that the post is not without one for long."), True))
        return [*said, *left_open(post, self.object.person, bool(others)),
                (_("Whoever stands in for them in this post stops too. What was done stays on record."), False)]


def side_in_words(post):
    """Who can be chosen for this post."""
    return {"all_members": _("This post is held by a Member."), "officers": _("This post is held by an officer.")}.get(
        policy.wanted_of(post.post), "")
