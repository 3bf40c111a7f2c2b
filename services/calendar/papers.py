"""Numbers of the State Council's notices by the year they arrange, as the notices print them.

Years that are not here were not read by us; their days name the library alone.
"""

from datetime import date

PAPERS = {
    2016: "国办发明电〔2015〕18号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
# The Spring Festival of 2020 was made longer while it was under way.
SPRING_2020 = "国办发明电〔2020〕1号"
# The notice of 2019 gave Labour Day one day; a later paper, which we have not read, made it four.
LATER_CHANGED = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 4), date(2019, 5, 5)}


def paper_of(day: date, is_named: bool) -> str | None:
    """The notice that rules a day, None where we do not know its number.

    A holiday or make-up day on 29–31 December stands in the next year's notice.
    """
    if day in LATER_CHANGED:
        return None
    if date(2020, 1, 31) <= day <= date(2020, 2, 2):
        return SPRING_2020
    year = day.year + 1 if is_named and (day.month, day.day) >= (12, 29) else day.year
    return PAPERS.get(year)
