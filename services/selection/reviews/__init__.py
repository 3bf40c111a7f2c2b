"""Reviews by experts: a panel is drawn by lot, and anyone can draw it again from the seed."""

from .draw import draw_panel, loads_of
from .events import PanelDrawn, PanelShort
from .lots import draw, ranked, seed_of
from .models import ExpertConflict, ExpertProfile, PanelDraw

__all__ = [
    "ExpertConflict",
    "ExpertProfile",
    "PanelDraw",
    "PanelDrawn",
    "PanelShort",
    "draw",
    "draw_panel",
    "loads_of",
    "ranked",
    "seed_of",
]
