"""« Mode école »: trainees practise with the hub's own farms and goods, and nothing is for real.

Must write to no ledger but the school's own, and open no device of the hub.
"""
