"""Events for the tests, made through the real services. All invented."""
import datetime
import uuid
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from conversations import feeds, proposing, services
from council_portal.accounts.models import Principal, Ward
from council_portal.accounts.services import ward_principal
from council_portal.documents.uploads import check_upload
from tests.factories import fresh, post

HOUR = datetime.timedelta(hours=1)


def upload(text="Background.", name="background.txt"):
    """A checked upload."""
    return check_upload(ContentFile(f"{text}\n".encode(), name=name))


def plan(of, *, days=30, **changes):
    """An event that Democratic Services begin: in so many days, two hours, for all Members. changes: as `make_event` takes them."""
    starts_at = changes.pop("starts_at", timezone.now() + datetime.timedelta(days=days))
    given = {"actor": of and fresh(of.democratic), "key": uuid.uuid4(), "title": "Bus lanes in the north",
             "about": "What the trial has shown.", "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR, "place": "Council Chamber"}
    return services.make_event(**(given | changes))


def announced(of, **changes):
    """An event that is announced."""
    return services.announce(plan(of, **changes), actor=fresh(of.democratic))


def for_ward(of, name="mill_hill"):
    """What makes an event one for the Members of a ward."""
    return {"open_to_all": False, "invited": [(ward_principal(getattr(of.wards, name)), "")]}


def complete(of, event):
    """Give an event what it needs to be confirmed: a paper, and an office that can decide."""
    services.add_papers(event, actor=fresh(of.democratic), papers=[upload()])
    services.name_officer(event, actor=fresh(of.democratic), principal=post("head_of_service", of=of.services.street_scene), decides=True)
    return event


def proposed(user, **changes):
    """A proposal of this account. changes: as `propose` takes them."""
    given = {"key": uuid.uuid4(), "title": "Benches along the canal", "text": "Three residents' groups ask for them."}
    return proposing.propose(actor=fresh(user), **(given | changes))


def furnish(made):
    """The programme of the council of the matrices, and its places: an event for all Members with an officer and two papers, one of them
    withdrawn; one for Mill Hill with a paper; a draft; a proposal of the first Member, and one that was declined; the feed of the Chief
    Executive."""
    of = SimpleNamespace(democratic=made.users["democratic_services"])
    head = Principal.objects.get(post="head_of_service", service__name="Street Scene")
    evening = timezone.localtime().replace(hour=18, minute=0) + datetime.timedelta(days=30)  # never across midnight, whenever the tests run
    whole = announced(of, starts_at=evening)
    services.name_officer(whole, actor=fresh(of.democratic), principal=head, decides=True)
    paper, gone = services.add_papers(whole, actor=fresh(of.democratic), papers=[upload(), upload(name="old.txt")])
    services.withdraw_paper(gone, actor=fresh(of.democratic), text="Wrong figures.")
    mill_hill = ward_principal(Ward.objects.get(name="Mill Hill"))
    ward = announced(of, starts_at=evening, title="The paths", open_to_all=False, invited=[(mill_hill, "")])
    of_ward, = services.add_papers(ward, actor=fresh(of.democratic), papers=[upload()])
    declined = proposing.decline(proposed(made.users["member"]), actor=fresh(of.democratic), text="It is not the council's.")
    return {"event": whole.uid, "event_office": head.uid, "event_paper": paper.uid, "event_paper_gone": gone.uid, "ward_event": ward.uid,
            "ward_event_paper": of_ward.uid, "draft_event": plan(of, starts_at=evening).uid, "proposal": proposed(made.users["member"]).uid,
            "declined_proposal": declined.uid, "feed": feeds.make_feed(actor=fresh(made.users["chief_executive"]))}
