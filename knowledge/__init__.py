"""Answers from the collateral, with sources or not at all; the only floor that may speak to a language model."""
