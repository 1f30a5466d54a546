"""Versions of a paper: each replaces the one before it, and all of them stay (docs/decisions/paper-versions.md)."""
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotOfThisMatter(ValueError):
    """A paper cannot replace one of another matter: a fault of the caller."""


def mark_versions(papers):
    """Give each of a matter's papers `.version_text` ("version 2 of 3", "" when it has one version) and `.is_newest`. No statement.

    papers: all that the reader may see of one matter, or more. Returns them as a list.

    SECURITY: counted among these papers alone, so that whoever came later does not learn how many versions there were before.
    """
    papers = list(papers)
    known, replaced = {paper.pk: paper for paper in papers}, {paper.replaces_id for paper in papers}
    for last in papers:
        last.is_newest = last.pk not in replaced
        chain = chain_to(last, known) if last.is_newest else []
        for number, paper in enumerate(chain, start=1):
            paper.version_text = _("version %(number)s of %(all)s") % {"number": number, "all": len(chain)} if len(chain) > 1 else ""
    return papers


def chain_to(paper, known):
    """The versions up to this paper, the first one first. known: {key: paper} of those that the reader may see."""
    chain = []
    while paper:
        chain.insert(0, paper)
        paper = known.get(paper.replaces_id)
    return chain


def check_replaces(earlier, guarded_by, matter):
    """May a new paper of this matter replace this one? Raises NotOfThisMatter, and ValidationError when it is not the newest."""
    if getattr(earlier, f"{guarded_by}_id") != matter.pk:
        raise NotOfThisMatter("a paper replaces one of its own matter")
    if type(earlier).objects.filter(replaces=earlier).exists():
        raise replaced_already(earlier)


def replaced_already(earlier):
    """The ValidationError for the second of two who add a version of the same paper."""
    return ValidationError(_("Somebody has added a newer version of “%(name)s” already: look at theirs, and add yours as a version of it.")
                           % {"name": earlier.name}, code="replaced")
