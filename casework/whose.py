"""Who of an office sees to a case: the first who is there and is not kept apart from its Member. Why somebody is, nobody learns here."""
from django.db.models import Q

from casework.models import Case
from council_portal.access.models import in_force
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Person
from council_portal.matters.apart import kept_apart, not_avoided


def owner_of(case, principal, there, *, before=None, chosen=False):
    """The officer who is to see to the case now; None where nobody is there.

    As `free_officer` says. Where everybody is kept apart from the Member, the case is theirs nevertheless, as a matter always has
    somebody, and whoever minds that is told. chosen: the Member chose this office, and another was free.
    """
    found = free_officer(case.raised_by, principal, there, before=before)
    if found is None and there:
        found = usual(there, before)
        not_avoided(case, (case.raised_by_id, found.pk), chosen=chosen)
    return found


def usual(there, before):
    """Whoever saw to it before, where they are there, else the first who is."""
    people = [holder.person for holder in there]
    return before if before in people else people[0]


def free_officer(member, principal, there, *, before=None):
    """The officer of this office who can see to a case of this Member, a Person; None where there is none. One statement where nobody is
    kept apart.

    principal: the office. there: the Holders who act for it today, the first of them first. before: whoever saw to it, who goes on where
    they are among them. Who is kept apart from the Member is passed over, and the office's deputies are asked too.
    """
    if not there:
        return None
    first = usual(there, before)
    if first.pk not in apart_from(member, {first.pk}):
        return first
    acting = Person.objects.filter(appointments__in=principal.appointments.filter(in_force()))
    account = dict(acting.values_list("pk", "user__is_active"))
    out = apart_from(member, set(account)) | {pk for pk, is_open in account.items() if is_open is False}
    free = holders_of(principal, excluding=[member, *Person.objects.filter(pk__in=out)])
    return free[0].person if free else None


def first_free(member, placements):
    """The first of these Placements whose office has an officer who can see to a case of this Member; None where none has."""
    return next((one for one in placements if free_officer(member, one.principal, one.holders)), None)


def apart_from(member, keys):
    """Those of these officers, keys of people, who are kept apart from this Member, a Person."""
    return {officer for _member, officer in kept_apart({(member.pk, key) for key in keys})}


def free_of_it(cases, pairs):
    """Those of these (key of a case, key of a person) in which the person is not kept apart from the Member of the case. One statement
    where nobody is."""
    member = {case.pk: case.raised_by_id for case in cases}
    apart = kept_apart({(member[case], person) for case, person in pairs})
    return {(case, person) for case, person in pairs if (member[case], person) not in apart}


def in_common(reader, one, others):
    """The references of the open cases of the one that one of the others sees to, or the other way round. one, others: people.

    SECURITY: references and nothing else, for whoever minds that these are kept apart; they open no case. A case from which the reader (a
    User) is kept out is not among them.
    """
    between = Q(raised_by=one, owner__in=others) | Q(raised_by__in=others, owner=one)
    found = Case.objects.filter(between, is_open=True).exclude(exclusions__principal__in=list(reader.principals))
    return list(found.order_by("pk").values_list("reference", flat=True))
