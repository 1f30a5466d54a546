"""The two questions that everything asks: `can` (yes or no) and `require` (go on, or refuse as the house refuses)."""
from django.core.exceptions import PermissionDenied
from django.http import Http404

from council_portal.access.rules import OfficeRule


class Forbidden(PermissionDenied):
    """May see, may not act: answered with 403 and the clause."""

    def __init__(self, rule, subject):
        super().__init__(str(rule.says))
        self.rule, self.subject = rule, subject


class Unwritable(TypeError):
    """Asked of the wrong thing: an action that makes something is asked of the class, every other of an object."""


def can(user, action, subject):
    """May `user` do `action` to `subject`?

    subject: an object, or the class for an action that makes one. user: whoever has `principals`, `posts`, `person_id` and
    `walls()`: a User or a Person. Unknown action: KeyError. The answer is that of `permitted`, asked of one row.
    """
    if isinstance(subject, type):
        rule = subject.RULES[action]
        if not isinstance(rule, OfficeRule):
            raise Unwritable(f"{action} is asked of one {subject.__name__}, not of the class")
        return rule.given_to(user)
    if getattr(subject, "guarded_by", None):  # the rule is its matter's; its own manager may give less
        return type(subject)._default_manager.all().allows(user, action, subject.pk)
    if isinstance(subject.RULES[action], OfficeRule):
        return subject.RULES[action].given_to(user, subject)
    return type(subject)._default_manager.all().allows(user, action, subject.pk)


def require(user, action, subject):
    """Return when allowed. May not view: Http404, as if it never was. May view, may not act: Forbidden, with the clause."""
    if can(user, action, subject):
        return
    if isinstance(subject, type):
        raise Forbidden(subject.RULES[action], subject)
    if action == "view" or not can(user, "view", subject):
        raise Http404
    matter = getattr(subject, subject.guarded_by) if getattr(subject, "guarded_by", None) else subject
    raise Forbidden(matter.RULES[action], subject)
