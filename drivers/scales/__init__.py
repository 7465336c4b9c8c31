"""Decodes what scales send: one module a protocol, pure; it opens no port."""
