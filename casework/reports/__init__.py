"""Cases turned into reports for Cabinet and committees: numbers and no case (docs/decisions/reports.md)."""
