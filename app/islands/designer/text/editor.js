// Plain text with line numbers: for procedure.yaml, papers, stories, and whatever another editor cannot read.
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { DraftFile } from "../file.js";
import { Problems } from "../problems.js";

const LANGUAGES = [[/\.ya?ml$/, yaml], [/\.(form|json)$/, json]];
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "#175a73" },
  { tag: [tags.string, tags.content], color: "#2a5a35" },
  { tag: [tags.number, tags.bool, tags.null], color: "#8a3b00" },
  { tag: tags.comment, color: "#52636c", fontStyle: "italic" },
]);
const setFaults = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(now, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setFaults));
    return set ? set.value : now.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function lineAt(view, number) {
  return view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
}

function marked(view, problems) {
  const worst = new Map();
  for (const { line, severity, message } of problems) {
    if (line) worst.set(lineAt(view, line).from, { severity, message });
  }
  const marks = [...worst].sort(([a], [b]) => a - b).map(([from, { severity, message }]) =>
    Decoration.line({ attributes: { class: `line-fault is-${severity}`, title: message } }).range(from));
  view.dispatch({ effects: setFaults.of(Decoration.set(marks)) });
}

function go(view, { line, column = 1 }) {
  if (!line) return;
  const at = lineAt(view, line);
  const anchor = Math.min(at.to, at.from + Math.max(0, column - 1));
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

export async function edit(place) {
  const file = new DraftFile(place);
  const [, language] = LANGUAGES.find(([ending]) => ending.test(place.dataset.path)) ?? [];
  const text = await file.open(() => view.state.doc.toString());
  const buttons = { undo: place.querySelector("[data-deed=undo]"), redo: place.querySelector("[data-deed=redo]") };
  const state = (doc) => EditorState.create({
    doc,
    extensions: [
      lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), faults, indentUnit.of("  "),
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      syntaxHighlighting(COLOURS), language ? language() : [],
      EditorState.readOnly.of(file.readOnly),
      EditorView.contentAttributes.of({ "aria-label": `${place.dataset.path} 的内容`, spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        buttons.undo.disabled = !undoDepth(update.state);
        buttons.redo.disabled = !redoDepth(update.state);
        if (!update.docChanged) return;
        file.touch();
        problems.soon();
      }),
    ],
  });
  const problems = new Problems(place, {
    file,
    read: () => view.state.doc.toString(),
    jump: (problem) => go(view, problem),
    found: (found) => marked(view, found),
  });
  const view = new EditorView({ parent: place.querySelector("[data-canvas]"), state: state(text) });
  buttons.undo.addEventListener("click", () => undo(view));
  buttons.redo.addEventListener("click", () => redo(view));
  file.offerKept((left) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: left } }));
  problems.check();
}
