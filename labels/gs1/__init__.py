"""Hold GS1's rules: AIs, element strings, Digital Links, scan data.

It must not draw symbols, and imports nothing of ours but `labels.identity`.
"""
