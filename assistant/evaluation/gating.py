"""The gate: floors under metrics, in a TOML file, each with a tolerance for noise; nothing a model judged counts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.metrics import METRICS


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of a gate.

    Attributes:
        metric: Its name in metrics.json.
        floor: Least value accepted; None where there is none.
        ceiling: Greatest value accepted; None where there is none.
        tolerance: By how much it may be missed all the same.
    """

    metric: str
    floor: float | None = None
    ceiling: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """What a limit says about a run: `value` is None where the run did not measure it, which is a failure too."""

    metric: str
    value: float | None
    limit: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """Limits, and which archive they were set on; None for any."""

    limits: tuple[Limit, ...]
    fingerprint: str | None = None


def read_gate(path: Path) -> Gate:
    """Read a gate.

        fingerprint = "…"                 # optional: of the archive it is meant for
        [floors]
        contained = 0.9
        wrongly_refused = { ceiling = 0.1, tolerance = 0.02 }

    Raises:
        UsageError: It is missing, is no TOML, or names a metric or a word that we do not know.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"There is no gate {path}.", remedy="Write one: [floors], then lines as contained = 0.9."
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"The gate {path} cannot be read: {error}.") from None
    floors = value.get("floors")
    if not isinstance(floors, dict) or not floors:
        raise UsageError(f"The gate {path} has no [floors].", remedy="Write lines as contained = 0.9 under it.")
    if unknown := set(value) - {"floors", "fingerprint"}:
        raise UsageError(f"The gate {path} says {sorted(unknown)[0]!r}, which means nothing here.")
    return Gate(tuple(_limit(path, name, item) for name, item in floors.items()), value.get("fingerprint"))


def hold(gate: Gate, metrics: Mapping[str, Any]) -> tuple[Held, ...]:
    """Hold a run's metrics.json against a gate.

    Raises:
        UsageError: The gate was set on another archive.
    """
    if gate.fingerprint not in {None, metrics["fingerprint"]}:
        raise UsageError(
            f"The gate is for the archive {gate.fingerprint}, the run is over {metrics['fingerprint']}.",
            remedy="Set the gate anew if the archive was meant to change.",
        )
    return tuple(_held(limit, metrics["metrics"].get(limit.metric)) for limit in gate.limits)


def _limit(path: Path, name: str, value: object) -> Limit:
    if name not in METRICS:
        raise UsageError(f"The gate {path} names {name!r}, which is no metric.", remedy="metrics.json lists them.")
    if _is_number(value):
        return Limit(name, floor=float(value))  # type: ignore[arg-type]
    if isinstance(value, dict) and _is_limit(value):
        return Limit(name, **{word: float(number) for word, number in value.items()})
    raise UsageError(
        f"The gate {path} says {value!r} of {name}.", remedy="Write a number, or { floor = 0.9, tolerance = 0.02 }."
    )


def _is_limit(value: dict[str, object]) -> bool:
    known = set(value) <= {"floor", "ceiling", "tolerance"} and bool(set(value) & {"floor", "ceiling"})
    return known and all(_is_number(number) for number in value.values())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _held(limit: Limit, figure: Mapping[str, float] | None) -> Held:
    words = [f"at least {limit.floor:g}"] if limit.floor is not None else []
    words += [f"at most {limit.ceiling:g}"] if limit.ceiling is not None else []
    said = " and ".join(words) + (f", give or take {limit.tolerance:g}" if limit.tolerance else "")
    if figure is None:
        return Held(limit.metric, None, said, passed=False)
    value = figure["value"]
    above = limit.floor is None or value >= limit.floor - limit.tolerance
    below = limit.ceiling is None or value <= limit.ceiling + limit.tolerance
    return Held(limit.metric, value, said, passed=above and below)
