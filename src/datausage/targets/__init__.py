"""How an implementation under test is reached."""
