"""The hangar: ledger, rules, floor and services. Shows nothing and parses no device bytes."""

__version__ = "0.1.0"
