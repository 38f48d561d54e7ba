"""The pages of data sets, their uploads, imports, checks and expectations."""
