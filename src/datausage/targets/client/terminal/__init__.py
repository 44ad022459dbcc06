"""Who sits at the terminal of the client: types what a scene says, and looks at the screen.

A program of its own in the sealed network, beside the observer: ``python -m`` with the version of
the client and the folder of the run. Its standard input is its side of the terminal.
"""
