import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from council_portal.access.models import Dated, in_force, not_backwards
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts import policy


class Service(models.Model):
    """A service of the council, or the directorate that several are part of."""

    RULES = policy.PLACES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("service")

    def __str__(self):
        return self.name

    def upwards(self):
        """This service, what it is part of, and so on to the top. A loop ends where it began."""
        seen, at = [], self
        while at is not None and at not in seen:
            seen.append(at)
            at = at.part_of
        return seen


class Ward(models.Model):
    """A ward or division of the council, or a way of being appointed to an authority that has no wards."""

    RULES = policy.PLACES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    code = models.CharField(_("code"), max_length=9, blank=True, help_text=_("The official code, for example E05 and six figures."))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("ward")

    def __str__(self):
        return self.name


class PoliticalGroup(models.Model):
    """A political group of Members. A fact about Members: it never gives sight of anything (SEC-4.2)."""

    RULES = policy.PLACES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("political group")

    def __str__(self):
        return self.name


class Person(models.Model):
    """A Member, an officer, or anybody else who holds an office. Apart from the account: not everybody signs in."""

    RULES = policy.PEOPLE
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    honorific = models.CharField(_("title before the name"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("council email address"), blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["is_demo"], condition=Q(is_demo=True), name="person_demo")]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        """With the title in front, as it is written."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def person_id(self):
        """Their own key, so that a rule may ask a person and an account alike whose row it is."""
        return self.pk

    @cached_property
    def held(self):
        """What this person holds today: ((principal id, post word, kind, name), ...), one small query, kept on this instance only.

        A person in no office holds nothing, their own standings included: what they could see ended with the office.
        """
        rows = Appointment.objects.filter(in_force(), person=self).values_list(
            "principal_id", "principal__post", "principal__kind", "principal__name")
        rows = sorted(set(rows))
        return tuple(rows) if any(kind != Principal.Kind.PERSON for _id, _post, kind, _name in rows) else ()

    @property
    def principals(self):
        """Ids of the principals held today, in order."""
        return [pk for pk, _post, _kind, _name in self.held]

    @property
    def posts(self):
        """The words of the posts held today ("head_of_service", "all_members", ...)."""
        return {post for _pk, post, _kind, _name in self.held if post}

    @property
    def offices(self):
        """The names of the offices held today, in order: posts, wards, the office of a Member."""
        return sorted(name for _pk, _post, kind, name in self.held if kind != Principal.Kind.PERSON)

    def walls(self, matter, *others):
        """Ids of the matters of this model that this person is kept out of: few, one small query a request.

        others: further models that will be asked for, read by the same statement. An exclusion of an office binds whoever has held it
        since: leaving the office must not open what it was kept out of.
        SECURITY: kept on this instance. functools.cache would compare people by key and so outlive the request.
        """
        known = self.__dict__.setdefault("_walls", {})
        asked = [one for one in (matter, *others) if one not in known]
        if asked:
            first, *more = [self.walled(one).annotate(of_model=Value(number)).values_list("of_model", one.exclusions.field.attname)
                            for number, one in enumerate(asked)]
            rows = list(first.union(*more, all=True) if more else first)
            known |= {one: tuple(sorted({pk for n, pk in rows if n == number})) for number, one in enumerate(asked)}
        return known[matter]

    def walled(self, matter):
        """The same as a queryset, for a page that asks of these matters nothing else: then it is part of that one statement."""
        now = timezone.now()
        was_held = Q(principal__appointments__since__lte=now, principal__appointments__until__gt=F("since"))
        ever = Q(principal__appointments__person=self, principal__appointments__until__gt=F("principal__appointments__since"))
        rows = matter.exclusions.rel.related_model.objects.filter(in_force(now), ever, was_held)
        return rows.values_list(matter.exclusions.field.attname, flat=True)


class PrivateContact(models.Model):
    """A personal telephone number and a home address: nobody's to see but the person's and Democratic Services', unless opted in.

    SECURITY: pages and exports ask `services.shown_contact`, which gives only what was opted in; no list selects this table.
    """

    RULES = policy.PRIVATE
    person = models.OneToOneField(Person, models.PROTECT, related_name="private_contact", verbose_name=_("person"))
    phone = models.CharField(_("personal telephone number"), max_length=100, blank=True)
    address = models.TextField(_("home address"), max_length=500, blank=True)
    phone_shown = models.BooleanField(_("show the personal telephone number to Members and officers"), default=False)
    address_shown = models.BooleanField(_("show the home address to Members and officers"), default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("private contact details")

    def __str__(self):
        return f"{self.person}"


class GroupMembership(models.Model):
    """A Member's political group between two dates. A change of group is a row ended and a row begun."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="group_memberships")
    group = models.ForeignKey(PoliticalGroup, models.PROTECT, related_name="memberships")
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="one_group_at_a_time")]

    def __str__(self):
        return f"{self.person} – {self.group}"


