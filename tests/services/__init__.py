"""What the tests need around them: a PostgreSQL server, a browser, and the run of it all."""
