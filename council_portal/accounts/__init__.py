"""Who holds what: people, their accounts, offices, and the dated appointments between them."""
