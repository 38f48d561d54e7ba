"""Runs, models and families over HTTP."""
