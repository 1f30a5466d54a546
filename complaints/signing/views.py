"""Signing the protocol, the register of who has and who has not, and what is taken from it."""
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django.views.generic.base import View

from complaints.signing import exports, services, wording
from complaints.signing.forms import PaperForm, RenewalForm, SignForm
from complaints.signing.models import Renewal, Signature
from council_portal.access.decisions import can, require
from council_portal.access.views import Guarded, GuardedForm
from council_portal.accounts.models import Person
from council_portal.design.dates import day
from council_portal.design.files import as_attachment, attachment
from council_portal.design.views import error_409
from council_portal.documents.pdf import NoPdf
from council_portal.matters.services import Changed
from council_portal.people.views.guided import paged
from council_portal.protocol.services import in_force, rules_of
from council_portal.protocol.version_views import compared

OUTSTANDING = "outstanding"
FILTERS = {OUTSTANDING: gettext_lazy("Not signed"), "signed": gettext_lazy("Signed"), "all": gettext_lazy("Everybody")}


class OfSigning(GuardedForm):
    """A form of this room. Another version in force by now, or a thing decided meanwhile, is 409 with what was typed."""

    http_method_names = ["get", "post", "head", "options"]
    back_text = gettext_lazy("Back")

    def back_to(self):
        """The address that the page leads back to."""
        return reverse("signing:register")

    def form_valid(self, form):
        try:
            saved = form.save()
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.request.path)
        if saved is None:
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return HttpResponseRedirect(self.back_to())

    def get_context_data(self, **kwargs):
        intro = [one if isinstance(one, dict) else {"text": one} for one in kwargs.pop("intro", ())]
        return super(GuardedForm, self).get_context_data(
            heading=self.heading, button=self.button, back=self.back_to(), back_text=self.back_text, intro=intro, **kwargs)


class SignPage(OfSigning):
    """The reader's own page: what they sign and why, what changed since they signed last, both statements."""

    model, action, form_class, template_name = Signature, "sign", SignForm, "signing/sign.html"
    heading, button, said = gettext_lazy("Sign the protocol"), gettext_lazy("Sign"), gettext_lazy("You have signed the protocol.")
    back_text = gettext_lazy("The protocol")

    def dispatch(self, request, *args, **kwargs):
        self.version = in_force()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"digest": self.version.digest}

    def form_valid(self, form):
        answer = super().form_valid(form)
        return HttpResponseRedirect(reverse("signing:sign")) if answer.status_code == 302 else answer

    def back_to(self):
        return reverse("protocol")

    def get_context_data(self, **kwargs):
        person, version = self.request.user.person, self.version
        line = services.line_of(person, version) if self.request.user.is_authenticated else None
        signing = rules_of(version).signing
        before = services.signed_before(person, version) if line and not line.signature else None
        return super().get_context_data(
            version=version, since=day(version.in_force_from), signing=signing, who=signing and wording.who_must(signing), line=line,
            state=line and wording.in_words(line.signature, version), before=before and before.version,
            found=compared(before.version, version) if before else None, keeps=can(self.request.user, "keep", Signature), **kwargs)


class Keeping(Guarded):
    """What only the keepers of the register open; 403 with the reason to others."""

    model, action = Signature, "keep"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.action, self.model)
        self.version = in_force()
        return super().dispatch(request, *args, **kwargs)

    def lines(self):
        """The register of the version in force."""
        return services.register(self.version)


class RegisterPage(Keeping, TemplateView):
    """Those who must sign: who has not, who has, or everybody. As many statements for one as for many."""

    template_name = "signing/register.html"

    def get_context_data(self, **kwargs):
        lines, version, wanted = self.lines(), self.version, self.request.GET.get("show", OUTSTANDING)
        wanted = wanted if wanted in FILTERS else OUTSTANDING
        renewal = Renewal.objects.permitted(self.request.user, "view").filter(version=version).select_related("decided_by").first()
        shown, pages = paged([line for line in lines if wanted in ("all", "signed" if line.signature else OUTSTANDING)], self.request.GET)
        signing = rules_of(version).signing
        return super().get_context_data(
            version=version, since=day(version.in_force_from), summary=wording.summary(lines), tally=wording.tally(lines),
            who=signing and wording.who_must(signing), signing=signing, renewal=renewal,
            decides=can(self.request.user, "decide", Renewal) and renewal is None,
            filters=[{"key": key, "text": text, "current": key == wanted} for key, text in FILTERS.items()],
            rows=[row_of(line, version, self.request.user) for line in shown], pages=pages, **kwargs)


