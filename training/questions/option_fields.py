"""Lies in ``api.option_fields``, below data sets, whose forms are derived from options too."""

from api.option_fields import fields_for, values_from

__all__ = ["fields_for", "values_from"]
