"""One clock for the times of a column, whatever offset each of them names.

The times of a column of one offset stay as they are written, on the clock of those who wrote them; so do
those of two offsets that summer time explains. Where offsets are mixed (UTC and +02:00), the same moment
would stand under two times: all are put on one clock, that of the business.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# Left out are those that two places mean differently, such as IST (Ireland, India, Israel).
HOURS: dict[str, float] = {
    **dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    "SGT": 8,
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "ART": -3,
    "EDT": -4,
    "EST": -5,
    "CDT": -5,
    "CST": -6,
    "MDT": -6,
    "MST": -7,
    "PDT": -7,
    "PST": -8,
}
WITH_SUMMER_TIME = (
    *("Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "America/Halifax", "America/St_Johns", "America/Anchorage"),
    *("Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "America/Santiago", "Asia/Jerusalem"),
)


def offset_of(zone: str, offset: str) -> float:
    """Minutes ahead of UTC of "GMT", "+01:00" as written behind a time; NaN where it does not say."""
    digits = offset.lstrip("+-").replace(":", "")
    if digits:
        hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        ahead = int(hours) * 60 + int(minutes)
        return float(-ahead if offset.startswith("-") else ahead)
    return HOURS[zone] * 60 if zone in HOURS else np.nan


def clock_of(values: np.ndarray, offsets: np.ndarray, business: str) -> tuple[str | None, bool]:
    """The clock of a column of local times ``values`` with their ``offsets`` in minutes (NaN: none named),
    and whether offsets are mixed.

    None where no offset is named. Of one offset it is "+01:00", or "+01:00 Europe/Berlin" where it may be
    that zone's in winter; of two, a zone whose summer time explains both; else ``business``.
    """
    told = ~np.isnan(offsets) & ~np.isnat(values)
    values, offsets = values[told], offsets[told]
    different = np.unique(offsets)
    if not len(different) or _are_ends(values, offsets):
        return None, False
    zones = dict.fromkeys([business, *WITH_SUMMER_TIME] if business != "UTC" else WITH_SUMMER_TIME)
    if len(different) > 2:
        return business, True
    fitting = next((zone for zone in zones if _shown_by(zone, values, offsets).all()), None)
    if len(different) == 1:
        alone = offset_name(different[0])
        return (f"{alone} {fitting}" if fitting else alone), False
    return (fitting, False) if fitting else (business, True)


def _are_ends(values: np.ndarray, offsets: np.ndarray) -> bool:
    """Whether what looks like offsets are the ends of hours: 08:00-09:00, 09:00-10:00."""
    minutes = (values - values.astype("datetime64[D]")) // np.timedelta64(1, "m")
    lengths = np.unique(-offsets - minutes)
    return len(np.unique(offsets)) > 1 and len(lengths) == 1 and bool(lengths[0] > 0)


def on_clock(values: np.ndarray, offsets: np.ndarray, clock: str | None) -> np.ndarray:
    """``values`` as ``clock`` shows those moments whose offset is named; the others stay as they are."""
    other = ~np.isnan(offsets) & ~np.isnat(values)
    if clock is None or not other.any():
        return values
    *fixed, zone = clock.split(" ") if " " in clock or clock[0] not in "+-" else (clock, "")
    if fixed:
        other &= offsets != offset_of("", fixed[0])
    if zone:
        other[other] = ~_shown_by(zone, values[other], offsets[other])
    moments = _moments(values[other], offsets[other])
    result = values.copy()
    if zone:
        result[other] = _local(zone, moments)
    else:
        result[other] = moments + np.timedelta64(int(offset_of("", fixed[0])), "m")
    return result


def offset_name(minutes: float) -> str:
    """Such as "+02:00"."""
    hours, rest = divmod(abs(int(minutes)), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _moments(values: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """In UTC."""
    return np.asarray(values - offsets.astype(np.int64).astype("timedelta64[m]"))


def _local(zone: str, moments: np.ndarray) -> np.ndarray:
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone).tz_localize(None).to_numpy()


def _shown_by(zone: str, values: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Which of the times are those that a clock of ``zone`` shows."""
    return np.asarray(_local(zone, _moments(values, offsets)) == values)
