"""Lines of several rooms in one statement: each room says which rows and which of their columns, home asks for all of them at once."""
from collections import namedtuple

from django.db import models
from django.db.models.functions import Cast, Concat, Trim

# What a line can say, whatever it is of: instants, and a London day. What a room leaves out is None.
COLUMNS = {"uid": models.UUIDField(), "title": models.CharField(), "note": models.CharField(), "state": models.CharField(),
           "capacity": models.CharField(), "begins": models.DateTimeField(), "ends": models.DateTimeField(), "on": models.DateField()}
NOTHING = {name: Cast(models.Value(None), field) for name, field in COLUMNS.items()}
Line = namedtuple("Line", COLUMNS)


def lines(word, rows, most=None, **columns):
    """The first `most` of these rows (a queryset of what this reader may see, in its order) as lines under this word, for `together`.

    most: None for all of them, which is quicker, where they are few. columns: {name of COLUMNS: expression or name of a column}.
    """
    kept = rows.model._base_manager.filter(pk__in=rows.values("pk")[:most]) if most else rows
    given = {f"of_{name}": Cast(columns[name], field) if name in columns else NOTHING[name] for name, field in COLUMNS.items()}
    return kept.order_by().annotate(of_word=models.Value(word), **given).values_list("of_word", *given)


def full_name(of):
    """The name of the person behind this foreign key, with the title in front, as it is written."""
    return Trim(Concat(f"{of}__honorific", models.Value(" "), f"{of}__name"))


def together(parts):
    """{word: [Line]} of what `lines` made, the earliest first. One statement for all, however many; none for none."""
    found = {}
    if parts:
        first, *more = parts
        for word, *values in first.union(*more, all=True) if more else first:
            found.setdefault(word, []).append(Line(*values))
    for rows in found.values():
        rows.sort(key=lambda line: (line.on is None, line.on, line.begins) if line.on else (True, line.begins))
    return found


def once(rows):
    """Each of these lines once, however often its reader stands in what it is of."""
    return list({line.uid: line for line in rows}.values())
