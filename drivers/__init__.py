"""Knows bytes and devices: ports, protocols, sessions and simulators.

It knows nothing of crates, producers or ledgers, and imports nothing else of ours.
"""
