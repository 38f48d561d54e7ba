"""The description of the API: OpenAPI 3.1, made from the views and from the classes they speak in."""
