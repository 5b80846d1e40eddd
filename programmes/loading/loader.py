"""Loading as a whole: gather, check, compare, write; all of it or nothing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.loading.bundle import Bundle, gather, is_sample
from programmes.loading.derived import rebuild
from programmes.loading.faults import Fault
from programmes.loading.names import Names, collect_names, entity_of, named_items
from programmes.loading.plan import Plan, Stored, key_of, make_plan, orphan_faults
from programmes.loading.references import reference_faults
from programmes.loading.report import LoadReport
from programmes.loading.rows import TABLES, Values
from programmes.models import Alias, TrainingEvent

SAMPLE_IN_PRODUCTION = "the sample calendar is not loaded in production"
SAMPLE_BESIDE_REAL = "the sample calendar was left out: there is a real one"


async def load(
    session_factory: async_sessionmaker[AsyncSession],
    paths: Sequence[Path],
    today: date,
    production: bool,
) -> LoadReport:
    """Load files and folders in one transaction; any mistake in them leaves all as it was.

    A folder stands for the whole content: what it no longer holds is removed. A single file
    speaks for what was loaded from it before. Loading the same again changes nothing.
    """
    bundle = gather(paths)
    report = LoadReport()
    bundle.faults.extend(_refused(paths, production))
    if bundle.faults:
        return LoadReport(errors=sorted(bundle.faults))
    async with session_factory.begin() as session:
        await _leave_out_sample(session, bundle, report, production=production)
        stored = await _stored(session)
        plan = make_plan(bundle, stored, today, production=production)
        standing = await _names(session)
        names, faults = collect_names(bundle, _staying(standing, bundle, plan))
        faults.extend(reference_faults(bundle, plan.known(stored)))
        faults.extend(orphan_faults(plan, stored, bundle))
        if faults:
            return LoadReport(errors=sorted(faults))
        renamed = {key for key, _ in named_items(bundle) if standing.get(key) != names[key]}
        await _write(session, plan, stored, renamed, report)
        await rebuild(session, names)
    return report


def _refused(paths: Sequence[Path], production: bool) -> list[Fault]:
    """A sample calendar that is named itself, not only found in a folder, is a mistake."""
    named = [path for path in paths if path.is_file() and path.name.startswith("sample-")]
    return [Fault(str(path), 1, SAMPLE_IN_PRODUCTION) for path in named if production]


async def _leave_out_sample(
    session: AsyncSession, bundle: Bundle, report: LoadReport, *, production: bool
) -> None:
    events = bundle.of("training_event")
    real = [item for item in events if not is_sample(item)]
    if len(real) == len(events):
        return
    query = select(exists().where(TrainingEvent.is_sample.is_(False)))
    if production or real or await session.scalar(query):
        report.notices.append(SAMPLE_IN_PRODUCTION if production else SAMPLE_BESIDE_REAL)
        bundle.items["training_event"] = real


async def _stored(session: AsyncSession) -> Stored:
    stored: dict[str, dict[str, Any]] = {}
    for kind, table in TABLES.items():
        stored[kind] = {key_of(row): row for row in await session.scalars(select(table))}
    return stored


async def _names(session: AsyncSession) -> Names:
    names: Names = {}
    query = select(Alias).order_by(Alias.entity, Alias.value, Alias.position)
    for alias in await session.scalars(query):
        names.setdefault((alias.entity, alias.value), []).append(alias.text)
    return names


def _staying(standing: Names, bundle: Bundle, plan: Plan) -> Names:
    replaced = {key for key, _ in named_items(bundle)}
    replaced |= {(entity_of(kind), key) for kind, keys in plan.removed.items() for key in keys}
    return {key: texts for key, texts in standing.items() if key not in replaced}


async def _write(
    session: AsyncSession,
    plan: Plan,
    stored: Stored,
    renamed: set[tuple[str, str]],
    report: LoadReport,
) -> None:
    # Flushed table by table, because a row may refer to one of a table before its own.
    for kind in reversed(list(TABLES)):
        for key in sorted(plan.removed[kind]):
            await session.delete(stored[kind][key])
            report.removed.append(f"{kind} {key}")
        await session.flush()
    for kind, table in TABLES.items():
        for key, values in plan.wanted[kind].items():
            row = stored[kind].get(key)
            if row is None:
                session.add(table(**values))
                report.added.append(f"{kind} {key}")
            elif _update(row, values) or (entity_of(kind), key) in renamed:
                report.changed.append(f"{kind} {key}")
            else:
                report.unchanged.append(f"{kind} {key}")
        await session.flush()


def _update(row: Any, values: Values) -> bool:
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
