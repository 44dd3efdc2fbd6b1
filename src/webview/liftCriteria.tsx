import type { HaltPath, Intent } from "../halt/intent";
import type { Halt } from "../halt/schema/halt";
import { Choice, Field, Tick } from "./field";
import { command } from "./host";
import { Icon } from "./icon";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";

type Criterion = Halt["liftCriteria"][number];
type Kind = NonNullable<Criterion["kind"]>;

const kinds: readonly (readonly [Kind, string])[] = [
  ["stated", "Somebody states it"],
  ["approval", "A second person approves"],
  ["notBefore", "Not before a time"],
  ["change", "A named change is in"],
  ["tests", "Named tests pass"],
  ["reproduction", "The reproduction passes"],
];

/** What must be true before the halt is lifted, each with the fields of its kind, and whether it is so now. */
export function LiftCriteria() {
  const { halt } = usePage().state;
  return (
    <ItemList path={["liftCriteria"]} noun="criterion" initial={{ text: "" }}>
      {(path, { id }) => {
        const criterion = halt.liftCriteria.find((one) => one.id === id);
        return criterion === undefined ? null : <CriterionForm criterion={criterion} path={path} />;
      }}
    </ItemList>
  );
}

function CriterionForm({ criterion, path }: { readonly criterion: Criterion; readonly path: HaltPath }) {
  const kind = criterion.kind ?? "stated";
  return (
    <>
      <Judged id={criterion.id} />
      <div class="form">
        <Choice
          path={[...path, "kind"]}
          label="Criterion"
          choices={kinds}
          fallback="stated"
          along={(chosen) => wordsAlong(chosen, criterion, path)}
        />
        <Fields kind={kind} path={path} criterion={criterion} />
      </div>
    </>
  );
}

/** A criterion that a person need not describe gets its words, for the brief. */
function wordsAlong(chosen: string | undefined, { text = "" }: Criterion, path: HaltPath): Intent[] {
  const words = kinds.find(([kind]) => kind === chosen)?.[1];
  const isOurs = text.trim() === "" || kinds.some(([, label]) => label === text);
  if (!isOurs || words === undefined) return [];
  return [{ kind: "set", path: [...path, "text"], value: chosen === "stated" ? "" : words }];
}

function Fields({
  kind,
  path,
  criterion,
}: {
  readonly kind: Kind;
  readonly path: HaltPath;
  readonly criterion: Criterion;
}) {
  const { state } = usePage();
  switch (kind) {
    case "stated":
      return (
        <>
          <Field path={[...path, "text"]} label="Text" kind="area" />
          <Tick path={[...path, "met"]} label="Met" />
          <Field path={[...path, "metBy"]} label="Seen by" kind="text" />
        </>
      );
    case "approval":
      return (
        <p class="hint wide">By anybody but the one who placed the halt. Recorded, not authenticated.</p>
      );
    case "notBefore":
      return <Field path={[...path, "at"]} label="Not before" kind="instant" />;
    case "change":
      return (
        <div class="field">
          <p class="facts">
            {criterion.commit === undefined ? (
              "No change is chosen yet."
            ) : (
              <code>{criterion.commit.slice(0, 7)}</code>
            )}{" "}
            {!state.readOnly && (
              <button type="button" class="link" onClick={() => command("chooseChange", criterion.id)}>
                Choose…
              </button>
            )}
          </p>
        </div>
      );
    case "tests":
      return <Field path={[...path, "names"]} label="Tests, one on a line" kind="lines" />;
    case "reproduction":
      return <Field path={[...path, "runs"]} label="How often in a row" kind="count" />;
    default:
      return kind satisfies never;
  }
}

/** What was looked up of a criterion, while the gate is shown. */
function Judged({ id }: { readonly id: string }) {
  const { gate } = usePage().state;
  const judged = gate?.kind === "judged" ? gate.criteria.find((one) => one.id === id) : undefined;
  if (judged === undefined) return null;
  return (
    <p class="judged">
      <Icon name={judged.met ? "complete" : "missing"} />
      <strong>{judged.met ? "Met" : "Not met"}</strong>
      <span class="facts">{judged.why}</span>
    </p>
  );
}
