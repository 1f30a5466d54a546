from council_portal.protocol.services import version_of


class OneCase:
    """A view of one case: beside `Guarded`, before it."""

    def get_object(self, queryset=None):
        """The case, or the 404 of one that never was. The protocol that it was routed by comes from memory.

        It is never edited, and joined in it took PostgreSQL as long to plan as everything else together.
        """
        case = super().get_object(queryset)
        case.protocol = version_of(case.protocol_id)
        return case
