import type { VerificationDetail, VerificationView } from "../editor/pageViews";
import { Choice, Field, fieldId } from "./field";
import { command } from "./host";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";
import { timeWords } from "./words";

/** What runs from clean checkouts told, by whom and where; the figures of each on demand. */
export function Verifications() {
  const { state } = usePage();
  const { label, list } = state.verify;
  return (
    <fieldset class="list">
      <legend>Verified from a clean checkout</legend>
      {list.length === 0 && (
        <p class="hint">
          Not yet. The deciding command is run at the target and the base, and the runs are counted.
        </p>
      )}
      <ItemList path={["reproduction", "verifications"]} noun="verification">
        {(_, { id }) => {
          const view = list.find((one) => one.id === id);
          return view === undefined ? null : <OneVerification view={view} />;
        }}
      </ItemList>
      <HowDecided />
      {!state.readOnly && (
        <div class="buttons">
          <button type="button" class="secondary" onClick={() => command("verify")}>
            {label}
          </button>
        </div>
      )}
    </fieldset>
  );
}

const kinds = [
  ["exitCode", "The exit code: 0 without the bug"],
  ["mustAppear", "A text that must appear"],
  ["mustNotAppear", "A text that must not appear"],
] as const;

/** What prepares a checkout, and how the command of the deciding step tells whether the bug shows. */
function HowDecided() {
  const { state } = usePage();
  const at = ["reproduction", "decidedBy"];
  const { kind = "exitCode" } = state.halt.reproduction.decidedBy ?? {};
  return (
    <div class="form">
      <Field
        path={["reproduction", "setup"]}
        label="Set-up command"
        kind="text"
        placeholder="npm ci"
        hint="Runs once in each checkout."
      />
      <Choice path={[...at, "kind"]} label="Decided by" choices={kinds} fallback="exitCode" />
      {kind !== "exitCode" && (
        <Field
          path={[...at, "text"]}
          label="The text"
          kind="text"
          hint="As it is printed. Without one, the exit code decides."
        />
      )}
    </div>
  );
}

function OneVerification({
  view: { id, verdict, at, by, where, detail },
}: {
  readonly view: VerificationView;
}) {
  const { view, show } = usePage();
  const open = view.openDetails.includes(id);
  const toggle = (): void => {
    const others = view.openDetails.filter((other) => other !== id);
    show({ ...view, openDetails: open ? others : [...others, id].slice(-100) });
  };
  const facts = [by, where, timeWords(at)].filter((part) => part !== undefined).join(", ");
  return (
    <>
      <p class="verification">
        <button
          type="button"
          class="link"
          aria-expanded={open}
          id={fieldId(["verification", id])}
          onClick={toggle}
        >
          {verdict}
        </button>
        <span class="facts">{facts}</span>
      </p>
      {open && detail !== undefined && <Detail detail={detail} />}
    </>
  );
}

function Detail({ detail }: { readonly detail: VerificationDetail }) {
  const { words, command: ran, folder, setup, decidedBy, otherMachine, outOfTime, commits } = detail;
  return (
    <div class="verification-detail">
      <p>{words}</p>
      {setup !== undefined && (
        <p class="facts">
          Set up by <code>{setup}</code>
        </p>
      )}
      <p class="facts">
        <code>{ran}</code>
        {folder !== undefined && <> in {folder}</>}. {decidedBy}
      </p>
      {otherMachine !== undefined && <p>{otherMachine}</p>}
      {outOfTime !== undefined && <p class="hint">{outOfTime}</p>}
      <ul class="failures">
        {commits.map(({ name, shown, rate, untold, remarks, outputs }) => (
          <li key={name}>
            <strong>{name}</strong> {shown}
            {rate !== undefined && <span class="facts">, {rate} of runs (95 % confidence)</span>}
            {untold !== undefined && <p class="facts">{untold}</p>}
            {remarks.map((remark) => (
              <p key={remark} class="hint">
                {remark}
              </p>
            ))}
            {outputs.map(({ from, text }) => (
              <div key={from}>
                <p class="facts">{from}:</p>
                <pre>{text}</pre>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
