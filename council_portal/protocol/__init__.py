"""What the council's Member/Officer protocol says, as data: rules that cite clauses, silence shown as silence."""
