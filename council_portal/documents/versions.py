"""Versions of a paper: each replaces the one before it, and all of them stay (docs/decisions/paper-versions.md)."""
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotOfThisMatter(ValueError):
    """A paper cannot replace one of another matter: a fault of the caller."""


def mark_versions(papers):
    """Give each of a matter's papers `.version_text` ("version 2 of 3", "" when it has one version) and `.is_newest`. No statement.

    papers: all that the reader may see of one matter, or more. Returns them as a list.
    """
    papers = list(papers)
    after = {paper.replaces_id: paper for paper in papers if paper.replaces_id}
    for paper in papers:
        last = paper
        while last.pk in after:
            last = after[last.pk]
        paper.is_newest = last is paper
        paper.version_text = _("version %(number)s of %(all)s") % {"number": paper.version, "all": last.version} if last.version > 1 else ""
    return papers


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
