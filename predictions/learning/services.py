"""Learning by trying: a session is started, proposes, is told what came of it, and is stopped."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.permissions import CHANGE_OTHERS, require_change
from audit.models import record
from contract import registry
from contract.asking import RequestProblem
from contract.blocks import Block
from contract.data import Options
from contract.model import Model
from contract.sessions import Learning
from language.sentences import Sentence, say
from predictions.learning.models import LARGEST_SEED, Session, SessionStep
from predictions.loading import loaded
from training.models import ModelVersion

PERMISSION = "predictions.add_predictionlog"


class SessionRefused(Exception):
    """What is asked does not fit the session as it stands. Says so in a sentence.

    ``step`` is the number of the step to be observed next; None where there is no session.
    """

    def __init__(self, sentence: Sentence, step: int | None = None):
        self.sentence, self.step = sentence, step
        super().__init__(sentence)


class SessionGone(Exception):
    """The session was deleted, together with its model. Says so in a sentence."""

    def __init__(self, number: int):
        self.sentence = say(
            "There is no session {number}: sessions are deleted with their model.", number=number
        )
        super().__init__(self.sentence)


def sessions_of(user: Any) -> QuerySet[Session]:
    """One's own; administrators see everybody's."""
    rows = Session.objects.for_list()
    return rows if user.has_perm(CHANGE_OTHERS) else rows.filter(owner=user)


def find_session(pk: int) -> Session:
    """Raises SessionGone."""
    try:
        return Session.objects.for_one().get(pk=pk)
    except Session.DoesNotExist:
        raise SessionGone(pk) from None


def start(actor: Any, version: ModelVersion, settings: Mapping[str, Any], seed: int | None = None) -> Session:
    """A session with ``version``; without a seed it gets one of its own.

    Raises SessionRefused where the family does not learn by trying, pydantic's ValidationError and
    RequestProblem where the settings do not fit, and what loading a model raises.
    """
    learning, model = _thinking(version)
    chosen = learning.Settings.model_validate(settings)
    kept = _kept(chosen)
    state = _plain(learning.open(model, chosen))
    seed = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    with transaction.atomic():
        session = Session.objects.create(version=version, settings=kept, state=state, seed=seed, owner=actor)
        record(actor, "started", session, settings=kept, seed=seed)
    return session


def propose(actor: Any, pk: int) -> SessionStep:
    """What to try at the current step: the same for everybody who asks, until its result is observed.

    Raises PermissionDenied, SessionGone, SessionRefused, and what loading a model raises.
    """
    while True:
        session = changing(actor, pk)
        if (step := session.current()) is not None:
            return step
        learning, model = _thinking(session.version)
        found = learning.propose(model, session.state, session.seed_of_step)
        values = _plain(found.values)
        with transaction.atomic():
            if not session.hold():
                continue  # It was moved on or stopped meanwhile.
            step, made = SessionStep.objects.get_or_create(
                session=session,
                number=session.step,
                defaults={
                    "seed": session.seed_of_step,
                    "proposal": values,
                    "why": found.why,
                    "proposed_by": actor,
                },
            )
            if made:
                record(actor, "proposed", session, step=step.number, proposal=values)
        return step


def observe(actor: Any, pk: int, number: int, result: Mapping[str, Any]) -> Session:
    """What came of step ``number``; the session afterwards, at its next step.

    Raises SessionRefused for another step than the current one, and one that nothing is proposed for;
    pydantic's ValidationError and RequestProblem where the result does not fit; what ``propose`` raises.
    """
    session = changing(actor, pk)
    step = session.current()
    if session.step != number or step is None:
        raise _other_step(session, number)
    learning, model = _thinking(session.version)
    observed = learning.Result.model_validate(result)
    kept = _kept(observed)
    state = _plain(learning.observe(model, session.state, step.as_proposal(), observed))
    with transaction.atomic():
        if not session.advance(state):
            raise _other_step(changing(actor, pk), number)
        SessionStep.objects.filter(pk=step.pk).update(
            result=kept, observed_by=actor, observed_at=timezone.now()
        )
        record(actor, "observed", session, step=number, result=kept)
    return find_session(pk)


def stop(actor: Any, pk: int, reason: str = "") -> Session:
    """Raises PermissionDenied, SessionGone, and SessionRefused where it was stopped before."""
    session = changing(actor, pk)
    with transaction.atomic():
        if not session.stop(reason):
            raise _stopped(find_session(pk))
        record(actor, "stopped", session, step=session.step, reason=reason)
    return find_session(pk)


def describe(session: Session) -> str:
    """Its state in a sentence; "" where its family cannot say any more."""
    return session.learning.describe(session.state) if session.learning else ""


def blocks(session: Session) -> list[Block]:
    """Its state as pictures; none where its family cannot draw them any more."""
    return session.learning.blocks(session.state) if session.learning else []


def changing(actor: Any, pk: int) -> Session:
    """The session as it stands, open, for somebody who may change it.

    Raises PermissionDenied, SessionGone and SessionRefused.
    """
    session = find_session(pk)
    require_change(actor, PERMISSION, session)
    if not session.is_open:
        raise _stopped(session)
    return session


def _thinking(version: ModelVersion) -> tuple[Learning, Model]:
    """Raises registry.FamilyMissing, SessionRefused, and what loading a model raises."""
    family = registry.get(version.model.family)
    if family.learning is None:
        raise SessionRefused(
            say(
                "'{model}' does not learn by trying: the family '{family}' learns from data alone.",
                model=version.model.slug,
                family=family.label,
            )
        )
    return family.learning, loaded.get(version)


def _stopped(session: Session) -> SessionRefused:
    if session.reason:
        sentence = say("Session {number} was stopped: {reason}", number=session.pk, reason=session.reason)
    else:
        sentence = say("Session {number} was stopped. Open another one.", number=session.pk)
    return SessionRefused(sentence, session.step)


def _other_step(session: Session, number: int) -> SessionRefused:
    if number == session.step:
        sentence = say("Nothing is proposed for step {step} yet: ask for a proposal first.", step=number)
    else:
        sentence = say(
            "Session {number} is at step {step}, not at step {given}: nothing was written down.",
            number=session.pk,
            step=session.step,
            given=number,
        )
    return SessionRefused(sentence, session.step)


def _kept(options: Options) -> dict[str, Any]:
    """As JSON that every database takes. Raises RequestProblem."""
    values = options.model_dump(mode="json")
    for name, value in values.items():
        if "\\u0000" in json.dumps(value):
            raise RequestProblem(name, "nul", say("'{field}' holds a NUL character.", field=name))
    return values


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a family made, as the database will give it back. Raises TypeError or ValueError where it is no
    plain JSON: a fault of the family, and better seen than kept."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), allow_nan=False))
    return plain
