from django.utils import timezone

from council_portal.accounts.services import shown_contact
from council_portal.design.files import attachment
from directory import exports
from directory.board import Board
from directory.cards import People, day, holdings, person_line, post_words, the_rules
from directory.models import Officer
from directory.services.exporting import export
from directory.views.whole import Whole, WholePage

POSTS = ("head_of_service", "nominated_officer")


class Heads(WholePage):
    """Heads of Service and nominated officers of every service (SEC-3.2n)."""

    model, template_name = Officer, "directory/heads.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=lines(self.request.user), barred=exports.barred(), today=day(timezone.localdate()), **kwargs)


def lines(user):
    """A line for each service and each of the two posts, with who acts in it today; a post that nobody holds has an empty name."""
    board, (_version, rules) = Board(user), the_rules()
    acting = [(service, post, board.acting(post, service)) for service in board.areas for post in POSTS]
    people = People.of(user, [holder.person for _service, _post, found in acting for holder in found])
    found = []
    for service, post, holders in acting:
        for holder in holders or ([None] if post == "head_of_service" else []):
            card = people.card(holder.person) if holder else {}
            found.append({"directorate": service.part_of.name if service.part_of else "", "service": service.name,
                          "role": post_words(post, rules), "person": holder.person if holder else None,
                          "note": person_line(holder)["instead"] if holder else "",
                          **{key: card.get(key, "") for key in ("name", "url", "title", "phone", "dial", "email", "hours")}})
    return found


class Export(Whole):
    """A file of the directory, recorded as taken out."""

    model, file = Officer, ""

    def get(self, request, *args, **kwargs):
        text, kind = self.text()
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            export(self.file, actor=request.user, officer=getattr(self, "officer", None))
        return attachment(text, self.file, kind)


class HeadsCsv(Export):
    """The list as a table."""

    file = "heads.csv"

    def text(self):
        return exports.heads_csv([one for one in lines(self.request.user) if one["person"]]), "text/csv"


class HeadsCards(Export):
    """The list as cards, one for each person."""

    file = "heads.vcf"

    def text(self):
        by_person = {}
        for one in lines(self.request.user):
            if one["person"]:
                by_person.setdefault(one["person"].pk, []).append(one)
        cards = [exports.vcard(of[0]["person"], post=of[0]["title"], organisation=[of[0]["service"]], phone=of[0]["phone"],
                               hours=of[0]["hours"], roles=[f"{one['role']}, {one['service']}" for one in of])
                 for of in by_person.values()]
        return "".join(cards), "text/vcard"


class OfficerCard(Export):
    """The card of one officer."""

    file = "card.vcf"

    def text(self):
        self.officer = one = self.get_object(Officer.objects.permitted(self.request.user, "view").select_related("person", "service"))
        _version, rules = the_rules()
        roles, statutory = holdings(self.request.user, one.person, rules)
        unit = [one.service.name if one.service else "", one.team]
        return exports.vcard(one.person, post=one.post, organisation=unit, phone=one.phone, hours=one.contact_hours,
                             roles=[*roles, *map(str, statutory)], own_phone=shown_contact(one.person)["phone"]), "text/vcard"
