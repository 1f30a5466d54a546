"""The register in words and numbers, for pages and files."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.signing.models import Signature
from council_portal.design.dates import day

KINDS = {"member": gettext_lazy("Members"), "co_opted": gettext_lazy("Co-opted and lay members"),
         "tier": gettext_lazy("Officers of the tiers named"), "restricted": gettext_lazy("Politically restricted posts")}
HOW = dict(Signature.Method.choices)


def tally(lines):
    """[(what, how many must sign, how many have, how many have not)] for each kind that has somebody, and all together last.

    Somebody of two kinds counts in each, and once in all.
    """
    rows = [(str(words), [line for line in lines if kind in line.bound.kinds]) for kind, words in KINDS.items()]
    rows = [(words, found) for words, found in rows if found] + [(_("All together"), lines)]
    return [(words, len(found), sum(line.signature is not None for line in found), sum(line.signature is None for line in found))
            for words, found in rows]


def in_words(signature, version):
    """How somebody stands: when and how they signed, under which version where it is another."""
    if signature is None:
        return _("Not signed")
    said = _("%(how)s on %(day)s") % {"how": HOW[signature.method], "day": day(signature.signed_on)}
    if signature.version_id == version.pk:
        return said
    return _("%(said)s, under version %(version)s, which still counts") % {"said": said, "version": signature.version.version}


def summary(lines):
    """One sentence: how many have signed."""
    done = sum(line.signature is not None for line in lines)
    return ngettext("%(done)s of %(n)s person who must sign has signed.", "%(done)s of %(n)s people who must sign have signed.",
                    len(lines)) % {"done": done, "n": len(lines)}


def who_must(signing):
    """Whom the protocol asks to sign, in one sentence."""
    asked = [_("Members"), _("co-opted and lay members")] if signing.members else []
    if signing.officer_tiers:
        asked.append(_("officers of tier %(tiers)s") % {"tiers": ", ".join(map(str, signing.officer_tiers))})
    asked += [_("holders of politically restricted posts")] if signing.politically_restricted else []
    return _("Must sign: %(who)s.") % {"who": ", ".join(asked)}
