"""Turn fields into labels that are proven to scan, and scans into identities.

It knows millimetres, symbols and printer languages; it must not know a ledger or a device.
The heavy parts (Pillow, zxing-cpp, python-escpos) are loaded on first use.
"""
