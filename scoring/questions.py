"""The five questions that share one machinery: their differences, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from language.sentences import Sentence, say

HIGH_TIMES = 2.0  # high: at least this many times the base rate, yet at most half way from it to 1
HIGH_QUANTILE, MIDDLE_QUANTILE = 0.8, 0.5  # of a numeric score: the best fifth, and the better half


@dataclass(frozen=True)
class Question:
    """``qualities`` are three words, the strongest first, with a recommendation for each.

    ``ranked`` says how often the right one of two is ranked first (``times`` in 100), ``upper`` how many have
    the strongest quality (``count`` of ``rows``): both are templates to fill. ``waiting`` names those of the
    strongest quality whose outcome is open.
    ``positive_words`` name the outcome in a column of two categories.
    """

    key: str
    label: str
    question: str
    ranked: Sentence
    upper: Sentence
    waiting: Sentence
    label_hints: tuple[str, ...]
    positive_words: tuple[str, ...]
    qualities: tuple[str, str, str]
    recommendations: tuple[str, str, str]


TEMPERATURES = (say("hot"), say("warm"), say("cold"))
LEVELS = (say("high"), say("medium"), say("low"))

LEAD_SCORING = Question(
    key="lead_scoring",
    label=say("Lead scores"),
    question=say("Which leads will become customers, and whom should we call first?"),
    ranked=say(
        "Given one lead who converted and one who did not, it picks the right one {times:integer} times "
        "in 100."
    ),
    upper=say("{count:integer} of {rows:integer} leads are hot."),
    waiting=say("hot leads whose outcome is open"),
    label_hints=(
        *("converted", "conversion", "won", "customer", "outcome", "label", "score", "gewonnen", "gagné"),
        *(
            "ganado",
            "vinto",
            "ganho",
            "status",
            "statut",
            "estado",
            "stato",
            "stage",
            "ergebnis",
            "resultado",
        ),
    ),
    positive_words=("converted", "won", "customer", "closed won", "success"),
    qualities=TEMPERATURES,
    recommendations=(
        say("Call today."),
        say("Call this week, or send an offer."),
        say("Leave to the newsletter."),
    ),
)
CHURN = Question(
    key="churn",
    label=say("Churn risk"),
    question=say("Which customers are about to leave, and why?"),
    ranked=say("Given one who left and one who stayed, it picks the leaver {times:integer} times in 100."),
    upper=say("{count:integer} of {rows:integer} customers are at high risk."),
    waiting=say("customers at high risk whose outcome is open"),
    label_hints=(
        *("churn", "churned", "exited", "left", "attrition", "cancelled", "outcome", "label", "gekündigt"),
        *("kündigung", "résilié", "parti", "baja", "abandono", "disdetta", "opgezegd"),
    ),
    positive_words=("churned", "churn", "left", "exited", "cancelled", "canceled", "attrited", "gone"),
    qualities=LEVELS,
    recommendations=(
        say("Call with an offer to stay."),
        say("Ask how satisfied they are."),
        say("No action needed."),
    ),
)
ENGAGEMENT = Question(
    key="engagement",
    label=say("Engagement"),
    question=say("Who will react to our next message?"),
    ranked=say(
        "Given one who reacted and one who did not, it picks the right one {times:integer} times in 100."
    ),
    upper=say("{count:integer} of {rows:integer} customers are the most likely to react."),
    waiting=say("customers most likely to react whose outcome is open"),
    label_hints=("engaged", "engagement", "visit", "visited", "clicked", "opened", "response", "label"),
    positive_words=("engaged", "active", "clicked", "opened", "visited", "responded"),
    qualities=LEVELS,
    recommendations=(
        say("Send the next message first."),
        say("Send it with the regular mailing."),
        say("Write less often."),
    ),
)
PURCHASE = Question(
    key="purchase",
    label=say("Purchase"),
    question=say("Who will buy next?"),
    ranked=say("Given one who bought and one who did not, it picks the buyer {times:integer} times in 100."),
    upper=say("{count:integer} of {rows:integer} customers are hot."),
    waiting=say("hot customers whose outcome is open"),
    label_hints=(
        *("purchased", "purchase", "bought", "buyer", "conversion", "converted", "outcome", "label"),
        *("gekauft", "acheté", "achat", "comprado", "compra", "acquistato", "gekocht", "kupił", "köpt"),
    ),
    positive_words=("purchased", "bought", "buyer", "converted"),
    qualities=TEMPERATURES,
    recommendations=(
        say("Make an offer now."),
        say("Recommend products that go with earlier purchases."),
        say("Wait for a sign of interest."),
    ),
)
OUTCOME = Question(
    key="outcome",
    label=say("Any outcome"),
    question=say("How likely is any outcome recorded in my sheet, and what drives it?"),
    ranked=say(
        "Given one with the outcome and one without, it picks the right one {times:integer} times in 100."
    ),
    upper=say("{count:integer} of {rows:integer} customers are rated high."),
    waiting=say("customers rated high whose outcome is open"),
    label_hints=("outcome", "label", "target", "result", "class", "success", "y"),
    positive_words=("success", "positive", "passed", "good"),
    qualities=LEVELS,
    recommendations=(say("Act first."), say("Act if there is time."), say("Leave for later.")),
)
KNOWN = say("The outcome is known: no contact.")
"""Recommended where there is nothing left to do: nobody who has left is offered to stay."""

QUESTIONS: Mapping[str, Question] = {
    question.key: question for question in (LEAD_SCORING, CHURN, ENGAGEMENT, PURCHASE, OUTCOME)
}


def cut_offs(base_rate: float) -> tuple[float, float]:
    """Least probability of the two upper qualities: twice the base rate, and the base rate."""
    return min(HIGH_TIMES * base_rate, (1 + base_rate) / 2), base_rate
