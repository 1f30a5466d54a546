"""A registry: which open work a principal has. Filled by the apps above, asked when somebody leaves (docs/decisions/registries.md)."""

SOURCES = []


def register(source):
    """source(principal_ids) gives (label, count) pairs of open work. Called from AppConfig.ready()."""
    SOURCES.append(source)


def open_work(principal_ids):
    """All open work of these principals, as (label, count) pairs."""
    return [pair for source in SOURCES for pair in source(list(principal_ids))]
