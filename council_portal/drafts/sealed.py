"""Forms of which what was typed, and the papers that wait with it, are encrypted at rest."""

SEALED = set()


def seal_form(form):
    """Let a room have what is typed into its form encrypted at rest, and the papers that wait with it. form: its word."""
    SEALED.add(form)
