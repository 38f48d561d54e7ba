"""The one list of families. Installed apps and import rules are made from it; `startfamily` adds to it."""

FAMILIES = (
    "forecasting",
    "segmentation",
    "scoring",
)
