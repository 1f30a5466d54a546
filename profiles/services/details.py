"""What is published of a Member: name, key posts, surgeries, contact, party and group, from a feed."""
from django.utils.translation import gettext as _

from council_portal.accounts.models import Person, PoliticalGroup
from council_portal.accounts.services import add_person, change_group, correct_person, end_appointment
from council_portal.audit.services import record
from profiles.models import Member, PartyMembership
from profiles.moderngov import FeedRefused
from profiles.services.groups import leaderships
from profiles.services.known import SOURCE
from profiles.services.seats import stays_out

CONTACT = ("address", "postcode", "phone", "mobile", "email")


def take_details(run, person, given, *, speaks_of_groups):
    """Make or bring up to date a Member. person: who it is, or None for somebody new. Returns (person, whether the Member is new)."""
    stranger = person is None
    if stranger:
        person = add_person(given.name, honorific=given.honorific, email=given.contact.email, actor=run.actor)
    member = None if stranger else getattr(person, "member", None)
    new = member is None
    if new:
        member = Member(person=person, source=SOURCE)
    before, by_hand = (member.as_published, member.in_no_group), not new and member.source != SOURCE
    if by_hand:  # entered here before any feed knew of them: what stands here is ours, and only what is empty is filled
        member.source = SOURCE
        nothing = dict.fromkeys([*published(given), *reached(given)], "") | {"key_posts": []}
        member.as_published = {"name": "", "honorific": "", **nothing}
    changed = [] if stranger else take_name(run, person, member, given)
    member.as_published = member.as_published | {"honorific": given.honorific, "name": given.name}
    changed += take_columns(run, member, published(given), _("key posts, surgeries or number"))
    out = not stranger and stays_out(run, person, given)  # whoever left belongs to nothing again because a feed lags behind
    changed += [] if out else take_party(run, person, given, before=not stranger)
    if speaks_of_groups and not out:
        member.in_no_group = member.in_no_group or not given.group
        changed += take_group(run, person, given, before=not stranger)
    had_contact = any(getattr(member, name) for name in CONTACT)
    contact = take_columns(run, member, reached(given), _("contact details"))
    if new or by_hand or changed or contact:
        member.save()
    elif (member.as_published, member.in_no_group) != before:
        member.save(update_fields=["as_published", "in_no_group"])
    run.count("created" if new else "updated" if changed else "unchanged")
    count_contact(run, had_contact, contact, member)
    tell(run, person, new, changed + contact)
    return person, new


def published(given):
    """The columns of the Member's own text, and by what number the feed knows them."""
    return {"source": SOURCE, "source_id": given.councillorid, "key_posts": list(given.key_posts), "key_posts_raw": given.key_posts_raw,
            "surgeries": "\n".join(given.surgeries)}


def reached(given):
    """The columns of the work contact, and of no other."""
    contact = given.contact
    return {"address": "\n".join(contact.lines), "postcode": contact.postcode, "phone": contact.phone, "mobile": contact.mobile,
            "email": contact.email}


def take_columns(run, member, values, what):
    """Set these columns where they still say what the feed said last. Returns [what] when one of them was different, else [].

    What the Member or Democratic Services put right here stays: it is said when the feed changes its mind about it, and nothing is lost.
    """
    different = {name: value for name, value in values.items() if getattr(member, name) != value}
    followed = [name for name in different if member.as_published.get(name, getattr(member, name)) == getattr(member, name)]
    if any(member.as_published.get(name) != different[name] for name in different if name not in followed):
        run.say("look", _("%(name)s: %(what)s are different in the feed; what was entered here stays.") % {
            "name": member.person.full_name, "what": what})
    for name in followed:
        setattr(member, name, different[name])
    member.as_published = member.as_published | values
    return [what] if followed else []


def take_name(run, person, member, given):
    """Follow the feed in name and address only while they are the feed's, and never to no address.

    What Democratic Services put right here stays, and the portal does not lose the only way to tell a Member.
    """
    last = member.as_published
    email = given.contact.email if given.contact.email and person.email in ("", last.get("email", member.email)) else person.email
    ours = (person.honorific, person.name) != (last.get("honorific", person.honorific), last.get("name", person.name))
    honorific, name = (person.honorific, person.name) if ours else (given.honorific, given.name)
    if (person.name, person.honorific, person.email) == (name, honorific, email):
        return []
    renamed = (person.name, person.honorific) != (name, honorific)
    before = person.full_name
    correct_person(person, name=name, honorific=honorific, email=email, actor=run.actor)
    return [_("name, before: %(name)s") % {"name": before}] if renamed else []


def take_party(run, person, given, *, before):
    """Follow the feed in the party: a row ended and a row begun. The day of a change is not published: it is the import's.

    What a Member belongs to when first seen began on a day that nobody knows.
    """
    row = run.known.party_of.get(person.pk)
    if row and row.party == given.party:
        return take_raw(row, given.party_raw)
    if row:
        row.ended_on = run.day
        row.save(update_fields=["ended_on"])
    if given.party:
        before = before and person.party_memberships.exists()
        PartyMembership.objects.create(person=person, party=given.party, raw=given.party_raw, began_on=run.day if before else None)
    return [_("party")] if row or given.party else []


def take_raw(row, raw):
    """Keep how the party is written now, when only that is different."""
    if row.raw == raw:
        return []
    row.raw = raw
    row.save(update_fields=["raw"])
    return [_("party, as written")]


def take_group(run, person, given, *, before):
    """Follow the feed in the political group."""
    row = run.known.group_of.get(person.pk)
    if (row.group.name if row else "") == given.group:
        return []
    group = None
    if given.group:
        group = run.known.groups.get(given.group) or PoliticalGroup.objects.create(name=given.group)
        if given.group not in run.known.groups:
            run.say("groups", group.name)
        run.known.groups[given.group] = group
    before = before and person.group_memberships.exists()
    for post in leaderships(person, group, run.day) if before else ():  # whoever leaves a group leads it no more
        end_appointment(post, actor=run.actor, at=max(run.now, post.since))
        run.say("ended", _("%(name)s: no longer %(post)s.") % {"name": person.full_name, "post": post.principal.name})
    change_group(person, group, on=run.day if before else None, actor=run.actor)
    return [_("group")]


def count_contact(run, had, contact, member):
    """A Member's contact details are one thing: there or not, changed or not."""
    has = any(getattr(member, name) for name in CONTACT)
    if had or has:
        run.count("created" if not had else "updated" if contact else "unchanged")


def tell(run, person, new, changed):
    """Record a change of somebody known, and say it."""
    if changed and not new:
        record(person, "profile changed", actor=run.actor)
        run.say("changed", _("%(name)s: changed: %(what)s.") % {"name": person.full_name, "what": "; ".join(changed)})


def refuse_too_long(feed):
    """FeedRefused when a text is longer than its column, before anything is written."""
    for member in feed.members:
        values = {Person.name: member.name, Person.honorific: member.honorific, PoliticalGroup.name: member.group,
                  Member.postcode: member.contact.postcode, Member.phone: member.contact.phone,
                  Member.mobile: member.contact.mobile, Member.email: member.contact.email}
        for column, value in values.items():
            if len(value) > column.field.max_length:
                raise FeedRefused("too_long", f"Councillor {member.councillorid}: a text ({column.field.verbose_name}) is longer than "
                                              f"{column.field.max_length} characters; nothing was read.")
