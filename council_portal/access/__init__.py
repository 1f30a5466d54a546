"""Who may: standings, exclusions, and the one expression that answers "may she?" and "which may she?"."""
