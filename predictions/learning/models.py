"""The records of a session: its state, and every proposal with what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import OutsideBin
from contract import registry
from contract.sessions import Learning, Proposal
from language.fields import SentenceField
from training.models import ModelVersion

LARGEST_SEED = 2**31 - 1


class SessionStatus(models.TextChoices):
    OPEN = "open", _("In progress")
    STOPPED = "stopped", _("Stopped")


class SessionQuerySet(models.QuerySet["Session"]):
    def for_list(self) -> SessionQuerySet:
        """With what lists show, without what they do not: states and reports are long."""
        return self.select_related("version__model", "owner").defer(
            "state", "version__report", "version__manifest"
        )

    def for_one(self) -> SessionQuerySet:
        return self.select_related("version__model", "owner").defer("version__report")


class OfModelsOutsideBin(OutsideBin):
    paths = ("version__model__binned_at",)


SessionManager = OfModelsOutsideBin.from_queryset(SessionQuerySet)


class Session(models.Model):
    """A model version that learns by trying, for one purpose of one person.

    ``step`` is the number of the step that is to be observed next, from 1. Every change of ``step`` and
    ``state`` is one conditional UPDATE from the step at which they were read.
    """

    version = models.ForeignKey(
        ModelVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="sessions"
    )
    settings = models.JSONField(_("settings"))
    state = models.JSONField(_("state"))
    step = models.PositiveIntegerField(_("step"), default=1)
    seed = models.PositiveIntegerField(_("seed"))
    status = models.CharField(
        _("status"), max_length=10, choices=SessionStatus.choices, default=SessionStatus.OPEN
    )
    owner = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SessionManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(fields=["version", "-created_at"], name="session_version"),
            models.Index(fields=["owner", "-created_at"], name="session_owner"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == SessionStatus.OPEN

    @property
    def seed_of_step(self) -> int:
        return (self.seed + self.step) % (LARGEST_SEED + 1)

    @property
    def learning(self) -> Learning | None:
        """None where the family is not installed any more, or does not learn by trying any more."""
        return registry.find(self.version.model.family).learning

    def current(self) -> SessionStep | None:
        """The step that waits for its result; None where nothing is proposed yet."""
        return self.steps.filter(number=self.step).first()

    def hold(self) -> bool:
        """Inside a transaction: until it ends nobody else moves the session on or stops it.

        False where that has happened already.
        """
        return self._as_read().update(step=self.step) == 1

    def advance(self, state: Mapping[str, Any]) -> bool:
        """To the next step, with ``state``. False where another caller was first, or it was stopped."""
        return self._as_read().update(step=self.step + 1, state=state) == 1

    def stop(self, reason: str) -> bool:
        """False where it was stopped before."""
        still = Session._base_manager.filter(pk=self.pk, status=SessionStatus.OPEN)
        return still.update(status=SessionStatus.STOPPED, stopped_at=timezone.now(), reason=reason) == 1

    def _as_read(self) -> models.QuerySet[Session]:
        # One table and no join, so that the condition is checked again where another caller was first.
        return Session._base_manager.filter(pk=self.pk, step=self.step, status=SessionStatus.OPEN)


class SessionStep(models.Model):
    """What was proposed, why, and what came of it; ``observed_at`` is empty until that is known."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="steps"
    )
    number = models.PositiveIntegerField(_("number"))
    seed = models.PositiveIntegerField(_("seed"))
    proposal = models.JSONField(_("proposal"))
    why = SentenceField(_("why"), blank=True)
    proposed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who asked for the proposal."),
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    observed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("observed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    observed_at = models.DateTimeField(_("observed at"), null=True, blank=True)

    class Meta:
        ordering = ["session", "number"]
        verbose_name = _("step of a session")
        verbose_name_plural = _("steps of sessions")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="session_step_number")]

    def __str__(self) -> str:
        return f"step {self.number} of session {self.session_id}"

    def as_proposal(self) -> Proposal:
        return Proposal(self.proposal, self.why)
