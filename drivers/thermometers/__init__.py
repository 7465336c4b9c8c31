"""Decodes what thermometers say: one module a protocol, pure; it opens no port."""
