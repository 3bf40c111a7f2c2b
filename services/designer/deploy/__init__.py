"""Deploy a package as a new immutable version, and say what changed."""

from .deploy import CannotDeploy, Deployed, deploy
from .events import ProcedureDeployed

__all__ = ["CannotDeploy", "Deployed", "ProcedureDeployed", "deploy"]
