"""What changes in Members' profiles: taking in a feed, and settling what it proposes."""
from profiles.services.importing import import_feed
from profiles.services.leaving import confirm_left, keep_in_office

__all__ = ["confirm_left", "import_feed", "keep_in_office"]
