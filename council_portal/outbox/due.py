"""A registry: what falls due by the clock. Filled by the apps above, run by `manage.py run_due` (docs/decisions/registries.md)."""

JOBS = []


def register(job):
    """job() does what is due now and returns how many things it did. It may run twice, and be killed in the middle."""
    JOBS.append(job)


def run(on_fault):
    """Run every job once. One that fails does not keep the others from running: `on_fault(job, exception)` is told."""
    done = 0
    for job in JOBS:
        try:
            done += job()
        except Exception as fault:
            on_fault(job, fault)
    return done
