"""The station's own certificate authority: a secure origin for tablets on the local network.

Must not certify any other name than the station's: the constraint is critical, inside the root.
"""
