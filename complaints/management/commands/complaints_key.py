"""``manage.py complaints_key``: the keys that complaints are sealed with: made, changed, kept in escrow, looked after."""
import getpass
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from council_portal.sealing import escrow, keys
from council_portal.sealing.fields import ring
from council_portal.sealing.services import look, reseal

SAY_CODE = "The code of the escrow: "


class Command(BaseCommand):
    """SECURITY: no key is ever printed; a code of the escrow once, when it is made. It is asked for, and never taken from the command line.

    Whoever runs the machine can read the keys: docs/threat-model.md says what sealing does not protect against.
    """

    help = "The keys that complaints are sealed with: generate, rotate, retire, escrow, restore, check."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("generate", help="make the first key")
        make.add_argument("--although-lost", action="store_true", help="also where something is sealed with keys that are gone for good")
        verbs.add_parser("rotate", help="make a new key and seal everything with it; older keys stay, for backups")
        retire = verbs.add_parser("retire", help="take a key out that nothing is sealed with any more")
        retire.add_argument("key", metavar="NAME")
        kept = verbs.add_parser("escrow", help="write all keys to a file that opens with a code, which is printed once")
        kept.add_argument("file", type=Path)
        back = verbs.add_parser("restore", help="bring the keys back from an escrow file")
        back.add_argument("file", type=Path)
        check = verbs.add_parser("check", help="does everything open, and does the escrow hold every key?")
        check.add_argument("--escrow", type=Path, metavar="FILE")

    def handle(self, *, verb, **options):
        """Exit code 1, with the reason, where it could not be done or something does not open."""
        try:
            getattr(self, f"do_{verb}")(**options)  # not the bare verb: Django runs a method `check` before every command
        except (keys.KeyFault, OSError) as fault:
            raise CommandError(str(fault)) from fault
        except (OperationalError, ProgrammingError) as fault:
            raise CommandError(f"The database is not ready ({fault}). Bring it up to date first: manage.py migrate") from fault

    def do_generate(self, although_lost, **_options):
        """The first key."""
        counted = look()[0]
        if counted and not although_lost and not Path(settings.SEALING_KEYS).exists():
            raise CommandError(
                f"{sum(counted.values())} texts are sealed with keys that are not here ({', '.join(sorted(counted))}). Bring them back "
                "with `complaints_key restore FILE`. If they are gone for good, `generate --although-lost` makes a key for what comes: "
                "what was sealed stays where it is, unread.")
        keys.write(settings.SEALING_KEYS, keys.Ring((keys.new_key(timezone.localdate()),)), new=True)
        self.say(f"The key {ring().current.name} is made. Now write the escrow: `complaints_key escrow FILE`. Without one, whoever loses "
                 "the file of keys loses every complaint.")

    def do_rotate(self, **_options):
        """A new key for everything. Cut short, it is run again: what is left is sealed then."""
        held = ring()
        behind = {key.name for key in held.keys} & look()[0].keys() - {held.current.name}
        if not behind:  # else a rotation was cut short
            keys.write(settings.SEALING_KEYS, held.with_new(timezone.localdate()))
        done, faults = reseal()
        self.say(f"{done} texts are sealed with the key {ring().current.name} now. Older keys are kept for what is in backups. The escrow "
                 "does not hold a new key by itself: `complaints_key escrow FILE`.")
        refuse(faults)

    def do_retire(self, key, **_options):
        """Take out one that seals nothing."""
        held = ring()
        if held.named(key) == held.current:
            raise CommandError("This is the key that seals. Rotate first.")
        if n := look()[0].get(key):
            raise CommandError(f"{n} texts are sealed with it. Rotate first.")
        keys.write(settings.SEALING_KEYS, keys.Ring(tuple(one for one in held.keys if one.name != key)))
        self.say(f"The key {key} is taken out. Backups from its time cannot be read without it: the escrow of that time holds it.")

    def do_escrow(self, file, **_options):
        """Never over a file that is there: it may be the last way back."""
        code = escrow.new_code()
        text = escrow.lock(ring(), code)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
        except FileExistsError:
            raise CommandError(f"{file} is there already: write the escrow to a new file, and keep the old one with old backups.") from None
        self.say(f"{file} holds every key. It opens with this code, which is shown now and never again. Write it down, and keep it apart "
                 f"from the file and out of reach of whoever runs the machine:\n{code}")

    def do_restore(self, file, **_options):
        """Those that are not here. Where there are keys already, made since the others were lost, they go on to seal."""
        held = escrow.unlock(file.read_text(encoding="ascii", errors="replace"), asked_code())
        here = ring().keys if Path(settings.SEALING_KEYS).exists() else ()
        names = {key.name for key in here}
        back = [key for key in held.keys if key.name not in names]
        if not back:
            raise CommandError("Every key of the escrow is here already.")
        keys.write(settings.SEALING_KEYS, keys.Ring((*back, *here)), new=not here)
        beside = f" beside the {len(here)} that were here" if here else ""
        self.say(f"{len(back)} keys are back{beside}. `complaints_key check` says whether everything opens. What is in no "
                 "escrow yet needs a new one: `complaints_key escrow FILE`.")

    def do_check(self, escrow: Path | None, **_options):
        """What is sealed with which key, what does not open, and whether an escrow would bring all of it back."""
        held = ring()
        counted, faults = look()
        for key in held.keys:
            word = "seals" if key == held.current else "older"
            self.say(f"{key.name} of {key.made_on.isoformat()} ({word}): {counted.get(key.name, 0)} texts")
        if escrow:
            faults += missing_in(escrow, held)
        refuse(faults)
        self.say("Everything opens." + (" The escrow holds every key." if escrow else " The escrow was not looked at: --escrow FILE."))

    def say(self, text):
        """One message."""
        self.stdout.write(text)


def refuse(faults):
    """Stop, with what is not in order, where anything is."""
    if faults:
        raise CommandError("\n".join(["This is not in order:", *faults]))


def missing_in(file, held):
    """What an escrow file lacks of these keys, as sentences."""
    known = escrow.unlock(file.read_text(encoding="ascii", errors="replace"), asked_code()).keys
    return [f"The escrow does not hold the key {key.name}: write a new one." for key in held.keys if key not in known]


def asked_code():
    """The code, typed unseen at a terminal or read from standard input."""
    return getpass.getpass(SAY_CODE) if sys.stdin.isatty() else sys.stdin.readline()
