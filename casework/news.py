"""How matters stand, told to every Member who is openly involved in them (RUG-4-FOLLOW). Names no case and opens none."""
from django.db.models import Count, Max, Q

from casework.models import InvolvedNews, Involvement, ToldOf
from casework.policy import PLACERS, TAKERS, services_of, with_parts
from casework.questions import members_today
from casework.services import form_key
from casework.turns import CannotBe
from council_portal.access.decisions import require
from council_portal.accounts.models import Person, Principal, Service
from council_portal.audit.services import record
from council_portal.matters.references import reference_in
from council_portal.matters.services import once
from council_portal.outbox.services import post


def tell(*, actor, key, service, ward, title, text):
    """Tell all Members in office who are involved in this service and ward; nobody is picked and nobody left out (the portal's own rule).

    key: the UUID of the form; sent twice it is told once. ward: None for all wards. title: one line. Each is told by one message, once.
    Returns the InvolvedNews. Raises Http404 or Forbidden for who takes no cases of the service, CannotBe where nobody is involved
    ("nobody") and where the title or the text holds what looks like the reference of a case ("a reference in the title", "... text").
    """
    news = InvolvedNews(service=service, ward=ward, title=title, text=text, sent_by=actor.person)
    require(actor, "tell", news)
    for field in ("title", "text"):
        if reference_in(getattr(news, field)):
            raise CannotBe(f"a reference in the {field}")

    def make():
        people = list(involved_in(service, ward))
        if not people:
            raise CannotBe("nobody")
        news.sent_as = offices_for(actor, service)
        news.save()
        ToldOf.objects.bulk_create([ToldOf(news=news, person=person) for person in people])
        record(news, "told the involved", actor=actor.person, acting_as=news.sent_as, detail=str(len(people)))
        post(news, "involved_told", to=people)
        return news

    return once(form_key(key, service.uid, ward.uid if ward else "", title, text), actor.person, InvolvedNews, make)


def services_to_tell_of(user, services):
    """Of these services (a queryset) those of which this reader may tell."""
    return services if user.posts & PLACERS else services.filter(pk__in=services_of(user, TAKERS))


def involved_in(service, ward):
    """The Members in office who are openly involved in this service and ward. An involvement in all wards counts for each, and news of
    all wards (None) is for whoever is involved in any. One statement."""
    there = Involvement.objects.filter(service=service, until=None)
    there = there.filter(Q(ward=None) | Q(ward=ward)) if ward else there
    return members_today().filter(pk__in=there.values("person"))


def offices_for(actor, service):
    """The names of the offices in which this reader may tell of the service, at most 200 letters."""
    held = Principal.objects.filter(pk__in=actor.principals, post__in=TAKERS | PLACERS).order_by("name", "pk")
    parts = list(Service.objects.values_list("part_of", "pk"))
    fitting = [one.name for one in held if one.post in PLACERS or (one.service_id and service.pk in with_parts([one.service_id], parts))]
    return ", ".join(fitting)[:200]


def told(user):
    """The news that this reader may read, newest first, each with `many`, to how many Members it went."""
    rows = InvolvedNews.objects.permitted(user, "view").select_related("service", "ward", "sent_by").defer("text")
    return rows.annotate(many=Count("told")).order_by("-sent_at", "-pk")  # who counts does not sort by itself


def last_told(user):
    """{key of a service: when its involved Members were last told}, of the services of which this reader may tell: one statement."""
    rows = InvolvedNews.objects.permitted(user, "tell").order_by().values("service").annotate(last=Max("sent_at"))
    return dict(rows.values_list("service", "last"))


def told_people(news):
    """Whom it went to, by name."""
    return Person.objects.filter(pk__in=ToldOf.objects.filter(news=news).values("person")).order_by("name", "pk")
