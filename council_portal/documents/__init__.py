"""Papers: what may be taken in (`uploads`), how it is kept (`services`), how it is handed out to those who may (`views`)."""
