import type { ComponentChildren } from "preact";
import type { PageCommand } from "../editor/protocol";
import type { ChecklistItem } from "../halt/checklist";
import { findField } from "./field";
import { FormFields } from "./formFields";
import { command } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
import { sections, type SectionId } from "./sections";
import { stateWords } from "./words";

/** One line until it is opened: state, title, summary; then the next action, what was captured, and the fields. */
export function SectionView({
  id,
  item,
  children,
}: {
  readonly id: SectionId;
  readonly item: ChecklistItem | undefined;
  readonly children?: ComponentChildren;
}) {
  const { view, show, state } = usePage();
  const { title, fields, actions } = sections[id];
  const open = view.open.includes(id);
  const toggle = (): void =>
    show({ ...view, open: open ? view.open.filter((other) => other !== id) : [...view.open, id] });
  return (
    <section class={`section ${open ? "is-open" : ""}`} id={`section-${id}`}>
      <h2>
        <button type="button" class="section-head" aria-expanded={open} onClick={toggle}>
          <Icon name={open ? "open" : "closed"} />
          {item !== undefined && <Icon name={item.state} />}
          <span class="section-title">{title}</span>
          {item !== undefined && <span class="visually-hidden">, {stateWords[item.state]}.</span>}
          <span class="section-summary">{item?.summary ?? ""}</span>
          {item?.owner !== undefined && <span class="section-owner">{item.owner}</span>}
        </button>
      </h2>
      {open && (
        <div class="section-body">
          {item !== undefined && <NextAction item={item} />}
          {children}
          <FormFields fields={fields} />
          {actions.length > 0 && !state.readOnly && (
            <div class="buttons">
              {actions.map((action) => (
                <button
                  key={action.command}
                  type="button"
                  class="secondary"
                  onClick={() => command(action.command)}
                >
                  {action.label}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** What gathers evidence is a command; all else is a field to fill in. */
const gathering: Readonly<Partial<Record<NonNullable<ChecklistItem["action"]>, PageCommand>>> = {
  addObservation: "addObservation",
  attachTests: "attachTests",
  updateTests: "attachTests",
  captureAgain: "captureAgain",
  chooseBase: "chooseBase",
};

function NextAction({ item }: { readonly item: ChecklistItem }) {
  const { state } = usePage();
  if (item.state === "complete") return <p class="reason">{item.reason}</p>;
  const gather = item.action === undefined ? undefined : gathering[item.action];
  const act = (): void => {
    if (gather !== undefined) command(gather);
    else findField(item.field ?? item.id)?.focus();
  };
  return (
    <p class="reason">
      {item.reason}{" "}
      {state.readOnly ? (
        item.next
      ) : (
        <>
          <button type="button" class="link" onClick={act}>
            {item.next}
          </button>
          {" · "}
          <button type="button" class="link" onClick={() => command("assign", item.id)}>
            {item.owner === undefined ? "Assign it to someone" : "Change the owner"}
          </button>
        </>
      )}
    </p>
  );
}
