"""The stops of the walk in the pages about people: places are those of tests/people/ground.py."""

PEOPLE = []
