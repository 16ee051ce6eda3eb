"""Data classes as the plain dictionaries of the JSON contract."""

import dataclasses
from typing import Any

HIDDEN = frozenset({"signals", "why", "remarks", "understood", "record"})
"""Fields for programs in the same process, no part of the contract; `why` and `record` are given where asked for."""


def as_json(value: Any) -> Any:  # noqa: ANN401 - this is where types end
    """Return `value` with data classes as dicts and tuples as lists; `from_` becomes `from`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value))
        return {name.rstrip("_"): as_json(getattr(value, name)) for name in fields if name not in HIDDEN}
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value
