"""What every test stands on: strictness (database, client, templates) and the fixtures of the real servers."""
