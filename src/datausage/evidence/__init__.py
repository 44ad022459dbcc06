"""The evidence of a run: its record, the formats made from the record, and checking them again."""
