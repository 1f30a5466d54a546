import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.reports import policy
from council_portal.access.queryset import ChildQuerySet, OfficeQuerySet
from council_portal.accounts.models import Person, Service, Ward


class Status(models.TextChoices):
    DRAFT = policy.DRAFT, _("Draft")
    SHARED = policy.SHARED, _("With ward Members")
    FINAL = policy.FINAL, _("Final")
    REPLACED = policy.REPLACED, _("Replaced")
    WITHDRAWN = policy.WITHDRAWN, _("Withdrawn")


class Report(models.Model):
    """Numbers of the cases received in a period, in words for a body of the council. It holds no key to a case (docs/decisions/reports.md).

    first_on, last_on: London days, both counted. kinds: words of matters; empty for all. all_wards, no services: all. figures: as
    `counting.count` gives them, small numbers left out already. responsible_as: the offices held when they were named (SEC-5.4xiv).
    agreed_at: when the officer responsible agreed to what stands here now; a change takes it back.
    exemption: a number of `annex.PARAGRAPHS`, or the citation that was typed. version counts changes, for `move`.
    """

    RULES = policy.REPORTS
    MOVES = {
        Status.DRAFT: {Status.SHARED, Status.WITHDRAWN},
        Status.SHARED: {Status.FINAL, Status.WITHDRAWN},
        Status.FINAL: {Status.REPLACED},
        Status.REPLACED: set(),
        Status.WITHDRAWN: set(),
    }
    OPEN = {Status.DRAFT, Status.SHARED}
    reference = ""  # it has none: messages and the record name it by its uid

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=120)
    first_on = models.DateField()
    last_on = models.DateField()
    all_wards = models.BooleanField(default=False)
    wards = models.ManyToManyField(Ward, through="ReportWard", related_name="+")
    services = models.ManyToManyField(Service, through="ReportService", related_name="+")
    kinds = models.JSONField(default=list)
    responsible = models.ForeignKey(Person, models.PROTECT, related_name="+")
    responsible_as = models.CharField(max_length=300)
    agreed_at = models.DateTimeField(null=True)
    introduction = models.TextField(blank=True)
    annex = models.TextField(blank=True)
    exemption = models.CharField(max_length=200, blank=True)
    figures = models.JSONField()
    counted_at = models.DateTimeField()
    maker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="newer")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-last_activity", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="report_not_backwards"),
            models.CheckConstraint(condition=Q(annex="", exemption="") | ~Q(annex="") & ~Q(exemption=""), name="report_annex_says_why"),
        ]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """The page of the report."""
        return reverse("reports:report", args=[self.uid])


class ReportWard(models.Model):
    """A ward that a report was asked for."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="report_wards")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "ward"], name="report_ward_once")]

    def __str__(self):
        return "ward of a report"


class ReportService(models.Model):
    """A service that a report was asked for, with everything that is part of it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="report_services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "service"], name="report_service_once")]

    def __str__(self):
        return "service of a report"


class ReportComment(models.Model):
    """What a ward Member said of the draft: once, never edited."""

    guarded_by = "report"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="comments")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "author"], name="report_comment_once")]

    def __str__(self):
        return "comment on a report"
