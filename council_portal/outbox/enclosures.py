"""A registry: what is enclosed with messages of a kind (an invitation for a calendar). Filled by the apps above, asked at sending."""

MAKERS, WORDS, SAYS, ASKED = {}, {}, {}, {}


def register(kind, make, says=""):
    """make(matter, person): [(content, content type)] for a message of this kind. SECURITY: it leaves the portal by mail. says: what the
    enclosure does, a neutral sentence that stands in the message where something is enclosed."""
    MAKERS[kind], SAYS[kind] = make, says


def enclosed(message, matter_of):
    """What goes with this message: [] for most kinds. matter_of(message): what it is about, read only where something is enclosed."""
    make = MAKERS.get(message.kind)
    return make(matter_of(message), message.to) if make else []


def register_words(kind, words):
    """words(matter, person): (subject, text, HTML) of a message that carries what it is about. SECURITY: only for what is public here."""
    WORDS[kind] = words


def worded(message, matter_of):
    """(subject, text, HTML) of a message that carries what it is about, or None."""
    words = WORDS.get(message.kind)
    return words(matter_of(message), message.to) if words else None


def register_question(kind, still):
    """still(message, reader): may this message, which names no matter, go to its reader now? reader: a Person or a User.

    Of several that are registered for one kind, any that says yes lets it go.
    """
    ASKED.setdefault(kind, []).append(still)
