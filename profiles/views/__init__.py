"""Pages of Members."""
