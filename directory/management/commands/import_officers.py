from council_portal.intake.commands import TakingCommand
from directory.officers_csv import LIMIT, FileRefused, read_officers
from directory.services.importing import import_officers


class Command(TakingCommand):
    """Officers from the HR list."""

    help = "Take in officers from a CSV file that HR gives out (docs/guides/officers-csv.md). Run again, it changes nothing."
    name, file_help, limit, refused = "import_officers", "the list (CSV in UTF-8)", LIMIT, FileRefused
    figures = "The list holds {officers} officers and names {services} services."

    def read(self, data):
        return read_officers(data)

    def take(self, content, *, dry_run):
        return import_officers(content, dry_run=dry_run)

    def faults(self, error):
        return error.lines
