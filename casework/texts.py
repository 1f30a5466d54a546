"""What the search of cases reads: the words of each case, and how words are spelt. Tables, their triggers, and asking the engine.

PostgreSQL keeps beside the words a tsvector and the readers (every principal with a standing of a whole reader) in one GIN index;
SQLite an FTS5 table over the words. Both only propose cases: standings decide, in casework/search.py.
"""
from django.db import connections, models

from casework.engine import TSV, WordsQuerySet, create_fts, following, true
from casework.policy import WHOLE
from council_portal.audit.triggers import Kit, Trigger

TEXT, STANDING, FTS = "casework_casetext", "casework_casestanding", "casework_casefts"


class CaseTextQuerySet(WordsQuerySet):
    """Asking the engine. SECURITY: what it proposes is no answer to "may she?"."""

    def proposed_to(self, user, standings):
        """Those in which one of the user's principals is a reader, or was: `standings` (a queryset) are asked on SQLite."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(true(f"{TEXT}.readers && %s::bigint[]", list(user.principals)))
        return self.filter(pk__in=standings.filter(principal__in=user.principals).values("case"))


class CaseText(models.Model):
    """The words of one case that every whole reader may read: reference, title, text, thread, names of papers. Derived, never shown."""

    case = models.OneToOneField("casework.Case", models.PROTECT, primary_key=True, related_name="words")
    words = models.TextField()

    FTS = FTS
    objects = CaseTextQuerySet.as_manager()

    def __str__(self):
        return "text"


class Spelling(models.Model):
    """A word that stands in some case, under itself and under each of its cuts. SECURITY: only widens a search, never shown."""

    cut = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cut", "word"], name="spelling_once")]

    def __str__(self):
        return "spelling"


# --- what the databases keep themselves ---------------------------------------------------------------------------------------

CAPACITIES = "(" + ", ".join(f"'{capacity}'" for capacity in sorted(WHOLE)) + ")"
READERS = (f"ARRAY(SELECT DISTINCT principal_id FROM {STANDING} WHERE case_id = {{case}} AND capacity IN {CAPACITIES} "
           "AND until > clock_timestamp())")


def create(connection):
    """The columns, index and table that models cannot say. Called by the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TEXT} ADD COLUMN readers bigint[] NOT NULL DEFAULT '{{}}', {TSV}")
            index(cursor)
        else:
            create_fts(cursor, TEXT, "case_id", FTS)


def drop(connection):
    """The way back. The columns go with their table."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {FTS}")


def index(cursor):
    """The one index of words and readers (PostgreSQL)."""
    cursor.execute(f"CREATE INDEX casetext_words_readers ON {TEXT} USING gin (tsv, readers)")


def readers_differ(connection, how):
    """Keys of texts whose readers differ from the standings as `how` says, "NOT t.readers @> {now}" for one. None on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.case_id FROM {TEXT} t WHERE " + how.format(now=READERS.format(case="t.case_id")))
        return [pk for (pk,) in cursor.fetchall()]


def take_readers(connection, pk):
    """Take the readers of one case from its standings anew. The caller holds the case locked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {TEXT} SET readers = {READERS.format(case='%s')} WHERE case_id = %s", [pk, pk])


def triggers(vendor):
    """PostgreSQL: readers are added with their standing, in the same transaction. SQLite: the FTS5 table follows the words.

    A reader whose standing ends is left among the readers until the night: the engine only proposes. Taking them out here would lock the
    text after the standing, and two changes of one case could wait for one another.
    """
    if vendor == "postgresql":
        read, fresh = f"{TEXT}_read", f"{TEXT}_fresh"
        return [
            Trigger(read, STANDING, (
                f"CREATE OR REPLACE FUNCTION {read}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"UPDATE {TEXT} SET readers = array_append(readers, NEW.principal_id) "
                "WHERE case_id = NEW.case_id AND NOT NEW.principal_id = ANY(readers); RETURN NULL; END $$",
                f"CREATE TRIGGER {read} AFTER INSERT OR UPDATE OF case_id, principal_id, capacity, until ON {STANDING} FOR EACH ROW "
                f"WHEN (NEW.capacity IN {CAPACITIES} AND NEW.until > now()) EXECUTE FUNCTION {read}()")),
            Trigger(fresh, TEXT, (
                f"CREATE OR REPLACE FUNCTION {fresh}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"NEW.readers := {READERS.format(case='NEW.case_id')}; RETURN NEW; END $$",
                f"CREATE TRIGGER {fresh} BEFORE INSERT ON {TEXT} FOR EACH ROW EXECUTE FUNCTION {fresh}()")),
        ]
    return following(TEXT, "case_id", FTS)


KIT = Kit("casework", triggers)
