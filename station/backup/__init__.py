"""Verified copies of the ledger and what belongs to it, and the way back from one.

Must not write to a ledger in service: copies are read from it, a restore needs it stopped.
"""
