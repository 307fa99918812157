"""The tables of a project file as SQL, a file for each step of `schema.MIGRATIONS`. A released one is never edited."""
