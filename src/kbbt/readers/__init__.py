"""Readers: bytes → Document, one module a format."""
