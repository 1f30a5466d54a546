"""Which posts an officer holds by the list: those that it gives begin, and those that it gave and gives no longer end."""
from django.utils.translation import gettext as _

from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.confided import Refused, needs_two, nominate, refused
from council_portal.accounts.models import Appointment
from council_portal.accounts.policy import DEMOCRATIC
from council_portal.accounts.services import appoint, end_appointment, post_principal
from council_portal.clock.days import london_date
from council_portal.design.dates import day
from council_portal.protocol.words import POSTS, SINGLE_POSTS
from directory.officers_csv import COUNCIL_POSTS, GIVEN
from directory.services.known import AUTHORITY


def wanted_posts(run, row):
    """{(post word, service id or None): service or None} of what the row gives."""
    services = run.known.services
    kinds = [(word, None if word in COUNCIL_POSTS else services[row.service.casefold()]) for word in row.post_kind]
    places = [*kinds, *(("clo", services[name.casefold()]) for name in row.clo_for)]
    return {(word, service.pk if service else None): service for word, service in places}


def end_posts(run, row, person):
    """End the posts that an earlier list gave and this one does not. What was appointed by hand is left alone."""
    wanted = wanted_posts(run, row)
    for key, held in list(run.known.posts[person.pk].items()):
        spoken_of = "clo_for" if key[0] == "clo" else "post_kind"
        if key not in wanted and spoken_of in run.columns and held.authority.startswith(AUTHORITY):
            end_appointment(held, actor=run.actor, at=max(run.now, held.since), may_be_last=True)
            run.keepers_ended |= key[0] in DEMOCRATIC
            del run.known.posts[person.pk][key]
            run.count("updated")
            run.say("ended", _("%(name)s: %(post)s ends.") % {"name": person.full_name, "post": held.principal.name})


def begin_posts(run, row, person):
    """Appoint to what the row gives and is not held yet."""
    held = run.known.posts[person.pk]
    for key, service in wanted_posts(run, row).items():
        if key in held:
            run.count("unchanged")
            continue
        principal = principal_of(run, key, service)
        # SECURITY: no longer than they are employed: a last day that is entered already ends what begins now too
        until = run.known.staff.get(person.pk, OPEN_ENDED)
        if needs_two(principal, run.actor):
            wait(run, person, principal, until)
            continue
        held[key] = appoint(person, principal, authority=run.authority, since=run.now, until=until, actor=run.actor)
        run.count("created")
        run.say("begun", _("%(name)s: %(post)s.") % {"name": person.full_name, "post": principal.name})


def wait(run, person, principal, until):
    """What a person applies by the list is agreed to by a second, as what they enter on a page is. Whom a second refused for this post the
    list does not enter again: it says so."""
    names = {"name": person.full_name, "post": principal.name}
    if before := refused(person, principal):
        run.say("look", _("%(name)s: %(post)s was refused by a second person on %(day)s, and the list does not enter it again. Who wants "
                          "it enters it on the page of the post.") % (names | {"day": day(london_date(before.decided_at))}))
        return
    try:
        _made, new = nominate(person, principal, authority=run.authority, since=run.now, until=until, actor=run.actor)
    except Refused as fault:
        run.say("look", _("%(name)s: %(post)s. %(why)s") % (names | {"why": fault.says}))
        return
    run.count("created" if new else "unchanged")
    run.say("look", _("%(name)s: %(post)s waits for a second person, who agrees or refuses on the page of the post.") % names)


def principal_of(run, key, service):
    """The principal of a post, as it is called in the council's words."""
    if key not in run.known.principals:
        title = str(POSTS[key[0]])
        name = f"{title[:1].upper()}{title[1:]}" + (f", {service.name}" if service else "")
        run.known.principals[key] = post_principal(key[0], service=service, name=name)
    return run.known.principals[key]


def look_at_single_posts(run):
    """Say where a post that one person holds at a time is held by two."""
    rows = Appointment.objects.filter(principal__post__in=SINGLE_POSTS & GIVEN, since__lte=run.now, until__gt=run.now,
                                      role=Appointment.Role.HOLDER).select_related("principal", "person").order_by("pk")
    holders = {}
    for row in rows:
        holders.setdefault(row.principal, {})[row.person_id] = row.person.full_name
    for principal, names in holders.items():
        if len(names) > 1:
            run.say("look", _("%(post)s is held by more than one person: %(names)s. Democratic Services end what is over.")
                    % {"post": principal.name, "names": ", ".join(names.values())})
