"""Procedures as packages: read from a folder, stored as immutable versions, compiled once and kept."""

from .manifest import Manifest, ManifestWrong, Meter, Target
from .models import PackageFile, ProcedureVersion, StoredFile
from .package import Package, PackageMissing, read_folder
from .procedure import Procedure, compile_package, read_form, read_table
from .versions import all_versions, current, in_force, is_deployed, load, package_of, store
from .window import Edge, Window, read_edge

__all__ = [
    "Edge",
    "Manifest",
    "ManifestWrong",
    "Meter",
    "Package",
    "PackageFile",
    "PackageMissing",
    "Procedure",
    "ProcedureVersion",
    "StoredFile",
    "Target",
    "Window",
    "all_versions",
    "compile_package",
    "current",
    "in_force",
    "is_deployed",
    "load",
    "package_of",
    "read_edge",
    "read_folder",
    "read_form",
    "read_table",
    "store",
]
