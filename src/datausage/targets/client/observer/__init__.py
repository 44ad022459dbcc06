"""The observer: every other machine of a sealed network, in one program that records what comes.

It runs inside the network, where every address leads to it. Whatever comes is untrusted.
"""
