"""Between colleagues: 转办, 委派, 加签, 抄送 and 拿回 of a task, each one page with one question; and answering."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.advice import Advice, advice_on, answer, ask, asked_of, recall
from services.casework.copies import copies_of, send_copy
from services.casework.handovers import hand_over, handovers_of, organisations_of, receivers
from services.casework.instances import Instance
from services.casework.taking_back import may_take_back, take_back
from services.casework.tasks import Task, require_may_act, task_by_id
from services.casework.tasks.verbs import ADD_SIGNER, CC, DELEGATE, TRANSFER, VERBS, offers
from services.casework.voting import Votes, votes_of
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import offices_at, standing_back_from
from services.people.identity import Actor, Person
from services.people.organisations import ancestors
from services.process import registry

from .case_view import view_of_instance
from .words import clause_texts, remaining

page = Blueprint("colleagues", __name__)


@dataclass(frozen=True)
class Asking:
    """How a verb's page asks: what for, whether several may be chosen, what the text is, whether it must be there."""

    about: str
    several: bool
    text: str
    must: bool = True


PAGES = {
    TRANSFER: Asking("交给本单位的另一个人，由对方以自己的名义办理。前后经手人记入经过。", False, "转办的理由"),
    DELEGATE: Asking("请一个人替您拟办；对方交回意见以后，仍由您决定和提交。", False, "请对方做什么"),
    ADD_SIGNER: Asking(
        "决定之前请别人提意见，记在旁边。答复或收回（减签）以前不能提交；不增加层级。", True, "请对方看什么"
    ),
    CC: Asking("让别人知道这一步；对方可以查看案卷，何时看过有回执。", True, "附言", must=False),
}


@page.route("/tasks/<number:task_id>/between/<verb>", methods=["GET", "POST"])
@access.require_actor
def between(task_id: int, verb: str) -> Response:
    """The page of one verb, and the verb."""
    if verb not in PAGES:
        raise NotFound("没有这种办理方式。")
    if request.method == "GET":
        with access.house().reading() as uow:
            return _page(uow, task_id, verb, None)
    people = [int(n) for n in request.form.getlist("person") if n.isdecimal() and len(n) < 10]
    text = request.form.get("text", "")
    try:
        with access.house().work() as uow:
            done = _do(uow, access.signed_in_actor(uow), task_id, verb, people, text)
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _page(uow, task_id, verb, refusal)
    flash(done, "success")
    mine = verb != TRANSFER
    back = url_for("tasks.show", task_id=task_id) if mine else url_for("inbox.waiting")
    return make_response(redirect(back, 303))


@page.get("/tasks/<number:task_id>/advice")
@access.require_actor
def advice(task_id: int) -> Response:
    """What I was asked, beside the case; nobody else is told that anything was."""
    with access.house().reading() as uow:
        return _advice_page(uow, task_id, None)


@page.post("/tasks/<number:task_id>/advice")
@access.require_actor
def give_advice(task_id: int) -> Response:
    """Answer."""
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            answer(uow, actor, _asked(uow, actor, task_id).id, request.form.get("answer", ""))
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _advice_page(uow, task_id, refusal)
    flash("已答复，办理人可以看到您的意见。", "success")
    return make_response(redirect(url_for("inbox.waiting"), 303))


@page.post("/advice/<number:advice_id>/recall")
@access.require_actor
def recall_one(advice_id: int) -> Response:
    """减签: a question is recalled."""
    with access.house().work() as uow:
        row = recall(uow, access.signed_in_actor(uow), advice_id)
    flash(f"已收回，不再等{row.person_name}答复。", "success")
    return make_response(redirect(url_for("tasks.show", task_id=row.task_id), 303))


@page.post("/tasks/<number:task_id>/taking-back")
@access.require_actor
def take_one_back(task_id: int) -> Response:
    """拿回: the step is open again, with what was said as a draft."""
    try:
        with access.house().work() as uow:
            again = take_back(uow, access.signed_in_actor(uow), task_id, request.form.get("reason", ""))
    except (Invalid, Conflict) as refusal:
        flash(next(iter(refusal.fields.values()), refusal.sentence), "danger")
        return make_response(redirect(url_for("tasks.receipt", task_id=task_id), 303))
    flash("已拿回。原来填写的内容还在，改好后请重新提交。", "success")
    return make_response(redirect(url_for("tasks.show", task_id=again.id), 303))


