"""What the columns of a sheet hold and reveal: used by data sets and by families. Needs no web framework.

values       typed columns as numbers, dates and words
identifiers  columns that name the rows, and texts that are notes
ranking      how well a score ranks an outcome, and what one column tells of it alone
leakage      columns that know the outcome
stand_ins    numbers that may mean "not known"
frequency    the step of a series, as numbers and as dates
finding_steps  the step that a column of dates has, with month_grids and step_fit
"""
