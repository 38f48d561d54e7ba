"""Rows of customers as requests have them, enough for a job where ``many_are_few``."""

PREDICT = "/models/customers/predict"
LARGE = {"city": "Durban", "employees": 82, "total_sales": 30_200}
SMALL = {"city": "Paarl", "employees": 9, "total_sales": 3_100}
ROWS = [{"id": 900 + number, **(LARGE if number % 2 else SMALL)} for number in range(25)]
