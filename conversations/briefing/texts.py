"""The words of the items that were sent, for the search of the archive. Sent, an item is never changed, so nothing has to be kept true.

PostgreSQL has a GIN index of them, SQLite an FTS5 table (casework/engine.py). docs/decisions/search.md says how words are taken apart.
"""
from django.db import models

from casework.engine import TSV, WordsQuerySet, create_fts, following
from casework.wording import kept, words_of
from council_portal.audit.triggers import Kit

TEXT, FTS, KEY = "briefing_itemtext", "briefing_itemfts", "item_id"


class ItemText(models.Model):
    """The words of one item that was sent: of its title and its text. on: the day of its briefing. Derived, never shown."""

    item = models.OneToOneField("briefing.Item", models.PROTECT, primary_key=True, related_name="words")
    on = models.DateField()
    words = models.TextField()

    FTS = FTS
    objects = WordsQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-on", "-item"], name="itemtext_newest")]

    def __str__(self):
        return "text"


def words_of_item(item):
    """The words of an item, as they are kept."""
    return kept(words_of(item.title) | words_of(item.text))


def create(connection):
    """The column, index and table that models cannot say. Called by the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TEXT} {TSV}")
            # Written once a week and read all day: nothing waits to be put in its place.
            cursor.execute(f"CREATE INDEX itemtext_words ON {TEXT} USING gin (tsv) WITH (fastupdate = off)")
        else:
            create_fts(cursor, TEXT, KEY, FTS)


def drop(connection):
    """The way back. The column goes with its table."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {FTS}")


def triggers(vendor):
    """SQLite: the FTS5 table follows the words. PostgreSQL needs none."""
    return [] if vendor == "postgresql" else following(TEXT, KEY, FTS)


KIT = Kit("briefing", triggers)
