"""The stops of the walk in the profiles pages: places are those of tests/profiles/ground.py."""

PROFILES = []
