"""What the jobs announce; the operator's deeds stand on the chain of the administration."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class JobFailed(Event):
    """A job was tried for the last time and failed."""

    label = "后台任务失败"
    job_id: int
    job_kind: str
    about: str
    attempts: int
    error: str

    def sentence(self) -> str:
        """Which job, how often, why."""
        about = f"（{self.about}）" if self.about else ""
        return f"后台任务“{self.job_kind}”{about}试了 {self.attempts} 次仍未完成，已停止重试：{self.error}"


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    """Something needs the operator."""

    label = "发生异常"
    incident_id: int
    incident_kind: str
    about: str
    element: str
    reason: str

    def sentence(self) -> str:
        """What happened, about whom, at which element."""
        about = f"（{self.about}）" if self.about else ""
        where = f"，环节 {self.element}" if self.element else ""
        return f"登记第 {self.incident_id} 号异常{about}{where}：{self.reason}"


@dataclass(frozen=True, kw_only=True)
class IncidentRetried(Event):
    """The operator had a failed job tried again."""

    label = "异常重试"
    incident_id: int
    job_id: int

    def sentence(self) -> str:
        """Which incident."""
        return f"对第 {self.incident_id} 号异常重新办理，后台任务 {self.job_id} 再次排队"


@dataclass(frozen=True, kw_only=True)
class IncidentResolved(Event):
    """The operator declared an incident settled."""

    label = "异常了结"
    incident_id: int
    reason: str

    def sentence(self) -> str:
        """Which incident, and how it was settled."""
        return f"了结第 {self.incident_id} 号异常：{self.reason}"
