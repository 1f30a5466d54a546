"""How people look on a page: their photograph, or their initials where there is none. One statement or two for any number."""
from council_portal.people.models import Photo

SMALL, LARGE = 96, 320  # CSS pixels: in a list; on the page of the person


def portraits(user, people, width=SMALL):
    """{person id: {"url", "alt", "initials", "width"}} for each of these people, "url" "" where there is no photograph.

    user: who reads. people: Person objects. For `{% include "components/portrait.html" with portrait=... %}`.
    """
    people = list(people)
    found = Photo.objects.permitted(user, "view").filter(person__in=people).prefetch_related("sizes")
    photos = {photo.person_id: photo for photo in found if photo.widths}
    return {person.pk: portrait(person, photos.get(person.pk), width) for person in people}


def portrait(person, photo, width):
    """What the template needs of one."""
    return {"url": photo.url(width * 2) if photo else "", "alt": photo.alt if photo else "", "initials": initials(person.name),
            "width": width}


def initials(name):
    """Of the first and the last word of a name: "Ada Lovelace-King" gives AL."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in dict.fromkeys([*words[:1], *words[-1:]]))
