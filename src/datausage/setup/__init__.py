"""One's own set-up: what is set on a machine and in a repository, and what follows from it."""
