"""Decodes what scanners send: one module a protocol, pure; it opens no port."""
