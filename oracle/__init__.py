"""The reference: what the policy permits in a situation, under each of its readings."""