@page.app_template_global("between_colleagues")
def shown(task: Task) -> dict[str, Any]:
    """For the page of a task: the verbs it offers me now, what was asked, handed over and copied."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        verbs = [] if task.closed_at else [v for v in PAGES if offers(task, v)]
        rows: list[Advice] = advice_on(uow, [task.id])
        buttons = [(VERBS[v], url_for("colleagues.between", task_id=task.id, verb=v)) for v in verbs]
        handed = handovers_of(uow, task.id) if task.office else []
        copied = copies_of(uow, task.id) if task.readers else []
        return {"buttons": buttons, "advice": rows, "handovers": handed, "copies": copied, "me": actor.id}


@page.app_template_global("may_take_back")
def take_back_offered(task: Task) -> bool:
    """For a receipt: whether it can still be taken back."""
    with access.house().reading() as uow:
        instance = uow.session.get_one(Instance, task.instance_id)
        return may_take_back(uow, access.signed_in_actor(uow), instance, uow.session.get_one(Task, task.id))


@page.app_template_global("votes_shown")
def votes_shown(instance: Instance) -> list[Votes]:
    """For the page of a case or task: the steps at which several speak."""
    with access.house().reading() as uow:
        return votes_of(uow, instance, registry.load(uow, instance.version_id))


def _do(uow: UnitOfWork, actor: Actor, task_id: int, verb: str, people: list[int], text: str) -> str:
    if verb == TRANSFER:
        if len(people) != 1:
            raise Invalid("请选择转办给谁。", fields={"people": "请选择一个人。"})
        return f"已转办给{hand_over(uow, actor, task_id, people[0], text).to_name}。"
    if verb == CC:
        rows = send_copy(uow, actor, task_id, people, text)
        return f"已抄送 {len(rows)} 人。" if rows else "所选的人此前已经抄送过。"
    names = "、".join(row.person_name for row in ask(uow, actor, task_id, verb, people, text))
    return f"已请{names}办理，答复后您会在本页看到。"


def _page(uow: UnitOfWork, task_id: int, verb: str, refusal: Refusal | None) -> Response:
    actor, task = access.signed_in_actor(uow), task_by_id(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    try:
        if not (verb == CC and task.closed_by == actor.id):
            require_may_act(actor, task, instance.applicant_id)
    except NotAllowed as not_theirs:
        raise NotFound("没有这个环节，或者它不由您办理。") from not_theirs
    if refusal is None and (not offers(task, verb) or (task.closed_at is not None and verb != CC)):
        raise NotFound("这个环节不能这样办理，或者它已经结束。")
    body = render_template(
        "between.html",
        task=task,
        instance=instance,
        verb=verb,
        title=VERBS[verb],
        asking=PAGES[verb],
        people=_people(uow, actor, instance, task, verb),
        chosen=request.form.getlist("person"),
        text=request.form.get("text", ""),
        refusal=refusal,
        remaining=remaining(uow, task.due_at),
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _people(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task, verb: str) -> list[Person]:
    """Whom one may choose: to hand over, within the organisation; to ask or tell, also at the case's unit and above."""
    if verb == TRANSFER:
        return receivers(uow, actor, instance, task)
    places = dict.fromkeys(organisations_of(task))
    places |= dict.fromkeys(o.id for o in ancestors(uow, instance.organisation_id))
    back = standing_back_from(uow, instance.subject)
    apart = {actor.id, instance.applicant_id}
    return [p for p in offices_at(uow, places) if p.id not in apart and p.id not in back]


def _asked(uow: UnitOfWork, actor: Actor, task_id: int) -> Advice:
    row = asked_of(uow, actor, task_id)
    if row is None or row.recalled_at is not None:
        raise NotFound("没有请您提意见，或者已经收回。")
    return row


def _advice_page(uow: UnitOfWork, task_id: int, refusal: Refusal | None) -> Response:
    actor, task = access.signed_in_actor(uow), task_by_id(uow, task_id)
    row = _asked(uow, actor, task_id)
    view = view_of_instance(uow, uow.session.get_one(Instance, task.instance_id), actor)
    body = render_template(
        "advice.html",
        task=task,
        row=row,
        case=view,
        clauses=clause_texts(view.procedure.manifest),
        text=request.form.get("answer", ""),
        refusal=refusal,
        remaining=remaining(uow, task.due_at),
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)
