"""Every spec of servicesFollowing, by name."""

from tests.follow import agreements, dates, measures, splits, stakes
from tests.follow.spec import Spec

__all__ = ["SPECS"]

_PARTS = {"stakes": stakes, "splits": splits, "measures": measures, "agreements": agreements, "dates": dates}

SPECS: dict[str, Spec] = {f"{part}: {spec.name}": spec for part, module in _PARTS.items() for spec in module.SPECS}
