"""What drives the client at a terminal: it types what a scene says, and looks at the screen.

A program of its own in the sealed network, beside the observer: ``python -m``, the version of the
client, the folder of the run and the number of its end of the terminal.
"""

from typing import Final

SPOKEN: Final = "spoken"
"""The name of the picture that shows what the model said."""
FAILED: Final = "failed"
"""How the name of a screen begins that was not the one expected; behind it stands at which key."""
