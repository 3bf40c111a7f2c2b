"""Reviews by experts: a panel is drawn by lot, and anyone can draw it again from the seed."""

from .draw import draw, draw_panel
from .events import PanelDrawn
from .models import PanelDraw

__all__ = ["PanelDraw", "PanelDrawn", "draw", "draw_panel"]
