"""From data files to the database: read, validate, compare, write in one transaction."""

from programmes.loading.faults import Fault
from programmes.loading.loader import load
from programmes.loading.report import LoadReport

__all__ = ["Fault", "LoadReport", "load"]
