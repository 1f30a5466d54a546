"""How the portal looks and speaks: forms, messages, colours, error pages. Knows nothing of the other rooms."""
