"""Renderers: a view's model → terminal, text formats, office formats. Nothing is computed here, only shown."""