class Principal(models.Model):
    """Whoever can have a standing: a person, a post (of a service, a group, the council), the Members of a ward, the office of a Member."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        POST = "post", _("post")
        WARD = "ward", _("Members of a ward")
        OFFICE = "office", _("office of a Member")

    RULES = policy.PLACES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=250)
    post = models.CharField(max_length=40, blank=True, help_text=_("The word of the post in the protocol's vocabulary."))
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="principals")
    ward = models.OneToOneField(Ward, models.PROTECT, null=True, blank=True, related_name="principal")
    group = models.ForeignKey(PoliticalGroup, models.PROTECT, null=True, blank=True, related_name="principals")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="own_principals")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["post", "service"], condition=Q(kind="post", service__isnull=False), name="one_post_a_service"),
            models.UniqueConstraint(fields=["post", "group"], condition=Q(kind="post", group__isnull=False), name="one_post_a_group"),
            models.UniqueConstraint(fields=["post"], condition=Q(kind="post", service=None, group=None), name="one_post_a_council"),
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(person__isnull=False), name="one_principal_a_person_and_kind"),
            models.CheckConstraint(
                name="principal_is_of_its_kind",
                condition=(Q(kind="post", person=None, ward=None) & ~Q(post=""))
                | Q(kind="ward", ward__isnull=False, post="", service=None, group=None, person=None)
                | Q(kind__in=["person", "office"], person__isnull=False, post="", service=None, group=None, ward=None)),
        ]

    def __str__(self):
        return self.name


class Appointment(Dated):
    """This person holds this principal between two instants, by this authority. Never overwritten: ended, and a new one begun."""

    class Role(models.TextChoices):
        HOLDER = "holder", _("holder")
        DEPUTY = "deputy", _("deputy")
        STAND_IN = "stand_in", _("stand-in")

    RULES = policy.OFFICES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.HOLDER)
    authority = models.CharField(_("by what authority"), max_length=200, help_text=_("The minute, the HR record, the election."))
    absence = models.ForeignKey("Absence", models.PROTECT, null=True, blank=True, related_name="appointments")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "until", "since"], include=["principal"], name="appointment_of_person"),
                   models.Index(fields=["principal", "until"], name="appointment_of_principal")]
        constraints = [
            not_backwards("appointment_not_backwards"),
            models.CheckConstraint(condition=Q(role="stand_in", absence__isnull=False) | ~Q(role="stand_in") & Q(absence=None),
                                   name="stand_in_has_absence"),
        ]

    def __str__(self):
        return f"{self.person} – {self.principal}"


class Absence(Dated):
    """This person is away, and who stands in. The stand-in's appointments are dated rows of their own (services.record_absence)."""

    RULES = policy.ABSENCES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="standing_in")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [not_backwards("absence_not_backwards"),
                       models.CheckConstraint(condition=~Q(person=models.F("stand_in")), name="nobody_stands_in_for_themselves")]

    def __str__(self):
        return f"{self.person}"


