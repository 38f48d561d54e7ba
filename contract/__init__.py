"""What a family of business questions and the program say to each other. No Django, nothing heavy.

family      a kind of question, and the one sequence of a training
model       one algorithm, and how a family offers it
data        roles and tables asked for, typed tables handed over, problems
training    plan, progress, evaluation
asking      asks, what they are handed, answers
sessions    learning by trying: open, propose, observe
deriving    recipes from tables to a table
blocks      the pieces of reports and answers
conform     tables of any origin read by the conventions that the model learned from
roles       guessing and checking the columns of roles
registry    families and derivations by key
artifacts   model files
"""
