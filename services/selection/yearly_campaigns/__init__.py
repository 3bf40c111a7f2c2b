"""Campaigns that begin by themselves: a year is evaluated from its day on, once, by each organisation that runs it."""

from .roll import BEGIN, begin_yearly, next_campaign, roll_campaigns

__all__ = ["BEGIN", "begin_yearly", "next_campaign", "roll_campaigns"]
