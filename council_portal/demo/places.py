"""The streets of the demo council and its postcodes, taken in as a council would: by the list. All invented."""
import csv
import io

from council_portal.demo.data import data
from council_portal.demo.plans import is_landmark
from council_portal.people.taking_places import import_places

AREA = "QX"  # no postcode in the United Kingdom begins with Q: nobody's address
WARDS_A_DISTRICT = 3
UNITS = "ABDEFGHJLNPQRSTUWXYZ"  # letters of a postcode's end


def take_places():
    """Give each ward of the demo its streets with a postcode each, and two wards the streets on their border."""
    list_of_places = io.StringIO()
    rows = csv.writer(list_of_places)
    rows.writerow(["street", "postcode", "ward"])
    for number, ward in enumerate(data("council")["ward"]):
        streets = [place for place in ward["places"] if not is_landmark(place)]
        rows.writerows([street, postcode(number, place), ward["name"]] for place, street in enumerate(streets))
    rows.writerows([street, "", ward] for street, ward in data("council")["borders"])
    import_places(io.BytesIO(list_of_places.getvalue().encode()))


def postcode(ward, street):
    """The postcode of a street, both by their numbers from 0: three wards in turn make a district."""
    district, part = divmod(ward, WARDS_A_DISTRICT)
    return f"{AREA}{district + 1} {part + 1}A{UNITS[street]}"
