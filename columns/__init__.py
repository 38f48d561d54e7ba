"""What the columns of a sheet hold and reveal: used by data sets and by families. Needs no web framework.

values       one reading of a cell
identifiers  columns that name the rows, and texts that are notes
single       what one column tells of an outcome alone
ranking      how well a score ranks an outcome
leakage      columns that know the outcome
frequency    the step of a column of dates
"""
