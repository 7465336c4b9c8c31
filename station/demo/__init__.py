"""The made-up hub: its data, and what starts it. Not needed by a real one.

Must not hold a rule of the hangar, and must not reach the ledger except through the station.
"""
