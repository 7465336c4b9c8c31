"""Reads symbols from camera pictures; in a limited process of its own, never in the hub's."""