def row_of(line, version, reader):
    """One person of the register. Who reads it enters no paper of their own."""
    one = line.signature
    own = line.person.pk == reader.person_id
    return {"name": line.person.full_name, "as_what": "; ".join(line.bound.reasons), "state": wording.in_words(one, version),
            "colour": "green" if one else "yellow", "certificate": reverse("signing:certificate", args=[one.uid]) if one else "",
            "scan": one.scan.get_absolute_url() if one and hasattr(one, "scan") else "",
            "paper": "" if one or own else reverse("signing:paper", args=[line.person.uid])}


class PaperPage(OfSigning):
    """Somebody who signed on paper."""

    model, action, form_class = Signature, "keep", PaperForm
    heading, button, said = gettext_lazy("Signed on paper"), gettext_lazy("Enter it"), gettext_lazy("The signature is entered.")

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "keep", Signature)
        self.version = in_force()
        self.person = Person.objects.permitted(request.user, "view").filter(uid=kwargs.pop("person")).first()
        line = self.person and services.line_of(self.person, self.version)
        if line is None:
            raise Http404
        services.by_another(self.person, request.user)
        if line.signature is not None:
            return error_409(request, back=self.back_to(), says=_("They have signed already: there is nothing more to enter."))
        self.line = line
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"digest": self.version.digest}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.person, "version": self.version}

    def get_context_data(self, **kwargs):
        intro = [_("%(who)s, as: %(what)s.") % {"who": self.person.full_name, "what": "; ".join(self.line.bound.reasons)},
                 _("Enter only what you have on paper, with both statements: “%(one)s” “%(two)s” Your name stands beside it.") % {
                     "one": services.ACCEPTANCE, "two": services.COMMITMENT}]
        return super().get_context_data(intro=intro, **kwargs)


class RenewalPage(OfSigning):
    """Whether everybody signs the version in force again."""

    model, action, form_class = Renewal, "decide", RenewalForm
    heading, button, said = gettext_lazy("Is it signed again?"), gettext_lazy("Decide"), gettext_lazy("It is decided.")

    def dispatch(self, request, *args, **kwargs):
        self.version = in_force()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "version": self.version}

    def get_context_data(self, **kwargs):
        intro = [_("Version %(version)s is in force from %(day)s.") % {
            "version": self.version.version, "day": day(self.version.in_force_from)},
            _("Until this is decided everybody signs again: the portal’s own rule, the protocol says nothing of it. It is decided once.")]
        return super().get_context_data(intro=intro, **kwargs)


@method_decorator(require_safe, name="dispatch")
class RegisterCsv(Keeping, View):
    """The register as a table."""

    def get(self, request):
        text = exports.register_csv(self.lines(), self.version)
        if request.method == "GET":
            services.note_taken(self.version, "register taken", actor=request.user)
        return attachment(text, "protocol-signatures.csv", "text/csv")


class ReportPage(Keeping, TemplateView):
    """The report to a committee."""

    template_name = "signing/report.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=exports.report_of(self.lines(), self.version, timezone.localdate()), **kwargs)


@method_decorator(require_safe, name="dispatch")
class ReportPdf(Keeping, View):
    """The same for an agenda pack."""

    def get(self, request):
        try:
            content = exports.report_pdf(exports.report_of(self.lines(), self.version, timezone.localdate()))
        except NoPdf:
            return render(request, "signing/no_pdf.html", {"back": reverse("signing:report")}, status=503)
        if request.method == "GET":
            services.note_taken(self.version, "report on signatures taken", actor=request.user)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), "protocol-signatures.pdf")


@method_decorator(require_safe, name="dispatch")
class Certificate(Guarded, View):
    """Who signed what when, to keep. The signer's own, and the keepers'."""

    model = Signature

    def get(self, request, uid):
        signature = self.get_object(Signature.objects.permitted(request.user, "view").select_related("person", "version"))
        try:
            content = exports.certificate_pdf(signature)
        except NoPdf:
            return render(request, "signing/no_pdf.html", {"back": reverse("signing:sign")}, status=503)
        if request.method == "GET":
            services.note_taken(signature.version, "certificate taken", actor=request.user)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), f"protocol-{signature.signed_on.isoformat()}.pdf")
