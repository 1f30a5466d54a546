"""How matters stand, told to all Members who are openly involved in them: the form, and what was told (RUG-4-FOLLOW)."""
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.begun import TELL
from casework.models import InvolvedNews
from casework.news import told_people
from casework.question_forms import TellForm
from casework.views.involved import SaysOnce, place, to_many
from council_portal.access.views import GuardedPage
from council_portal.design.dates import moment
from council_portal.drafts.offers import offer
from council_portal.drafts.services import keep_what_fits, throw_away


class TellInvolved(SaysOnce):
    """Officers tell everybody who is involved. What was typed and not sent is kept as a draft."""

    model, action, form_class, template_name = InvolvedNews, "tell", TellForm, "casework/tell_involved.html"
    heading, button = gettext_lazy("Tell the Members who are involved"), gettext_lazy("Tell them")
    back_text, said = gettext_lazy("Members who are openly involved"), gettext_lazy("They have been told.")
    intro = [
        gettext_lazy("How matters of a service stand, in your own words. It goes to every Member in office who has said that they are "
                     "involved in that service and ward, their own ward or not: nobody is picked and nobody is left out, so that no "
                     "political group is told before another. Each gets an email that says that there is something to read here. No "
                     "protocol asks for it in this form: that is the portal’s own rule."),
        gettext_lazy("It names no case and opens none. No resident, no case and nothing in confidence belongs in it: other Members than "
                     "those of the ward read it. It cannot be changed afterwards; what was wrong is put right by telling them again."),
    ]

    @cached_property
    def kept(self):
        """The draft of this form, for the page."""
        return offer(self.request.user, TELL, back=self.request.path)

    def get_initial(self):
        """What was begun; and the service that the page of the involved leads here for."""
        if self.request.method == "POST":
            return {}
        chosen = self.request.GET.get("service")
        return {**self.kept["initial"], **({"service": chosen} if chosen else {})}

    def form_valid(self, form):
        answer = super().form_valid(form)
        if form.is_valid():
            throw_away(self.request.user, TELL)
        return answer

    def form_invalid(self, form):
        """Kept in the page and in a draft."""
        keep_what_fits(self.request.user, TELL, self.request.POST)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        """A form that was sent and failed is no news to whoever typed it."""
        shown = {**self.kept, "said": ""} if kwargs.get("form") else self.kept
        return super().get_context_data(draft=shown, **kwargs)

    def where_to(self, saved):
        return saved.get_absolute_url()


class NewsPage(GuardedPage):
    """What was told: the text, by whom and when; to whom it went, for those who could tell it too."""

    model, template_name, context_object_name = InvolvedNews, "casework/news.html", "news"
    related = ("service", "ward", "sent_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        news, people = context["news"], [one.full_name for one in told_people(context["news"])]
        facts = [(_("Sent by"), _("%(who)s, %(offices)s") % {"who": news.sent_by.full_name, "offices": news.sent_as}),
                 (_("Sent on"), moment(news.sent_at)), (_("Sent to"), to_many(len(people)))]
        if news.may["tell"]:
            facts[-1] = (_("Sent to"), "\n".join([to_many(len(people)), *people]))
        again = f"{reverse('casework:tell_involved')}?service={news.service.uid}" if news.may["tell"] else ""
        return {**context, "of": place(news), "facts": facts, "again": again}
