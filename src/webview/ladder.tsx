import type { Halt, Observation } from "../halt/schema/halt";
import { Choice, Field, fieldId } from "./field";
import { command, intend, post } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
import { timeWords } from "./words";

const rungs: readonly (readonly [Observation["rung"], string])[] = [
  ["observed", "Observed"],
  ["confirmed", "Confirmed by a second person"],
  ["rerunHere", "Re-run here"],
  ["rerunClean", "Re-run from a clean checkout"],
];

/** The observation ladder: on each rung who saw it, where and when; what was seen elsewhere counts as it is. */
export function Ladder({ halt }: { readonly halt: Halt }) {
  const { state } = usePage();
  return (
    <fieldset class="list">
      <legend>How sure it is</legend>
      <ol class="ladder">
        {state.ladder.map(({ rung, reached, verifications }) => (
          <li key={rung} class={reached ? "rung rung-reached" : "rung"}>
            <p class="rung-name">
              <Icon name={reached ? "complete" : "missing"} />
              <span>{rungs.find(([name]) => name === rung)?.[1]}</span>
              <span class="visually-hidden">{reached ? ", reached" : ", not yet"}</span>
            </p>
            <ul>
              {halt.observations
                .filter((seen) => seen.rung === rung)
                .map((seen) => (
                  <li key={seen.id}>
                    <Seen halt={halt} seen={seen} />
                  </li>
                ))}
              {verifications.map((id) => (
                <li key={id}>
                  <Verified id={id} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {!state.readOnly && (
        <button type="button" class="link" onClick={() => command("addObservation")}>
          Add observation
        </button>
      )}
      <div class="form">
        <Field
          path={["reproduction", "onlyElsewhere"]}
          label="Cannot be re-run in a checkout, because"
          kind="area"
          placeholder="It needs the card terminal on staging"
          hint="Then what was observed stands for itself: say where, and attach what shows it."
        />
      </div>
    </fieldset>
  );
}

/** One line of what somebody saw, with what shows it; its fields on demand. */
function Seen({ halt, seen }: { readonly halt: Halt; readonly seen: Observation }) {
  const { state, view, show } = usePage();
  const { id, text = "", by, environment, build, at, commit, url = "" } = seen;
  const open = view.openDetails.includes(id);
  const toggle = (): void => {
    const others = view.openDetails.filter((other) => other !== id);
    show({ ...view, openDetails: open ? others : [...others, id].slice(-100) });
  };
  const facts = [
    by,
    environment,
    build === undefined ? undefined : `build ${build}`,
    at === undefined ? undefined : timeWords(at),
    commit?.slice(0, 7),
  ].filter((part) => part !== undefined && part !== "");
  return (
    <>
      <p class="seen">
        <button
          type="button"
          class="link"
          aria-expanded={open}
          id={fieldId(["observation", id])}
          onClick={toggle}
        >
          {text.trim() === "" ? halt.title || "What the halt is about" : text}
        </button>
        <span class="facts">{facts.join(", ")}</span>
      </p>
      <p class="facts seen">
        {/^https?:\/\//i.test(url) && (
          <button type="button" class="link" onClick={() => post({ kind: "link", url })}>
            {url}
          </button>
        )}
        {halt.attachments
          .filter((attachment) => seen.attachments.includes(attachment.id))
          .map((attachment) => (
            <span key={attachment.id}>
              <button type="button" class="link" onClick={() => command("openAttachment", attachment.id)}>
                {attachment.title ?? attachment.path ?? attachment.url ?? attachment.id}
              </button>{" "}
              ({attachment.kind}
              {attachment.captured?.sha256 !== undefined && (
                <>, SHA-256 {attachment.captured.sha256.slice(0, 10)}</>
              )}
              )
            </span>
          ))}
      </p>
      {open && (
        <>
          <div class="form">
            <Choice path={["observations", { id }, "rung"]} label="How sure" choices={rungs} needed />
            <Field
              path={["observations", { id }, "text"]}
              label="What was seen"
              kind="area"
              placeholder={halt.title}
            />
            <Field path={["observations", { id }, "environment"]} label="Where" kind="text" />
            <Field path={["observations", { id }, "build"]} label="Build" kind="text" />
            <Field path={["observations", { id }, "url"]} label="Address" kind="text" />
            <Field path={["observations", { id }, "by"]} label="Seen by" kind="text" />
            <Field path={["observations", { id }, "at"]} label="Seen at" kind="instant" />
          </div>
          {!state.readOnly && (
            <div class="buttons">
              <button type="button" class="link" onClick={() => command("attachFile", id)}>
                Attach screenshot, trace or link
              </button>
              <button
                type="button"
                class="link"
                title="Undo brings it back"
                onClick={() => intend({ kind: "remove", path: ["observations"], id })}
              >
                Remove
              </button>
            </div>
          )}
        </>
      )}
    </>
  );
}

/** A verification on its rung; its figures are with the verifications. */
function Verified({ id }: { readonly id: string }) {
  const { state, reveal } = usePage();
  const view = state.verify.list.find((one) => one.id === id);
  if (view === undefined) return null;
  const facts = [view.by, view.where, timeWords(view.at), view.commit].filter((part) => part !== undefined);
  return (
    <p class="seen">
      <button
        type="button"
        class="link"
        onClick={() => reveal("reproduction", fieldId(["verification", id]))}
      >
        {view.verdict}
      </button>
      <span class="facts">{facts.join(", ")}</span>
    </p>
  );
}
