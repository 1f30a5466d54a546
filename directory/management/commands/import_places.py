from council_portal.intake.commands import TakingCommand
from council_portal.people.places_csv import ListRefused
from council_portal.people.taking_places import import_places


class Command(TakingCommand):
    """Streets and postcodes with their wards. It stands here because the people room and the intake room do not import one another."""

    help = "Take in streets or postcodes with their wards from a CSV file (docs/guides/places-csv.md). Run again, it changes nothing."
    name, file_help, refused = "import_places", "the list (CSV in UTF-8)", ListRefused
    figures = "The list has {lines} lines; {elsewhere} of them are of wards that this council does not have, {bad} could not be read."
    came_to = "Created {created}, updated {updated}, unchanged {unchanged}, removed {removed}."

    def take_from(self, source, *, dry_run):
        return import_places(source, dry_run=dry_run)
