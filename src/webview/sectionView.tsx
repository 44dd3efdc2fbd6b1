import type { ComponentChildren } from "preact";
import type { PageCommand } from "../editor/protocol";
import type { ChecklistItem } from "../halt/checklist";
import { FormFields } from "./formFields";
import { command } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
import { SectionActions } from "./sectionActions";
import { sections, type SectionId } from "./sections";

/**
 * One line until it is opened: state, title, what is there, and the next action. Open, it says what is not there yet, then
 * shows what was captured, and the fields.
 */
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
    <section class="section" id={`section-${id}`}>
      <div class="section-row">
        <h2>
          <button type="button" class="section-head" aria-expanded={open} onClick={toggle}>
            <Icon name={open ? "open" : "closed"} />
            {item === undefined ? <span /> : <Icon name={item.state} />}
            <span class="section-title">{title}</span>
            {item !== undefined && <span class="visually-hidden">, {item.state}.</span>}
            <span class="section-summary">{item?.summary ?? ""}</span>
          </button>
        </h2>
        {item?.owner !== undefined && <span class="section-owner">{item.owner}</span>}
        {item !== undefined && !state.readOnly && <NextAction item={item} section={id} />}
      </div>
      {open && (
        <div class="section-body">
          {item !== undefined && item.state !== "complete" && <Reason item={item} />}
          {children}
          {fields.length > 0 && <FormFields fields={fields} />}
          <SectionActions actions={actions} />
        </div>
      )}
    </section>
  );
}

/** What gathers evidence is a command; all else is a field to fill in. */
const gathering: Readonly<Partial<Record<NonNullable<ChecklistItem["action"]>, PageCommand>>> = {
  addObservation: "addObservation",
  attachTests: "attachTests",
  updateTests: "updateTests",
  captureAgain: "captureAgain",
  chooseBase: "chooseBase",
  verify: "verify",
  captureEnvironment: "captureEnvironment",
};

function NextAction({ item, section }: { readonly item: ChecklistItem; readonly section: SectionId }) {
  const { reveal } = usePage();
  if (item.next === "") return null;
  const gather = item.action === undefined ? undefined : gathering[item.action];
  const act = (): void => {
    if (gather === undefined) reveal(section, item.field ?? item.id);
    else command(gather);
  };
  return (
    <button type="button" class="link section-next" onClick={act}>
      {item.next}
    </button>
  );
}

function Reason({ item }: { readonly item: ChecklistItem }) {
  const { state } = usePage();
  const assigned = item.owner !== undefined;
  return (
    <p class="reason">
      {item.reason}
      {!state.readOnly && (
        <>
          {" "}
          <button type="button" class="link" onClick={() => command("assign", item.id)}>
            {assigned ? "Change the owner" : "Assign it to someone"}
          </button>
        </>
      )}
    </p>
  );
}
