"""The stops of the walk in the directory pages: places are those of tests/directory/ground.py."""

DIRECTORY = []
