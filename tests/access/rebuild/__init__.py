"""casework's own migrations and one more, which only a test applies: it rebuilds the tables that the triggers hang on."""

import casework.migrations

__path__ = [*__path__, *casework.migrations.__path__]
