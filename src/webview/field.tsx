import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { HaltPath, Intent } from "../halt/intent";
import { fieldKinds, says, type FieldKind, type InputKind } from "./fieldKinds";
import { intend, settle, typed } from "./host";
import { usePage } from "./pageContext";
import { Pending } from "./pending";
import { valueAt } from "./valueAt";

export interface FieldProps {
  readonly path: HaltPath;
  readonly label: string;
  readonly kind: InputKind;
  readonly hint?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly onEnter?: (() => void) | undefined;
}

/** The id of a field's control: its path joined by dots, so that the host can name it. */
export function fieldId(path: HaltPath): string {
  return path.map((step) => (typeof step === "string" ? step : step.id)).join(".");
}

/** The control of a field, or the first control within a list or a range of that name. */
export function findField(name: string): HTMLElement | null {
  return document.getElementById(name) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(name)}."]`);
}

/**
 * A labelled input of one value. Each keystroke goes to the host at once, which gathers them into an edit; what the halt
 * holds comes back as state and never overwrites what is still on its way.
 */
export function Field({ path, label, kind, hint, placeholder, onEnter }: FieldProps) {
  const { state, refused, accept } = usePage();
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const pending = useRef(new Pending());
  const [wrong, setWrong] = useState<string>();
  const id = fieldId(path);
  const form: FieldKind = fieldKinds[kind];
  const value = valueAt(state.halt, path);
  useLayoutEffect(() => {
    const element = control.current;
    if (element === null) return;
    const kept = pending.current.keeps((text) => says(form, text, value));
    // In the middle of typing, "1." and "17:00" are left as they are although the halt would show them otherwise.
    const typing = document.activeElement === element && says(form, element.value, value);
    if (!kept && !typing) {
      put(element, form.show(value));
      if (wrong !== undefined) setWrong(undefined);
    }
    if (refused[id] !== undefined && says(form, element.value, value)) accept(id);
    if (form.isArea === true) grow(element);
  });
  const problem = wrong ?? refused[id];
  const describedBy = [problem === undefined ? "" : `${id}-problem`, hint === undefined ? "" : `${id}-hint`]
    .join(" ")
    .trim();
  const shared = {
    id,
    ref: control,
    readOnly: state.readOnly,
    placeholder,
    "aria-invalid": problem !== undefined,
    ...(describedBy !== "" && { "aria-describedby": describedBy }),
    onInput: () => {
      const text = control.current?.value ?? "";
      const parsed = form.parse(text);
      pending.current.typed(text);
      accept(id);
      if (parsed === undefined) return;
      setWrong(undefined);
      typed(path, parsed);
    },
    onBlur: () => {
      const text = control.current?.value ?? "";
      const refusal = form.parse(text) === undefined ? form.refusal : undefined;
      setWrong(refusal);
      settle();
      if (refusal === undefined && control.current !== null && says(form, text, value)) {
        put(control.current, form.show(value));
      }
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || onEnter === undefined || event.isComposing) return;
      event.preventDefault();
      onEnter();
    },
  };
  return (
    <div class={`field field-${form.isArea === true ? "area" : kind}`}>
      <label for={id}>{label}</label>
      {form.isArea === true ? (
        <textarea rows={1} {...shared} />
      ) : (
        <input
          type="text"
          {...(form.inputMode && { inputMode: form.inputMode })}
          autocomplete="off"
          {...shared}
        />
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Refusal id={id} problem={problem} />
    </div>
  );
}

/** Why what a control asked for is not in the halt. */
export function Refusal({ id, problem }: { readonly id: string; readonly problem: string | undefined }) {
  if (problem === undefined) return null;
  return (
    <p class="problem" id={`${id}-problem`} role="alert">
      {problem}
    </p>
  );
}

export interface ChoiceProps {
  readonly path: HaltPath;
  readonly label: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly hint?: string | undefined;
  /** There is no choosing of none. */
  readonly needed?: boolean;
  /** What an absent value means: it is shown as chosen. */
  readonly fallback?: string | undefined;
  /** What changes along with the choice, in the same undo step; undefined is for none chosen. */
  readonly along?: ((chosen: string | undefined) => Intent[]) | undefined;
}

/** One of a few values, or none. */
export function Choice({
  path,
  label,
  choices,
  hint,
  fallback,
  needed = fallback !== undefined,
  along,
}: ChoiceProps) {
  const { state, refused, accept } = usePage();
  const value = valueAt(state.halt, path);
  const id = fieldId(path);
  const current = typeof value === "string" ? value : (fallback ?? "");
  const known = choices.some(([choice]) => choice === current) || current === "";
  return (
    <div class="field field-choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={current}
        disabled={state.readOnly}
        {...(hint !== undefined && { "aria-describedby": `${id}-hint` })}
        onChange={({ currentTarget }) => {
          accept(id);
          const chosen = currentTarget.value === "" ? undefined : currentTarget.value;
          intend(setting(path, chosen), ...(along?.(chosen) ?? []));
        }}
      >
        {!needed && <option value="">Not chosen yet</option>}
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
        {!known && <option value={current}>{current}</option>}
      </select>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Refusal id={id} problem={refused[id]} />
    </div>
  );
}

/** Sets a text, or makes it absent. */
export function setting(path: HaltPath, value: string | undefined): Intent {
  return { kind: "set", path: [...path], ...(value === undefined ? {} : { value }) };
}

/** Yes or not yet. */
export function Tick({
  path,
  label,
  along,
}: {
  readonly path: HaltPath;
  readonly label: string;
  /** What changes along with it, in the same undo step. */
  readonly along?: ((isOn: boolean) => Intent[]) | undefined;
}) {
  const { state } = usePage();
  const id = fieldId(path);
  return (
    <div class="field field-tick">
      <input
        id={id}
        type="checkbox"
        checked={valueAt(state.halt, path) === true}
        disabled={state.readOnly}
        onChange={({ currentTarget: { checked } }) =>
          intend(
            { kind: "set", path: [...path], ...(checked && { value: true }) },
            ...(along?.(checked) ?? []),
          )
        }
      />
      <label for={id}>{label}</label>
    </div>
  );
}

/** Shows a text and leaves the caret where it was. */
function put(element: HTMLInputElement & HTMLTextAreaElement, text: string): void {
  if (element.value === text) return;
  const caret = document.activeElement === element ? element.selectionStart : null;
  element.value = text;
  if (caret !== null) element.setSelectionRange(caret, caret);
}

function grow(element: HTMLTextAreaElement): void {
  const lines = element.value.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 90), 0);
  element.rows = Math.min(12, Math.max(1, lines));
}
