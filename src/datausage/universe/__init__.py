"""Sets of situations: products of domains, narrowed, enumerated, covered and searched."""
