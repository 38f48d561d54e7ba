"""What the scores are worth: gain, lift and profit by number of contacts, and the cut-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contract.blocks import Block, Line, Table
from contract.training import Evaluation
from language.sentences import Sentence, say
from scoring.models.model import ScoringModel
from scoring.sheet.customers import Customers
from scoring.worth import Money

POINTS = 20


def blocks(model: ScoringModel, customers: Customers, held_out: HeldOut) -> list[Block]:
    if not 0 < held_out.y.sum() < len(held_out.y):
        return []
    money = customers.money
    cut = choose(held_out.p, _least(model, money), customers.settings.capacity, len(customers.matrix))
    found: list[Block] = [gain(held_out), lift(held_out), confusion(held_out, cut)]
    return found if money is None else [profit(money, held_out, cut), *found]


def _least(model: ScoringModel, money: Money | None) -> float:
    """The least probability to contact: where a contact pays; where nobody said what it is worth, where the
    upper quality begins."""
    if money is None:
        return model.scale_.high
    return money.cost / money.value if money.value > 0 else 1.0


def _contacted(held_out: HeldOut) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares contacted, how many rows that is, and the hits among them, best score first."""
    shares = np.linspace(0, 1, POINTS + 1)[1:]
    counts = np.maximum((shares * len(held_out.y)).round().astype(int), 1)
    hits = held_out.y[np.argsort(-held_out.p, kind="stable")].cumsum()[counts - 1]
    return shares.round(3), counts, hits


def profit(money: Money, held_out: HeldOut, cut: CutOff) -> Line:
    shares, counts, hits = _contacted(held_out)
    value, cost = money.value, money.cost
    per_customer = (hits * value - counts * cost) / len(held_out.y) * 100
    chance = (counts * held_out.y.mean() * value - counts * cost) / len(held_out.y) * 100
    words = {
        "share": round(cut.share, 3),
        "least": round(cut.least, 3),
        "value": amount(value, money.currency),
        "cost": amount(cost, money.currency),
    }
    if cut.limited:
        summary = say(
            "You have time for {share:percent} of the customers: those with a probability of at least "
            "{least:number}. More would pay off, at {value} per hit and {cost} per contact.",
            **words,
        )
    else:
        summary = say(
            "Contact the {share:percent} of customers with a probability of at least {least:number}: from "
            "there a contact pays off, at {value} per hit and {cost} per contact.",
            **words,
        )
    return Line(
        say("Profit by number of contacts"),
        x=shares.tolist(),
        series=[
            {"name": say("by score"), "values": per_customer.round(2).tolist()},
            {"name": say("in random order"), "values": chance.round(2).tolist(), "dashed": True},
        ],
        x_label=say("share contacted, best score first"),
        x_format="percent",
        y_label=_per_hundred(money.currency),
        summary=summary,
    )


def _per_hundred(currency: str) -> Sentence:
    if not currency:
        return say("profit per 100 customers")
    return say("profit per 100 customers ({currency})", currency=currency)


def amount(value: float, currency: str) -> Sentence:
    """A sum of money as it is read: with its currency, where one was named."""
    if not currency:
        return say("{amount:number}", amount=value)
    return say("{amount:number} {currency}", amount=value, currency=currency)


def gain(held_out: HeldOut) -> Line:
    shares, _, hits = _contacted(held_out)
    found = hits / held_out.y.sum()
    fifth = POINTS // 5 - 1
    return Line(
        say("Gain"),
        x=shares.tolist(),
        series=[
            {"name": say("by score"), "values": found.round(4).tolist()},
            {"name": say("in random order"), "values": shares.tolist(), "dashed": True},
        ],
        x_label=say("share contacted, best score first"),
        x_format="percent",
        y_label=say("share of the hits found"),
        y_format="percent",
        summary=say(
            "The best fifth by score holds {found:percent} of the hits.", found=round(found[fifth], 3)
        ),
    )


def lift(held_out: HeldOut) -> Line:
    shares, counts, hits = _contacted(held_out)
    times = hits / counts / held_out.y.mean()
    tenth = POINTS // 10 - 1
    return Line(
        say("Lift"),
        x=shares.tolist(),
        series=[
            {"name": say("by score"), "values": times.round(3).tolist()},
            {"name": say("in random order"), "values": [1.0] * len(shares), "dashed": True},
        ],
        x_label=say("share contacted, best score first"),
        x_format="percent",
        y_label=say("times as many hits as in random order"),
        summary=say(
            "The best tenth has {times:number} times as many hits.", times=round(float(times[tenth]), 2)
        ),
    )


def confusion(held_out: HeldOut, cut: CutOff) -> Table:
    called, hit = held_out.p >= cut.least, held_out.y == 1
    counts = [
        [int((called & hit).sum()), int((called & ~hit).sum())],
        [int((~called & hit).sum()), int((~called & ~hit).sum())],
    ]
    columns = [
        {"key": "decision", "label": say("Decision"), "format": "text"},
        {"key": "hit", "label": say("Outcome happened"), "format": "integer"},
        {"key": "other", "label": say("It did not"), "format": "integer"},
    ]
    rows = [
        {"decision": name, "hit": row[0], "other": row[1]}
        for name, row in zip((say("contacted"), say("not contacted")), counts, strict=True)
    ]
    precision = counts[0][0] / max(sum(counts[0]), 1)
    recall = counts[0][0] / max(counts[0][0] + counts[1][0], 1)
    summary = say(
        "Of those contacted {precision:percent} are hits; {recall:percent} of the hits are contacted.",
        precision=round(precision, 3),
        recall=round(recall, 3),
    )
    return Table(say("Right and wrong at the cut-off"), columns, rows, summary=summary)


# --- Whom to contact: by what pays or by quality, and by capacity ---


@dataclass(frozen=True)
class CutOff:
    """``least`` is the least score to contact; ``share`` of the customers have it."""

    least: float
    share: float
    limited: bool


def choose(p: np.ndarray, least: float, capacity: int | None, customers: int) -> CutOff:
    """Everybody with at least ``least``; ``capacity`` of ``customers`` may be fewer than that.

    ``p`` are calibrated probabilities of other customers like these.
    """
    share = float((p >= least).mean()) if len(p) else 0.0
    if capacity is not None and share * customers > capacity:
        allowed = capacity / customers
        return CutOff(float(np.quantile(p, 1 - allowed)), allowed, limited=True)
    return CutOff(min(least, 1.0), share, limited=False)


# --- The rows held out, as the report looks at them ---


@dataclass(frozen=True)
class HeldOut:
    """``rows`` are places in the sheet; ``y`` the outcomes, ``p`` scores of models that saw none."""

    rows: np.ndarray
    y: np.ndarray
    p: np.ndarray

    @classmethod
    def of(cls, model: ScoringModel, customers: Customers, evaluation: Evaluation) -> HeldOut:
        test = evaluation.learned["test"]
        predicted = model.predicted(evaluation.learned["margin"][test])
        return cls(customers.known[test], customers.y[test], predicted)
