"""The database engine of the tests: PostgreSQL, whose session outlives its tests."""
