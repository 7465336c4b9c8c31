"""Speaks the printer languages of status and proof; it draws no label and opens no port."""
