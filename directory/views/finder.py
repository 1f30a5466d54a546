from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.accounts.holders import holders
from directory.board import Board
from directory.cards import People, contact_cards, everybody, post_words, the_rules, ways
from directory.finder import find
from directory.forms import FinderForm
from directory.models import Officer, ServiceEntry
from directory.views.whole import WholePage


class Directory(WholePage):
    """The finder, and every service under its directorate with its Councillor Liaison Officers."""

    model, template_name = ServiceEntry, "directory/directory.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = FinderForm(self.request.GET or None)
        said = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
        board, (version, rules) = Board(user), the_rules()
        found = answers(user, said, board, rules) if said else []
        return super().get_context_data(
            form=form, said=said, found=found, ways=ways(version, rules) if found else [], areas=areas(board),
            fallback=fallback(user, rules) if said and not found else [],
            may_find_faults=can(user, "find_faults", ServiceEntry), may_add=can(user, "change", Officer), **kwargs)


def answers(user, said, board, rules):
    """The services that answer to what was said, each with why, how to ask for it and who can be turned to."""
    found = [one for one in find(user, said) if one.service.pk in board.services]
    services = [board.services[one.service.pk] for one in found]
    posts = ("clo", "head_of_service")
    people = People.of(user, [person for service in services for person in everybody(board, service, posts)])
    entries = {e.service_id: e for e in ServiceEntry.objects.permitted(user, "view").filter(service__in=services)} if services else {}
    return [{"name": service.name, "url": url_of(service), "why": one.why, "lacks": board.lacks_contact(service),
             "how": entries[service.pk].how_to_request if service.pk in entries else "",
             "cards": contact_cards(board, service, posts, rules, people, nearest=one.officers)}
            for one, service in zip(found, services, strict=True)]


def fallback(user, rules):
    """The cards of Democratic Services, whom to ask when nothing is found: the portal's own rule."""
    acting = holders("democratic_services")
    people = People.of(user, [holder.person for holder in acting])
    return [people.card(holder.person, post=post_words("democratic_services", rules)) for holder in acting]


def url_of(service):
    """The page of a service."""
    return ServiceEntry(service=service).get_absolute_url()


def areas(board):
    """Directorates with their services, by name: those that are part of nothing and have no parts stand together at the end."""
    tops = sorted((s for s in board.services.values() if s.part_of is None), key=lambda one: one.name)
    grouped = [{"name": top.name, "url": url_of(top), "services": [line(board, s) for s in below(board, top)]}
               for top in tops if top.pk in board.parts]
    alone = [line(board, s) for s in tops if s.pk not in board.parts]
    return grouped + ([{"name": _("Other services") if grouped else "", "url": "", "services": alone}] if alone else [])


def below(board, top):
    """Every service under a directorate, however deep, by name; a loop ends where it began."""
    found, todo = {}, list(board.parts.get(top.pk, []))
    while todo:
        one = todo.pop()
        if one.pk not in found:
            found[one.pk] = one
            todo += board.parts.get(one.pk, [])
    return sorted(found.values(), key=lambda one: one.name)


def line(board, service):
    """A service in the list, with whoever is a Councillor Liaison Officer of it today."""
    names = [holder.person.full_name for holder in board.acting("clo", service)]
    lacks = service.pk not in board.parts and board.lacks_contact(service)
    return {"name": service.name, "url": url_of(service), "clos": names, "lacks": lacks}