class Nomination(Dated):
    """An appointment that one person entered to a post to which complaints are confided, and what a second said to it.

    It is no appointment: nothing but the page of the post and the home page of those who may agree reads it. since, until: what was
    entered. absence: where the person is to stand in. ending: whose appointment ends with the agreement. decided_by: None for whoever
    runs the server.
    """

    class Answer(models.TextChoices):
        WAITS = "", _("waits for a second person")
        AGREED = "agreed", _("agreed to")
        REFUSED = "refused", _("refused")

    RULES = policy.NOMINATIONS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="nominations")
    role = models.CharField(max_length=8, choices=Appointment.Role.choices)
    authority = models.CharField(max_length=200)
    absence = models.ForeignKey(Absence, models.PROTECT, null=True, related_name="nominations")
    ending = models.ManyToManyField(Appointment, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITS, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(max_length=1000, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            not_backwards("nomination_not_backwards"),
            models.UniqueConstraint(fields=["person", "principal", "role"], condition=Q(answer="", absence=None),
                                    name="one_nomination_waits"),
            models.UniqueConstraint(fields=["person", "principal", "absence", "since", "until"], condition=Q(absence__isnull=False),
                                    name="one_nomination_an_absence"),
            models.CheckConstraint(condition=Q(role="stand_in", absence__isnull=False) | ~Q(role="stand_in") & Q(absence=None),
                                   name="nomination_to_stand_in_has_absence"),
            models.CheckConstraint(condition=Q(answer="", decided_at=None) | ~Q(answer="") & Q(decided_at__isnull=False),
                                   name="nomination_decided_once"),
            models.CheckConstraint(condition=~Q(answer="refused") | ~Q(reason=""), name="nomination_refused_says_why"),
            # whoever entered it and whoever is to be appointed are never the second
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")) & ~Q(decided_by=F("person")),
                                   name="nomination_has_a_second"),
        ]

    def __str__(self):
        return f"{self.person} – {self.principal}"


class UserManager(BaseUserManager):
    """Makes accounts. There is no superuser."""

    def create_user(self, email, *, person, password=None):
        """An account for this person. Without a password it can sign in only by other means."""
        user = self.model(email=self.normalize_email(email).lower(), person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *args, **kwargs):
        """Nobody is above the rule."""
        raise ImproperlyConfigured("The portal has no superuser. Use manage.py create_technical_admin.")

    def get_by_natural_key(self, email):
        """Sign-in names are read without regard to case."""
        return self.get(email__iexact=email)

    def permitted(self, user, action="view"):
        """Accounts that the reader may see or change: all or none, by post."""
        return self.all() if self.model.RULES[action].given_to(user) else self.none()

    def allows(self, user, action, pk):
        """Is this one among permitted(user, action)?"""
        return self.filter(pk=pk).exists() and self.model.RULES[action].given_to(user)


class User(AbstractBaseUser):
    """An account to sign in with. SECURITY: without PermissionsMixin, so there is no flag, group or permission to be given."""

    RULES = policy.ACCOUNTS
    is_superuser = False  # a class attribute for libraries that ask: no column, nothing to switch on
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user")
    is_active = models.BooleanField(_("may sign in"), default=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)  # UTC; empty while it is open

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = _("account")

    def __str__(self):
        return self.email

    @property
    def name(self):
        return self.person.name

    @property
    def principals(self):
        """Ids of the principals that the person holds today; none when the account is closed."""
        return self.person.principals if self.is_active else []

    @property
    def posts(self):
        """Words of the posts that the person holds today; none when the account is closed."""
        return self.person.posts if self.is_active else set()

    def walls(self, matter, *others):
        """Ids of the matters of this model that the person is kept out of."""
        return self.person.walls(matter, *others)

    def walled(self, matter):
        """The same as a queryset, not asked yet."""
        return self.person.walled(matter)

    @property
    def is_staff(self):
        """May they enter one of the two admin sites? A live appointment, not a flag."""
        return bool(self.posts & (policy.TECHNICAL | policy.MONITORING))

    def has_perm(self, perm, obj=None):
        """Django's permissions are not used: never."""
        return False

    def has_perms(self, perms, obj=None):
        """Never."""
        return False

    def has_module_perms(self, app_label):
        """Never."""
        return False
