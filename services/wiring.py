"""Who answers what. Read this first.

REACTIONS: an event -> who answers, in the same transaction.   EFFECTS: a service task's type -> who carries it out.
KNOWN: a name a diagram may ask for -> who knows it.            FUNCTIONS: a FEEL function about rows -> who makes it.
JOBS: slow or outside work -> who does it.
SUBJECTS: a pool that a message starts is about this -> who makes the row.
BEFORE_FIRING: who is asked before a due timer fires, for it may have to move on instead.
EVIDENCE: who holds rows of other rooms against what the trail says of them.
REHEARSED: the same wiring, but papers are issued and not printed: nobody reads them, and each costs a second or two.
"""

from dataclasses import replace

from services import calendar
from services.casework import (
    advice,
    attachments,
    cases,
    completions,
    copies,
    extensions,
    handovers,
    instances,
    tasks,
    urging,
)
from services.casework.instances import EffectEntry
from services.designer import migrate, rehearsals
from services.foundation.events import Event
from services.foundation.storage.unit_of_work import Reaction, Wiring
from services.output import issued, messages
from services.record import audit, jobs
from services.selection import (
    bars,
    campaigns,
    objections,
    organisation_pools,
    public_notices,
    quotas,
    ranking,
    reviews,
    studios,
    yearly_campaigns,
)

REACTIONS: dict[type[Event], list[Reaction]] = {
    Event: [audit.append],  # every deed leaves a trace
    instances.InstanceFinished: [
        cases.close_case,
        campaigns.close_campaign,
        public_notices.end_with_instance,
        messages.outcome_later,
    ],
    urging.TaskUrged: [messages.tell_urged],
    handovers.TaskHandedOver: [messages.tell_handed_over],
    advice.AdviceAsked: [messages.tell_asked],
    advice.AdviceGiven: [messages.tell_answered],
    copies.CopySent: [messages.tell_copied],
    jobs.IncidentResolved: [instances.settled],
    studios.StudioRegistered: [studios.catch_up],
    studios.StandingChanged: [studios.catch_up],
    studios.ReviewRecorded: [studios.catch_up],
    instances.ClocksMoved: [messages.tell_moved],
    extensions.DeadlineExtended: [objections.grounds_name_nobody, messages.tell_extended],
    calendar.CalendarChanged: [tasks.recount_ladders, instances.recompute_running_clocks],
}

EFFECTS = {
    "share_opinion": EffectEntry(completions.share_opinion),
    "rank_case": EffectEntry(ranking.rank_case),
    "draw_panel": EffectEntry(reviews.draw_panel, returns=True),
    "close_review": EffectEntry(reviews.close_review),
    "open_public_notice": EffectEntry(public_notices.open_public_notice, returns=True),
    "close_public_notice": EffectEntry(public_notices.close_public_notice),
    "accept_objection": EffectEntry(objections.accept_objection),
    "dismiss_objection": EffectEntry(objections.dismiss_objection),
    "settle_objection": EffectEntry(objections.settle_objection),
    # The register's effects give values, so that the next gateway sees the studio as it is after them.
    "register_studio": EffectEntry(studios.register_studio, returns=True),
    "pay_grant": EffectEntry(studios.pay_grant),
    "award_plaque": EffectEntry(studios.award_plaque, returns=True),
    "exchange_plaque": EffectEntry(studios.exchange_plaque, returns=True),
    "return_plaque": EffectEntry(studios.return_plaque, returns=True),
    "record_review": EffectEntry(studios.record_review, returns=True),
    "put_on_record": EffectEntry(studios.put_on_record, returns=True),
    "clear_record": EffectEntry(studios.clear_record, returns=True),
    "begin_rectification": EffectEntry(studios.begin_rectification, returns=True),
    "suspend_studio": EffectEntry(studios.suspend_studio, returns=True),
    "resume_studio": EffectEntry(studios.resume_studio, returns=True),
    "revoke_studio": EffectEntry(studios.revoke_studio, returns=True),
    "change_studio": EffectEntry(studios.change_studio, returns=True),
    "bar": EffectEntry(bars.bar, returns=True),
    "lift_bar": EffectEntry(bars.lift_bar, returns=True),
    "issue_document": EffectEntry(issued.issue_document, returns=True),
}

KNOWN = {
    "campaign": campaigns.known_campaign,
    "parameters": campaigns.known_parameters,
    "targets": campaigns.known_targets,
    "case": cases.known_case,
    "own_organisation": instances.known_own_organisation,
    "peers": quotas.known_peers,
    "notice": public_notices.known_notice,
    "objections": objections.known_objections,
    "studio": studios.known_studio,
}

FUNCTIONS = {
    "titles": studios.titles_function,
    "bars": bars.bars_function,
    "bars of person": bars.bars_of_person_function,
}

JOBS = {
    "deliver_message": instances.deliver,
    attachments.FORGET: attachments.forget,
    "recompute_clocks": instances.recompute,
    "recount_reminders": tasks.recount,
    "tell_outcome": messages.tell_outcome,
    public_notices.LOOK: public_notices.LOOKING,
    "look_for_yearly_runs": studios.look,
    "begin_yearly_run": studios.begin,
    yearly_campaigns.BEGIN: yearly_campaigns.begin_yearly,
    "tell_of_revocation": studios.tell_of_revocation,
    "print_document": jobs.InTwoSteps(issued.prepare_print, issued.keep_print),
    migrate.PREVIEW: migrate.PREVIEWING,
    migrate.MOVE: migrate.move_one,
    migrate.MOVE_BACK: migrate.move_back,
    rehearsals.PLAY: rehearsals.playing(lambda: REHEARSED),
}

SUBJECTS = {
    "studio": studios.begin_studio,
    "organisation": organisation_pools.begin_organisation,
}

BEFORE_FIRING = (public_notices.judge_running,)

EVIDENCE = (issued.broken_papers, public_notices.broken_lists)

WIRING = Wiring(
    reactions=REACTIONS,
    effects=EFFECTS,
    known=KNOWN,
    functions=FUNCTIONS,
    jobs=JOBS,
    subjects=SUBJECTS,
    before_firing=BEFORE_FIRING,
    evidence=EVIDENCE,
)
REHEARSED: Wiring = replace(WIRING, jobs={**JOBS, "print_document": issued.leave_unprinted})
