"""Sessions with models that learn by trying: the program keeps the state, a family's Learning thinks."""
