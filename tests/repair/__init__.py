"""Tests of the repair stage."""
