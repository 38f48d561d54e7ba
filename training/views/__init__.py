"""The pages of runs and models."""
