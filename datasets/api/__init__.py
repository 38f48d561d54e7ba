"""Data sets, imports, rejects, checks and expectations over HTTP."""
