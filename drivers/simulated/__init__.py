"""Simulated devices that speak the wire protocols on loopback sockets, with their faults.

They are part of the product: the demonstration and the tests use the same ones.
"""
