"""Which numbers of a table are not shown, so that no small one can be told or worked out (docs/decisions/reports.md). Plain Python."""

SMALL = 5  # one to four are not shown
LEAST = 10  # cases that a report needs to be divided at all; what is not shown of a table comes to this at least


def hidden(cells, *, order=None, also=()):
    """The positions of the numbers that are not shown, a set: all, noughts too, where nothing less would be safe.

    cells: whole numbers whose total the reader knows. order: the positions from which more are taken, when the small ones alone could be
    worked out; from the last small one onwards when left out. also: positions not shown in any case.
    """
    found = {at for at, number in enumerate(cells) if 0 < number < SMALL} | set(also)
    if not found:
        return found
    last = max(found)
    turn = order if order is not None else [*range(last + 1, len(cells)), *range(last)]
    waiting = [at for at in turn if cells[at] and at not in found]
    while not safe([cells[at] for at in found]):
        if not waiting:
            return set(range(len(cells)))
        found.add(waiting.pop(0))
    return found


def safe(numbers):
    """Can none of these be worked out from their sum and from knowing this rule? tests/reports/test_veil.py tries every table."""
    total, many = sum(numbers), len(numbers)
    small_only = all(number < SMALL for number in numbers)
    return many > 1 and total >= max(LEAST, 2 * many) and (not small_only or total <= (SMALL - 1) * many - 2)


def veil(rows, **options):
    """[[word, number], ...] with None for each number that is not shown."""
    out = hidden([number for _word, number in rows], **options)
    return [[word, None if at in out else number] for at, (word, number) in enumerate(rows)]


def veil_answers(times, outcomes):
    """Both tables of answers. times: in time, late, none; outcomes: how they ended, and the same number of none as the last row.

    What is not shown of the one must not be read off the other: the number without an answer is shown in both or in neither, and where it
    is shown the reader knows how many answers there are. Returns the two tables.
    """
    shown, last = veil(times, order=[0, 1, 2]), len(outcomes) - 1
    if shown[-1][1] is None:
        return shown, veil(outcomes, also=[last])
    return shown, [*veil(outcomes[:last]), outcomes[last]]
