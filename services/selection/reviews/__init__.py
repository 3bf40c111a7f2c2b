"""Reviews by experts: a panel is drawn by lot, and anyone can draw it again from the seed."""

from .draw import draw_panel, loads_of
from .events import PanelDrawn, PanelShort
from .lots import draw, ranked, seed_of
from .models import ExpertConflict, ExpertProfile, PanelDraw
from .panels import Panel, Seat, close_review, may_see_panel, panel_of, panels_of_campaign, require_may_see_panel
from .redraw import Redrawn, draws_of, redraw
from .roster import Expert, declare_conflict, describe, end_conflict, expert, is_expert, keeps_roster, roster

__all__ = [
    "Expert",
    "ExpertConflict",
    "ExpertProfile",
    "Panel",
    "PanelDraw",
    "PanelDrawn",
    "PanelShort",
    "Redrawn",
    "Seat",
    "close_review",
    "declare_conflict",
    "describe",
    "draw",
    "draw_panel",
    "draws_of",
    "end_conflict",
    "expert",
    "is_expert",
    "keeps_roster",
    "loads_of",
    "may_see_panel",
    "panel_of",
    "panels_of_campaign",
    "ranked",
    "redraw",
    "require_may_see_panel",
    "roster",
    "seed_of",
]
