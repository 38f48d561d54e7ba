"""What a family of business questions and the program say to each other. No Django, nothing heavy."""
