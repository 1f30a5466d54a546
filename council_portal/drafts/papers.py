"""Papers that were chosen for a form that is not sent yet: they wait with its draft, are its owner's alone, and go when it goes.

Those of a form that is sealed (drafts.sealed) are encrypted, and so is what they are called.
"""
import io
import json
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from council_portal.access.decisions import require
from council_portal.documents import limits
from council_portal.documents.services import NotInStorage, open_whole, put_away
from council_portal.documents.uploads import Upload
from council_portal.drafts.models import Draft, DraftPaper, SealedDraftPaper
from council_portal.drafts.sealed import SEALED
from council_portal.sealing.files import open_sealed, put_sealed


def kind_for(form):
    """The model of the papers that wait with the drafts of this form."""
    return SealedDraftPaper if form in SEALED else DraftPaper


def held(draft):
    """The papers of a draft, in the order in which they were added; [] for None."""
    return list(kind_for(draft.form).objects.filter(draft=draft).order_by("pk")) if draft else []


def hold(user, form, uploads, about=None):
    """Let checked Uploads wait with this person's draft of a form, which is begun by it. Returns the papers.

    The same file again is the paper that waits already: a browser that goes back sends it a second time. Nothing is recorded: a draft
    is nobody's business. Raises access.decisions.Forbidden for who is in no office, KeyFault without the keys where it is sealed.
    """
    require(user, "begin", Draft)
    if not uploads:
        return []
    store = store_sealed if form in SEALED else partial(store_plain, added_by=user.person)
    stored = [store(upload) for upload in uploads]
    with transaction.atomic():
        draft, _made = Draft.objects.select_for_update().get_or_create(person=user.person, form=form, about=about)
        known = {(paper.name, paper.digest): paper for paper in held(draft)}
        for one in stored:
            if (one.name, one.digest) not in known:
                one.draft = draft
                one.save(force_insert=True)
                known[one.name, one.digest] = one
    return list(dict.fromkeys(known[one.name, one.digest] for one in stored))


def store_plain(upload, *, added_by):
    """A paper of no draft yet, its file written."""
    kept = put_away(DraftPaper, upload)
    return DraftPaper(name=kept.name, size=kept.size, content_type=kept.content_type, digest=kept.digest, stored=kept.stored,
                      added_by=added_by)


def store_sealed(upload):
    """A paper of no draft yet, its file written, encrypted."""
    said = {"name": upload.name, "content_type": upload.content_type, "digest": upload.digest}
    paper = SealedDraftPaper(size=upload.size, said=json.dumps(said))
    upload.content.seek(0)
    put_sealed(paper, "stored", upload.content.read())
    return paper


def take_out(user, draft, uid):
    """Throw one away. uid: as text. Returns how many went: 0 for what is no paper of this draft, or for anybody but its owner."""
    chosen = [paper.pk for paper in held(draft) if str(paper.uid) == uid]
    return throw_out(kind_for(draft.form).objects.permitted(user, "change").filter(pk__in=chosen)) if chosen else 0


@transaction.atomic
def throw_out(papers):
    """Throw papers away, rows first: their files go once that is certain. Returns how many. papers: a queryset of one kind."""
    gone, model = dict(papers.values_list("pk", "stored")), papers.model
    model.objects.filter(pk__in=gone).delete()
    storage = model._meta.get_field("stored").storage
    for name in gone.values():
        transaction.on_commit(partial(storage.delete, name))
    return len(gone)


def throw_out_all(drafts):
    """Throw the papers of these drafts away. drafts: their keys."""
    for model in (DraftPaper, SealedDraftPaper):
        throw_out(model.objects.filter(draft__in=drafts))


def too_many_with(waiting, chosen):
    """The sentence for more files than one form takes, some of which wait already. Both: how many."""
    return _("You chose %(count)s files, and %(held)s wait already: %(most)s at most are sent with a matter, and others afterwards.") % {
        "count": chosen, "held": waiting, "most": limits.per_post()}


def as_uploads(papers):
    """The papers as Uploads, to be stored anew with what they are sent with. Raises documents.services.NotInStorage, KeyFault."""
    return [Upload(name=paper.name, content_type=paper.content_type, size=paper.size, digest=paper.digest, content=content_of(paper))
            for paper in papers]


def content_of(paper):
    """What it holds, an open file. Raises NotInStorage, KeyFault."""
    if isinstance(paper, DraftPaper):
        return open_whole(paper)
    try:
        return io.BytesIO(open_sealed(paper, "stored"))
    except OSError:
        raise NotInStorage(paper.uid) from None
