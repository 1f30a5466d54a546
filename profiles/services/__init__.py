"""What changes in Members' profiles: joining and leaving, groups, seats and duties, the text, taking in a feed and what it proposes."""
from profiles.services.duties import begin_duty, end_duty, leave_seat, take_seat_on
from profiles.services.groups import move_group
from profiles.services.importing import import_feed
from profiles.services.joining import take_office
from profiles.services.keeping import NameTaken, add_body, change_body, confirm_profile, correct_member, write_profile
from profiles.services.leaving import confirm_left, end_term, keep_in_office

__all__ = ["NameTaken", "add_body", "begin_duty", "change_body", "confirm_left", "confirm_profile", "correct_member", "end_duty",
           "end_term", "import_feed", "keep_in_office", "leave_seat", "move_group", "take_office", "take_seat_on", "write_profile"]
