"""The hangar: ledger, rules, floor and services. Shows nothing and parses no device bytes."""
