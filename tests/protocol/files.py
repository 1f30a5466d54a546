"""Small protocol files for the tests: a sound one, and the same with something changed."""

HEAD = """\
name = "test-council"
title = "Test Protocol"
version = "2026-05"
status = "adopted"
source = "written for the tests"
"""

CLAUSE = """
[[clause]]
number = "1.1"
heading = "All of it"
says = "What goes where."
"""


def file(body="", head=HEAD, clause=CLAUSE):
    """A whole file: its head, the body to be tested, and one clause "1.1" to cite."""
    return head + body + clause


def here(text):
    """The number of the line that the comment "# HERE" stands on."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if "# HERE" in line)
