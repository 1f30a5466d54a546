import hashlib
import json
import uuid

from django.db import models
from django.utils import timezone

from council_portal.audit.triggers import Kit, Trigger


class Event(models.Model):
    """Something that happened. Append-only: the database refuses any change but the one that seals the row.

    Names are copied as text, so that the record stays true when people leave. SECURITY: no confidential text, ever:
    only verbs, references, clauses and names of offices.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_uid = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    acting_as = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=60, blank=True)
    object_uid = models.UUIDField(null=True, db_index=True)
    reference = models.CharField(max_length=9, blank=True)
    clause = models.CharField(max_length=120, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(sequence=None), name="event_unsealed")]

    def __str__(self):
        return f"{self.verb} {self.reference}".strip()

    def content(self):
        """The row as canonical bytes, without what sealing adds."""
        row = [str(self.uid), self.at.isoformat(), str(self.actor_uid), self.actor_name, self.acting_as, self.verb, self.kind,
               str(self.object_uid), self.reference, self.clause, self.detail]
        return json.dumps(row, ensure_ascii=False).encode()

    def sealed_by(self, previous):
        """The digest of this row on top of the digest before it (hexadecimal SHA-256)."""
        return hashlib.sha256(previous.encode() + self.content()).hexdigest()


FIXED = ["uid", "at", "actor_uid", "actor_name", "acting_as", "verb", "kind", "object_uid", "reference", "clause", "detail"]


def append_only(vendor):
    """The triggers that refuse: DELETE, TRUNCATE, and any UPDATE but the first filling of sequence and digest."""
    table, said = Event._meta.db_table, "the audit record is append-only"
    if vendor == "sqlite":
        changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in FIXED)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        return [
            Trigger("event_no_delete", table, (f"CREATE TRIGGER event_no_delete BEFORE DELETE ON {table} {refuse}",)),
            Trigger("event_no_update", table, (
                f"CREATE TRIGGER event_no_update BEFORE UPDATE ON {table} WHEN OLD.sequence IS NOT NULL OR {changed} {refuse}",)),
            # REPLACE deletes the row in its way without waking the trigger on DELETE
            Trigger("event_no_replace", table, (
                f"CREATE TRIGGER event_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} "
                f"WHERE id = NEW.id OR uid = NEW.uid OR sequence = NEW.sequence) {refuse}",)),
        ]
    changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in FIXED)
    refuse = (f"CREATE OR REPLACE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
              f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$")
    call = "EXECUTE FUNCTION event_refuse()"
    return [
        Trigger("event_no_delete", table, (refuse, f"CREATE TRIGGER event_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}")),
        Trigger("event_no_truncate", table, (refuse, f"CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON {table} {call}")),
        Trigger("event_no_update", table, (refuse, f"CREATE TRIGGER event_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
                                                   f"WHEN (OLD.sequence IS NOT NULL OR {changed}) {call}")),
    ]


KIT = Kit("audit", append_only)
