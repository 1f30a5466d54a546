"""No number that is not shown can be worked out: tried on every table of a size, by somebody who knows the rule as well as we do."""

import itertools
from collections import defaultdict

import pytest

from casework.reports.veil import LEAST, SMALL, veil, veil_answers

pytestmark = pytest.mark.requirement("RUG-CASE-REPORT")


def tables(rows, most):
    """Every table of so many rows that is divided at all, with at most `most` cases."""
    for cells in itertools.product(range(most + 1), repeat=rows):
        if LEAST <= sum(cells) <= most:
            yield cells


def worked_out(published):
    """Cells that are the same in all tables that look the same and are not shown. published: (what is shown, all the numbers) pairs."""
    classes = defaultdict(list)
    for shown, numbers in published:
        classes[shown].append(numbers)
    for shown, members in classes.items():
        flat = list(shown)
        for at, values in enumerate(zip(*members, strict=True)):
            if flat[at] is None and len(set(values)) == 1:
                yield shown, at, members[0]


def flattened(rows):
    """What is shown of a table, None for each number that is not."""
    return tuple(number for _word, number in rows)


@pytest.mark.parametrize(("rows", "most"), [(1, 40), (2, 40), (3, 26), (4, 19), (5, 15)])
def test_nothing_that_is_not_shown_can_be_worked_out_of_a_table_and_its_total(rows, most):
    published = [((*flattened(veil([["", n] for n in cells])), sum(cells)), (*cells, sum(cells))) for cells in tables(rows, most)]

    assert len(published) > 10
    assert list(worked_out(published))[:5] == []


def test_nothing_can_be_worked_out_of_times_and_outcomes_together():
    published = []
    for in_time, late, none in tables(3, 17):
        for done in range(in_time + late + 1):
            for refused in range(in_time + late + 1 - done):
                outcomes = (done, refused, in_time + late - done - refused, none)
                shown = veil_answers([["", n] for n in (in_time, late, none)], [["", n] for n in outcomes])
                total = in_time + late + none
                published.append(((*flattened(shown[0]), *flattened(shown[1]), total), (in_time, late, none, *outcomes, total)))

    assert list(worked_out(published))[:5] == []
    assert all((shown[2] is None) == (shown[6] is None) for shown, _numbers in published)


@pytest.mark.parametrize("rows", [2, 3, 4])
def test_no_small_number_is_ever_shown_and_noughts_and_tables_without_one_are(rows):
    for cells in tables(rows, 18):
        shown = flattened(veil([["", n] for n in cells]))
        assert not any(n is not None and 0 < n < SMALL for n in shown), cells
        if not any(0 < n < SMALL for n in cells):
            assert shown == cells
        elif set(shown) != {None}:
            assert all(n == 0 for n, cell in zip(shown, cells, strict=True) if cell == 0), cells


def test_the_check_would_find_a_number_that_its_total_gives_away():
    published = [((None, 9, 12), (3, 9, 12)), ((None, None, 12), (4, 8, 12)), ((None, None, 12), (8, 4, 12))]

    assert list(worked_out(published)) == [((None, 9, 12), 0, (3, 9, 12))]


def test_ten_wards_with_one_case_each_are_not_shown_at_all():
    assert flattened(veil([["", 1]] * 10)) == (None,) * 10
