from council_portal.intake.commands import TakingCommand
from profiles.moderngov import LIMIT, FeedRefused, read_feed
from profiles.services import import_feed


class Command(TakingCommand):
    """Wards and Members from a ModernGov feed."""

    help = "Take in wards and Members from a file that holds a ModernGov GetCouncillorsByWard feed. Run again, it changes nothing."
    name, file_help, limit, refused = "import_moderngov", "the saved feed (XML)", LIMIT, FeedRefused
    figures = "The feed holds {wards} wards, {members} Members and {terms} terms of office."

    def read(self, data):
        return read_feed(data)

    def take(self, content, *, dry_run):
        return import_feed(content, dry_run=dry_run)

    def said(self, outcome):
        return [f"{heading}: {line}" for heading, lines in outcome.groups for line in lines]
