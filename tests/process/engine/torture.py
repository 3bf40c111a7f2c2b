"""A diagram in which everything meets everything, and a random walker for it."""

import random
from typing import Any

from .bpmn import (
    call,
    choice,
    each,
    edge,
    end,
    file,
    fork,
    inclusive,
    io,
    message,
    msg,
    node,
    on_message,
    pools,
    process,
    script,
    start,
    sub,
    timer,
    user,
    wait,
)  # fmt: skip
from .play import Play

LEAF = process("leaf", start("l_s"), choice("l_m"), user("leaf_task"), choice("l_g"), end("l_e"),
               "l_s > l_m > leaf_task > l_g", "l_g > l_m if again = true", "l_g > l_e else")  # fmt: skip
MIDDLE = process(
    "middle", start("m_s"), user("mid_task"),
    call("m_call", "leaf", io({"who": "=who"}, {"v": "=again"}),
         each("=[1, 2, 3]", "who", "got", "=v", "=numberOfCompletedInstances >= 2")),
    end("m_e"), "m_s > mid_task > m_call > m_e",
)  # fmt: skip
NOTICE = sub(
    "notice", start("n_s"), node("eventBasedGateway", "eb"), wait("n_t", timer("P5D")), wait("n_m", msg("cut")),
    choice("n_x"), end("n_e"), "n_s > eb", "eb > n_t > n_x", "eb > n_m > n_x > n_e",
    on_message("obj", "objection", choice("ob_m"), user("investigate"), choice("ob_x"), end("ob_e"),
               "obj_s > ob_m > investigate > ob_x", "ob_x > ob_m if again = true", "ob_x > ob_e else"),
)  # fmt: skip
TOP = process(
    "p", start(), choice("x0"), fork("split"),
    choice("am"), user("a"), choice("ax"), edge("a_note", "a", msg("note"), interrupts=False), choice("nm"),
    user("note_task"), choice("nx"), end("ne"), edge("a_cycle", "a", timer("R2/P2D", "timeCycle"), interrupts=False),
    user("cycle_task"), end("ce"),
    call("chain", "middle", io({"lvl": "=lvl"}, {"verdict": "=count(got)"}),
         each('=["u", "v", "w"]', "lvl", "opinions", "=verdict", "=verdict = true", one_by_one=True)),
    edge("kill", "chain", msg("kill")), user("killed"), choice("cm"),
    inclusive("or1"), user("o1"), user("o2"), user("o3"), inclusive("or2"),
    user("box", inner=each("=[1, 2]", "n", "boxes", "=again", one_by_one=False)), edge("late", "box", timer("P9D")),
    choice("bm"), fork("join"), script("count", "=(if rounds = null then 0 else rounds) + 1", "rounds"),
    user("decide"), choice("x1"), NOTICE, user("final"), end(),
    on_message("withdraw", "withdraw", user("confirm"), end("w_e"), "withdraw_s > confirm > w_e", interrupts=True),
    "s > x0 > split", "split > am > a > ax", "ax > am if again = true", "ax > join else",
    "a_note > nm > note_task > nx", "nx > nm if again = true", "nx > ne else", "a_cycle > cycle_task > ce",
    "split > chain > cm", "kill > killed > cm > join", "split > or1", "or1 > o1 if pick = null or pick > 1",
    "or1 > o2 if pick = 1 or pick = 3", "or1 > o3 else", "o1 > or2", "o2 > or2", "o3 > or2 > join",
    "split > box > bm", "late > bm > join", "join > count > decide > x1", "x1 > x0 if again = true",
    "x1 > notice else", "notice > final > e",
)  # fmt: skip
MESSAGES = ("note", "kill", "cut", "objection", "withdraw")
DIAGRAM = file(pools("p"), TOP, LEAF, MIDDLE, *[message(name) for name in MESSAGES])
BEFORE_JOIN = {"a", "o1", "o2", "o3", "mid_task", "leaf_task", "killed", "box"}
"""None of these can be open when `decide` opens, unless another round has begun."""


class Walker:
    """Takes random steps, the same for every play it is given."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bias = (0.3, 0.6, 0.8)[seed % 3]

    def go(self, *plays: Play) -> None:
        """One step: complete a task, send a message, or let days pass."""
        first, dice = plays[0], self.random.random()
        if first.step.waiting_tasks and dice < 0.7:
            nth = self.random.randrange(len(first.step.waiting_tasks))
            answers = {"again": self.random.random() < self.bias, "pick": self.random.choice([1, 2, 3])}
            for play in plays:
                task = play.step.waiting_tasks[nth]
                play.done(task.element, play.tasks(task.element).index(task), **answers)
        elif dice < 0.9:
            name = self.random.choice((*MESSAGES[:4] * 6, MESSAGES[4]))
            for play in plays:
                play.deliver(name, n=1)
        else:
            days = self.random.choice([1, 2, 5])
            for play in plays:
                play.later(days)


def seen(play: Play) -> list[Any]:
    """Everything of a step but ids and the snapshot's own shape."""
    step = play.step
    return [
        [(t.element, t.locals, t.due) for t in step.waiting_tasks],
        [(t.element, t.due, t.armed_at) for t in step.timers],
        step.listens, step.messages, step.passed, step.ended_at, step.matched, step.finished, len(step.closed),
        play.variables,
    ]  # fmt: skip


def to_the_end(play: Play) -> None:
    """Whatever happened, it must be possible to finish."""
    for _ in range(300):
        if play.finished:
            return
        if play.step.waiting_tasks:
            play.done(play.step.waiting_tasks[0].element, again=False, pick=1)
        else:
            play.later(9)
    raise AssertionError(f"stuck with {play.open} and {play.timers}")
