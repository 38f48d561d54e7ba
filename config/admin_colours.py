"""The colours of static/css/tokens.css on the scale that the admin's look (django-unfold) asks for."""

from __future__ import annotations

# Paper, lines and ink, from the page in the light to the page in the dark.
BASE = {
    "50": "#faf8f3",
    "100": "#f3f0e7",
    "200": "#e5e0d4",
    "300": "#cfc8b8",
    "400": "#9d9788",
    "500": "#6b6558",
    "600": "#575247",
    "700": "#4b483f",
    "800": "#34322c",
    "900": "#1f1e1b",
    "950": "#131210",
}
# 600 is the accent in the light; 500 is written in the dark, so it is near the accent there.
PRIMARY = {
    "50": "#f4f6fd",
    "100": "#e8ecf9",
    "200": "#c2cfff",
    "300": "#a3b6ff",
    "400": "#8fa5fb",
    "500": "#7690f2",
    "600": "#2a4bb5",
    "700": "#1e3890",
    "800": "#1b2f73",
    "900": "#262c45",
    "950": "#12151f",
}
