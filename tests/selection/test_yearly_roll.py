"""Years begin by themselves: once for each studio and year, with any number of workers, for whom the cohort names."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.casework.instances import Instance
from services.casework.instances import start as start_instance
from services.designer.rehearse import next_moment
from services.foundation.clock import start_of_day
from services.foundation.errors import Faulty
from services.process.engine import Effect
from services.record import jobs
from services.selection.studios import Studio, YearlyRun, YearlyWrong, clear_record, read_yearly, roll_reviews
from services.selection.studios.roll import begin
from tests.builders import Town, moment, prepare
from tests.drawing import end, pool, script, start, task
from tests.selection.studio_life import LIVING, living, named
from tests.selection.studio_life import studio as only_studio


def yearly(process="review", **properties):
    """A yearly pool that notes which year it is about, and waits."""
    nodes = [
        start("V_begin"),
        script("V_note", "=[review_year, review_from, review_until]", "about"),
        task("V_do", "考核", groups="city:office", inputs=[("=about", "about")]),
        end("V_end"),
    ]
    drawn = "V_begin > V_note > V_do > V_end"
    return pool("年度考核", process, nodes, drawn, subject="studio", **{"yearly": "01-01", **properties})


def town_with(make_town, *pools, **more):
    town = make_town(living(*pools), cast=LIVING, **more)
    named(town)
    return town


def years(town):
    return [(r.subject_id, r.year) for r in town.rows(YearlyRun)]


def test_a_studio_named_in_a_year_is_first_reviewed_for_the_next(make_town):
    town = town_with(make_town, yearly())
    town.until("2022-12-31 23:00")
    assert years(town) == []
    town.until("2023-01-01 01:00")
    assert years(town) == [(1, 2022)]
    about = town.task("V_do").locals["about"]
    assert [a["v"] if isinstance(a, dict) else a for a in about] == [2022, "2022-01-01", "2022-12-31"]
    town.until("2024-02-01 09:00")
    assert years(town) == [(1, 2022), (1, 2023)]


def test_a_city_may_review_the_year_that_runs(make_town):
    town = town_with(make_town, yearly(yearly="12-01", review_of="this_year"))
    town.until("2021-12-02 09:00")
    assert years(town) == []  # named in that very year
    town.until("2022-12-02 09:00")
    assert years(town) == [(1, 2022)]


def test_a_year_counted_from_the_plaque_begins_when_its_twelve_months_are_over(make_town):
    town = town_with(make_town, yearly(yearly="plaque_day"))
    assert only_studio(town).plaque_at.date() == date(2021, 11, 2)
    town.until("2022-11-02 23:00")
    assert years(town) == []
    town.until("2022-11-03 01:00")
    assert years(town) == [(1, 2022)]
    about = town.task("V_do").locals["about"]
    assert [a["v"] if isinstance(a, dict) else a for a in about] == [2022, "2021-11-03", "2022-11-02"]


def test_a_cohort_names_whose_year_it_is(make_town):
    town = make_town(living(yearly(cohort='=studio.category = "staff" and review_year >= 2023')), cast=LIVING)
    named(town)
    town.until("2023-06-01 09:00")
    assert years(town) == []
    town.until("2024-06-01 09:00")
    assert years(town) == [(1, 2023)]


def test_who_is_being_rectified_is_reviewed_when_it_stands_well_again(make_town):
    town = town_with(make_town, yearly())
    with town.house.work() as uow:
        uow.session.query(Studio).one().status = "rectifying"
    town.until("2023-02-10 09:00")
    assert years(town) == []
    with town.house.work() as uow:
        instance = next(i for i in uow.session.query(Instance) if i.subject_kind == "studio")
        clear_record(uow, instance, Effect("clear_record", "x", None, {}, {}))
    town.settle()
    assert years(town) == [(1, 2022)]


def test_a_new_version_of_the_procedure_begins_no_second_review(make_town):
    town = town_with(make_town, yearly())
    town.until("2023-01-05 09:00")
    newer = living(yearly(), forms__more_dot_form=b'{"id": "more", "type": "default", "components": []}')
    town.deploy(replace(newer, name=newer.name))
    town.until("2023-03-01 09:00")
    assert years(town) == [(1, 2022)] and len(town.tasks("V_do")) == 1


def test_asked_again_and_again_a_year_begins_once(make_town):
    town = town_with(make_town, yearly())
    town.clock.set(moment("2023-01-04 09:00"))
    assert roll_reviews(town.house) == 1 and roll_reviews(town.house) == 0
    town.settle()
    assert roll_reviews(town.house) == 0 and years(town) == [(1, 2022)]


def test_the_next_moment_of_a_quiet_house_is_the_day_the_years_begin(make_town):
    town = town_with(make_town, yearly())
    town.until("2022-06-01 09:00")
    assert next_moment(town.house) == start_of_day(date(2023, 1, 1))
    by_plaque = town_with(make_town, yearly(yearly="plaque_day"))
    by_plaque.until("2022-06-01 09:00")
    assert next_moment(by_plaque.house) == start_of_day(date(2022, 11, 3))


def test_pages_of_the_register_follow_one_another(make_town, monkeypatch):
    monkeypatch.setattr("services.selection.studios.roll.PAGE", 1)
    town = town_with(make_town, yearly())
    named(town, "xu", "yard", "许㛃创新工作室")
    town.until("2023-01-02 09:00")
    assert sorted(years(town)) == [(1, 2022), (2, 2022)]


def test_one_studio_whose_review_cannot_begin_holds_up_no_other(make_town, monkeypatch):
    town = town_with(make_town, yearly())
    named(town, "xu", "yard", "许㛃创新工作室")

    def refuse_the_first(uow, version, process, subject, **more):
        if subject.id == 1:
            raise Faulty("走不下去")
        return start_instance(uow, version, process, subject, **more)

    monkeypatch.setattr("services.selection.studios.roll.start", refuse_the_first)
    town.until("2023-02-01 09:00")
    assert years(town) == [(2, 2022)]
    assert [i.subject_id for i in town.incidents()] == [1]
    monkeypatch.undo()
    with town.house.work() as uow:
        jobs.retry(uow, town.incidents()[0].id, town.people["root"])
    town.settle()
    assert sorted(years(town)) == [(1, 2022), (2, 2022)]


def test_two_workers_begin_a_year_once(database_url):
    house = prepare(database_url)
    town = Town(house, house.clock)
    town.settle_in(LIVING)
    town.deploy(living(yearly()))
    town.open_campaign()
    named(town)
    town.clock.set(moment("2023-01-04 09:00"))
    told = {"version": 1, "process": "review", "studio": 1}

    def work(n):
        try:
            if n < 2:
                with house.work() as uow:
                    begin(uow, told)
            roll_reviews(house)
            jobs.run_due(house, f"worker-{n}", limit=5)
        except Exception as refused:  # a database that is busy refuses: the job is tried again
            return refused
        return None

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    town.clock.set(town.clock.now() + timedelta(minutes=31))
    town.settle()
    assert years(town) == [(1, 2022)]
    assert [i.process for i in town.rows(Instance)].count("review") == 1
    house.engine.dispose()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"yearly": "13-01"}, "13-01"),
        ({"yearly": "1-1"}, "01-01"),
        ({"yearly": "01-01", "review_of": "x"}, "review_of"),
    ],
)
def test_a_year_that_says_nothing_sensible_is_refused(said, sentence):
    with pytest.raises(YearlyWrong, match=sentence):
        read_yearly(said)


def test_the_twenty_ninth_of_february_is_the_twenty_eighth_where_there_is_none():
    leap = read_yearly({"yearly": "02-29"})
    assert leap is not None
    assert (leap.next_begin(date(2023, 1, 1)), leap.next_begin(date(2024, 1, 1))) == (
        date(2023, 2, 28),
        date(2024, 2, 29),
    )
    hung = read_yearly({"yearly": "plaque_day"})
    assert hung is not None and hung.next_begin(date(2020, 3, 1), date(2020, 2, 29)) == date(2021, 3, 1)
    period = hung.period(date(2021, 3, 1), date(2020, 2, 29))
    assert period is not None and (period.year, period.start, period.end) == (2021, date(2020, 3, 1), date(2021, 2, 28))


def test_years_count_from_the_day_the_plaque_was_hung_also_in_years_without_that_day(database_url):
    house = prepare(database_url)
    town = Town(house, house.clock)
    town.settle_in(LIVING)
    town.deploy(living(yearly(yearly="plaque_day")))
    town.open_campaign()
    named(town)
    with house.work() as uow:
        studio = uow.session.query(Studio).one()
        studio.named_on, studio.plaque_at = date(2020, 2, 20), start_of_day(date(2020, 2, 29))
    town.clock.set(moment("2022-02-28 23:00"))
    town.settle()
    for day, since in (("2022-03-01", []), ("2023-03-01", []), ("2024-02-29", []), ("2024-03-01", [])):
        town.until(f"{day} 00:30")
        since.extend(years(town))
        assert since[-1] == (1, 2023 if day == "2024-02-29" else int(day[:4])), day
    house.engine.dispose()
