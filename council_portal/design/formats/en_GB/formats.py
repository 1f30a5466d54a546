"""Days and hours as the portal writes them (design.dates), where Django itself writes them, in the admin; and how a day is typed there."""
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j F Y \a\t H:i"
DATE_INPUT_FORMATS = ["%d %B %Y", "%d %b %Y", "%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y"]  # the first fills a box in
