import type { HaltPath } from "../halt/intent";
import { Field, fieldId } from "./field";
import type { InputKind } from "./fieldKinds";
import { command } from "./host";

interface ShortField {
  readonly path: HaltPath;
  readonly label: string;
  readonly kind: InputKind;
  readonly placeholder?: string;
}

const fields: readonly ShortField[] = [
  { path: ["title"], label: "What", kind: "area", placeholder: "What goes wrong" },
  { path: ["release"], label: "Which release", kind: "text", placeholder: "Version, tag or build" },
  { path: ["impact", "affected"], label: "Who is hit", kind: "text", placeholder: "Which users, doing what" },
  { path: ["decision", "decider"], label: "Who decides", kind: "text", placeholder: "One person, by name" },
  { path: ["decision", "decideBy"], label: "Decide by", kind: "instant", placeholder: "17:00" },
  {
    path: ["fallback"],
    label: "Fallback",
    kind: "area",
    placeholder: "What happens if nobody decides in time",
  },
];

const copyId = "copy-short-brief";

/** The five-minute path: Enter leads to the next empty field, then to the button that copies the short brief. */
export function ShortPath() {
  return (
    <section class="short-path" aria-label="Short path">
      {fields.map(({ path, label, kind, placeholder }) => (
        <Field
          key={label}
          path={path}
          label={label}
          kind={kind}
          placeholder={placeholder}
          onEnter={() => focusAfter(path)}
        />
      ))}
      <button id={copyId} type="button" class="secondary" onClick={() => command("copyBrief", "short")}>
        Copy short brief
      </button>
    </section>
  );
}

function focusAfter(path: HaltPath): void {
  const ids = fields.map((field) => fieldId(field.path));
  const after = ids.indexOf(fieldId(path)) + 1;
  const next = [...ids.slice(after), ...ids.slice(0, after - 1)].find((id) => isEmpty(id));
  document.getElementById(next ?? copyId)?.focus();
}

function isEmpty(id: string): boolean {
  const element = document.getElementById(id);
  const typed = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  return typed && element.value.trim() === "";
}
