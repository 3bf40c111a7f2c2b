"""A person completes a task: checked, kept as evidence that never changes, and the case moves on."""

from .complete import Completing, complete
from .drafts import OpenPage, SavedElsewhere, draft_of, save_draft
from .events import OpinionGiven, TaskCompleted
from .evidence import body_of
from .look_ahead import Ahead, as_typed, look_ahead
from .models import Completion, Draft, TakenBack
from .queries import (
    completions_of,
    dealt_with_count,
    latest_answers,
    opinions_of,
    recent_of,
    stands,
)
from .shared_opinions import share_opinion
from .task_form import Defect, TaskForm, defects_of, task_form

__all__ = [
    "Ahead",
    "Completing",
    "Completion",
    "Defect",
    "Draft",
    "OpenPage",
    "OpinionGiven",
    "SavedElsewhere",
    "TakenBack",
    "TaskCompleted",
    "TaskForm",
    "as_typed",
    "body_of",
    "complete",
    "completions_of",
    "dealt_with_count",
    "defects_of",
    "draft_of",
    "latest_answers",
    "look_ahead",
    "opinions_of",
    "recent_of",
    "save_draft",
    "share_opinion",
    "stands",
    "task_form",
]
