"""The published client itself as a target: run in a sealed network, and watched."""
