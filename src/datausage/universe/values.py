"""Values of the variables: those that are always asked, and those at the edges."""

from __future__ import annotations

from typing import Final

PROCESS_VALUES: Final = (None, "1", "0", "", "true")
PROCESS_EDGES: Final = (
    *("false", "TRUE", " 1 ", "01", "2", "no", "off", "on", "yes", "1\n", " ", "\uff11"),
)
FILED_VALUES: Final = (None, '"1"', '"0"', "1", "true")
FILED_EDGES: Final = ('""', '"true"', '" 1 "', "0", "false", "null", '"off"')
