"""The append-only ledger in SQLite, and the documents derived from it.

Must not know what a crate is: it stores, orders, proves and reads back what the domain decided.
"""
