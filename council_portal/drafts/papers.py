"""Papers that were chosen for a form that is not sent yet: they wait with its draft, are its owner's alone, and go when it goes."""
from functools import partial

from django.db import transaction

from council_portal.access.decisions import require
from council_portal.documents.services import open_whole, put_away
from council_portal.documents.uploads import Upload
from council_portal.drafts.models import Draft, DraftPaper


def held(draft):
    """The papers of a draft, in the order in which they were added; [] for None."""
    return list(DraftPaper.objects.filter(draft=draft).order_by("pk")) if draft else []


def hold(user, form, uploads, about=None):
    """Let checked Uploads wait with this person's draft of a form, which is begun by it. Returns their DraftPapers.

    The same file again is the paper that waits already: a browser that goes back sends it a second time. Nothing is recorded: a draft
    is nobody's business. Raises access.decisions.Forbidden for who is in no office.
    """
    require(user, "begin", Draft)
    if not uploads:
        return []
    stored = [put_away(DraftPaper, upload) for upload in uploads]
    with transaction.atomic():
        draft, _made = Draft.objects.select_for_update().get_or_create(person=user.person, form=form, about=about)
        known = {(paper.name, paper.digest): paper for paper in held(draft)}
        for one in stored:
            if (one.name, one.digest) not in known:
                known[one.name, one.digest] = DraftPaper.objects.create(
                    draft=draft, name=one.name, size=one.size, content_type=one.content_type, digest=one.digest, stored=one.stored,
                    added_by=user.person)
    return list(dict.fromkeys(known[one.name, one.digest] for one in stored))


def take_out(user, draft, uid):
    """Throw one away. uid: as text. Returns how many went: 0 for what is no paper of this draft, or for anybody but its owner."""
    chosen = [paper.pk for paper in held(draft) if str(paper.uid) == uid]
    return throw_out(DraftPaper.objects.permitted(user, "change").filter(pk__in=chosen))


@transaction.atomic
def throw_out(papers):
    """Throw papers away, rows first: their files go once that is certain. Returns how many. papers: a queryset."""
    gone = dict(papers.values_list("pk", "stored"))
    DraftPaper.objects.filter(pk__in=gone).delete()
    storage = DraftPaper._meta.get_field("stored").storage
    for name in gone.values():
        transaction.on_commit(partial(storage.delete, name))
    return len(gone)


def as_uploads(papers):
    """The papers as Uploads, to be stored anew with what they are sent with. Raises documents.services.NotInStorage."""
    return [Upload(name=paper.name, content_type=paper.content_type, size=paper.size, digest=paper.digest, content=open_whole(paper))
            for paper in papers]
