import type { GateState } from "../editor/pageViews";
import type { Halt } from "../halt/schema/halt";
import { Choice, Field, Tick } from "./field";
import { command } from "./host";
import { Icon } from "./icon";
import { LiftCriteria } from "./liftCriteria";
import { usePage } from "./pageContext";

/** What the halt stops, which branches and tags that is now, and what lifts it. */
export function GateTab() {
  const { state } = usePage();
  const { halt, gate = { kind: "unknown" } } = state;
  return (
    <div class="gate">
      <section aria-labelledby="gate-refs">
        <h2 id="gate-refs">{refsTitle(gate, halt)}</h2>
        {halt.status === "closed" ? (
          <p class="hint">The halt is closed. Its history says how it ended.</p>
        ) : (
          <Refs gate={gate} />
        )}
      </section>
      <section aria-labelledby="gate-lift">
        <h2 id="gate-lift">
          What lifts it{gate.kind === "judged" && gate.criteria.length > 0 && <>: {gate.criteriaLine}</>}
        </h2>
        {halt.liftCriteria.length === 0 && <p class="hint">A reason is enough: no criterion is declared.</p>}
        <LiftCriteria />
        {halt.placement !== undefined && (
          <div class="form">
            <Field
              path={["placement", "reviewAt"]}
              label="Ask again at"
              kind="instant"
              hint="A reminder. The halt never ends by itself."
            />
          </div>
        )}
      </section>
      <section aria-labelledby="gate-scope">
        <h2 id="gate-scope">Which releases it stops</h2>
        {gate.kind === "judged" && (
          <ul class="scope">
            {gate.scope.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <Scope halt={halt} />
      </section>
      {!state.readOnly && halt.status === "active" && <Actions />}
    </div>
  );
}

function refsTitle(gate: GateState, { status }: Halt): string {
  if (status === "closed") return "It stops nothing any more";
  const stops = status === "active" ? "Stops now" : "Would stop";
  if (gate.kind !== "judged") return stops;
  if (gate.refs.length === 0) return `${stops}: no release branch or tag is here yet`;
  const stopped = gate.refs.filter(({ judgement }) => judgement !== "open").length;
  return `${stops}: ${stopped} of ${gate.refs.length} release branches and tags`;
}

/** Stopped ones in full; open ones, with the reason, on demand. */
function Refs({ gate }: { readonly gate: GateState }) {
  switch (gate.kind) {
    case "unknown":
      return <p class="hint">Known once git may run in this folder.</p>;
    case "judging":
      return (
        <p class="hint" role="status">
          Asking git about branches and tags…
        </p>
      );
    case "failed":
      return <p class="problem">This could not be found out: {gate.message}</p>;
    case "judged": {
      const open = gate.refs.filter(({ judgement }) => judgement === "open");
      return (
        <>
          <ul class="refs">
            {gate.refs
              .filter(({ judgement }) => judgement !== "open")
              .map((ref) => (
                <RefRow key={`${ref.kind} ${ref.name}`} {...ref} />
              ))}
          </ul>
          {open.length > 0 && (
            <details>
              <summary>
                {open.length} {open.length === 1 ? "is" : "are"} open
              </summary>
              <ul class="refs">
                {open.map((ref) => (
                  <RefRow key={`${ref.kind} ${ref.name}`} {...ref} />
                ))}
              </ul>
            </details>
          )}
          {gate.leftOut > 0 && (
            <p class="hint">{gate.leftOut} older ones are judged when they are released.</p>
          )}
        </>
      );
    }
    default:
      return gate satisfies never;
  }
}

const kinds = { branch: "branch", remoteBranch: "on a remote", tag: "tag" } as const;
const judgements = {
  halted: "halted",
  approvalRequired: "approval required",
  cannotTell: "cannot tell",
  open: "open",
} as const;

type Ref = (GateState & { kind: "judged" })["refs"][number];

function RefRow({ name, kind, judgement, why }: Ref) {
  return (
    <li>
      <Icon name={judgement === "open" ? "complete" : "stop"} />
      <span>
        <code>{name}</code>{" "}
        <span class="facts">
          {kinds[kind]}, {judgements[judgement]}
          {why !== "" && <>: {why}</>}
        </span>
      </span>
    </li>
  );
}

function Scope({ halt }: { readonly halt: Halt }) {
  return (
    <>
      <dl class="facts-list">
        <Change
          name="The change that brought the bug"
          item="cause"
          change={halt.cause.commit}
          words={halt.cause.subject}
        />
        <Change name="Its fix" item="fix" change={halt.cause.fixCommit} words={halt.cause.fixReference} />
      </dl>
      <div class="form">
        <Choice
          path={["scope", "mode"]}
          label="How strict"
          choices={[
            ["halted", "Halted: nothing goes out"],
            ["approvalRequired", "What a second person approves goes out"],
          ]}
          fallback="halted"
        />
        <Field
          path={["scope", "refs"]}
          label="Only refs like these, one on a line"
          kind="refs"
          placeholder="refs/heads/release/2.4*"
          hint="Left empty: what is not released yet on the target's line of history."
        />
        <Tick path={["scope", "everything"]} label="Every release of this repository" />
      </div>
      {halt.targets.map(({ id, name }) => (
        <fieldset key={id} class="list">
          <legend>
            Target <code>{name}</code>
          </legend>
          <div class="form">
            <Field path={["targets", { id }, "component"]} label="Component" kind="text" />
            <Field
              path={["targets", { id }, "environments"]}
              label="Environments, one on a line"
              kind="lines"
              placeholder="production"
              hint="Left empty: all of them."
            />
          </div>
        </fieldset>
      ))}
    </>
  );
}

function Change({
  name,
  item,
  change,
  words,
}: {
  readonly name: string;
  readonly item: "cause" | "fix";
  readonly change: string | undefined;
  readonly words: string | undefined;
}) {
  const { state } = usePage();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {change === undefined ? "not known yet" : <code>{change.slice(0, 7)}</code>}
        {change !== undefined && words !== undefined && <> {words}</>}{" "}
        {!state.readOnly && (
          <button type="button" class="link" onClick={() => command("chooseChange", item)}>
            {change === undefined ? "Choose…" : "Choose another…"}
          </button>
        )}
      </dd>
    </>
  );
}

function Actions() {
  return (
    <div class="buttons">
      <button type="button" class="secondary" onClick={() => command("shareHalt")}>
        Share
      </button>
      <button type="button" class="secondary" onClick={() => command("approveHalt")}>
        Approve…
      </button>
      <button type="button" class="secondary" onClick={() => command("overruleHalt")}>
        Overrule: ship anyway…
      </button>
      <button type="button" class="secondary" onClick={() => command("withdrawHalt")}>
        Withdraw…
      </button>
    </div>
  );
}
