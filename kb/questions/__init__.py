"""What can be asked: every question is declared once, here; GraphQL and the command line follow."""

from __future__ import annotations

from types import MappingProxyType

from kb.meta import Question
from kb.questions.following import ServicesFollowing

__all__ = ["QUESTIONS"]

_QUESTIONS: tuple[type[Question], ...] = (ServicesFollowing,)

QUESTIONS = MappingProxyType({question.asked: question for question in _QUESTIONS})
"""name in GraphQL and on the command line -> declaration"""
