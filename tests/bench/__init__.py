"""`make bench`: the pages at 2,000 and at 200,000 cases beside a bare Django page, in one run on one machine."""
