"""The policy as data: editions, their sentences, rules and open points."""
