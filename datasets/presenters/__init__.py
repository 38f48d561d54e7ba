"""What the pages show: facts of versions, imports and checks put into words and rows."""
