"""Asking a database for words: PostgreSQL by a tsvector beside them, SQLite by an FTS5 table over them. Both find the same.

A model of words has `words` (of casework/wording.py), as its key the key of what they are of, and in FTS the name of SQLite's table.
"""
from django.db import connections, models
from django.db.models.expressions import RawSQL

from council_portal.audit.triggers import Trigger

TSV = "ADD COLUMN tsv tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED"


class WordsQuerySet(models.QuerySet):
    """Manager of a model of words. SECURITY: what the engine proposes is no answer to "may she?"."""

    def holding(self, terms):
        """Texts that hold every one of these words, by the index of the words."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(true(f"{self.model._meta.db_table}.tsv @@ %s::tsquery", as_tsquery(terms)))
        fts = self.model.FTS
        return self.filter(pk__in=RawSQL(f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s", [as_fts(terms)]))

    def holds(self, term):
        """Does the text hold this word? An expression that reads each text: for few of them. (coalesce hides the index.)"""
        table, fts = self.model._meta.db_table, self.model.FTS
        if connections[self.db].vendor == "postgresql":
            return true(f"coalesce({table}.tsv, '') @@ %s::tsquery", as_tsquery([term]))
        return true(f"{table}.{self.model._meta.pk.column} IN (SELECT rowid FROM {fts} WHERE {fts} MATCH %s)", as_fts([term]))


def true(sql, *params):
    """A condition written in SQL, for filter()."""
    return RawSQL(sql, params, output_field=models.BooleanField())


def as_tsquery(terms):
    """The question for PostgreSQL. The words are small ASCII letters and figures, so nothing in them is an operator."""
    return " & ".join("(" + " | ".join([*(f"'{w}'" for w in t.whole), *([f"'{t.word}':*"] if t.begins else [])]) + ")" for t in terms)


def as_fts(terms):
    """The question for FTS5, likewise."""
    return " AND ".join("(" + " OR ".join([*(f'"{w}"' for w in t.whole), *([f'"{t.word}"*'] if t.begins else [])]) + ")" for t in terms)


def create_fts(cursor, table, key, fts):
    """SQLite's table over the words of this table, whose key column is `key`. Empty until the triggers are put in place."""
    cursor.execute(f"CREATE VIRTUAL TABLE {fts} USING fts5(words, content='{table}', content_rowid='{key}', "
                   "tokenize='ascii', prefix='3 4 5')")


def following(table, key, fts):
    """The triggers by which SQLite's table follows the words."""
    out = f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.{key}, OLD.words);"
    into = f"INSERT INTO {fts}(rowid, words) VALUES (NEW.{key}, NEW.words);"
    return [
        # Built anew first: a table that was rebuilt or emptied while the triggers were away has told the index nothing.
        Trigger(f"{table}_made", table, (f"INSERT INTO {fts}({fts}) VALUES ('rebuild')",
                                         f"CREATE TRIGGER {table}_made AFTER INSERT ON {table} BEGIN {into} END")),
        Trigger(f"{table}_changed", table, (
            f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} WHEN OLD.words IS NOT NEW.words BEGIN {out} {into} END",)),
        Trigger(f"{table}_gone", table, (f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN {out} END",)),
    ]
