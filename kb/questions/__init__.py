"""What can be asked: every Question declared in a module of this package; GraphQL and the command line follow."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from kb.meta import Question

__all__ = ["QUESTIONS"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

QUESTIONS = MappingProxyType({q.asked: q for q in sorted(Question.__subclasses__(), key=lambda q: q.asked)})
"""name in GraphQL and on the command line -> declaration"""
