import type { Halt } from "../halt/schema/halt";
import { EnvironmentFacts } from "./environment";
import { setting } from "./field";
import { FoundChange } from "./foundChange";
import { command, intend } from "./host";
import { ItemList } from "./itemList";
import { Ladder } from "./ladder";
import { usePage } from "./pageContext";
import { Steps } from "./steps";
import { Verifications } from "./verifications";
import { timeWords } from "./words";

/** How sure it is, the steps, where they were run, what a clean checkout told, and the change that brought it. */
export function CapturedReproduction({ halt }: { readonly halt: Halt }) {
  return (
    <>
      <Ladder halt={halt} />
      <Steps halt={halt} />
      <EnvironmentFacts halt={halt} />
      <Verifications />
      <FoundChange />
    </>
  );
}

/** What git said, and the attachments. */
export function CapturedContext({ halt }: { readonly halt: Halt }) {
  const { facts, base } = halt;
  return (
    <>
      <dl class="facts-list">
        {halt.targets.map((target) => (
          <Fact
            key={target.id}
            name="Target"
            text={`${target.kind} ${target.name} ${target.commit?.slice(0, 7) ?? ""}`}
          />
        ))}
        {base !== undefined && <Fact name="Base" text={`${base.ref}: ${base.why}`} />}
        {facts !== undefined && (
          <>
            <Fact name="Repository" text={facts.remote ?? facts.repository} />
            <Fact
              name="Range"
              text={`${facts.commits ?? "unknown"} commits, ${facts.changedFiles ?? "unknown"} changed files`}
            />
            <Fact name="Work tree" text={`${facts.dirty} changed, ${facts.untracked} untracked files`} />
            <Fact name="Captured" text={timeWords(facts.captured.at)} />
          </>
        )}
      </dl>
      <BugSuggestions bug={halt.bug} />
      {(facts?.warnings ?? []).map((warning) => (
        <p key={warning} class="hint">
          {warning}
        </p>
      ))}
      <ItemList path={["attachments"]} noun="attachment">
        {(_, { id }) => {
          const attachment = halt.attachments.find((candidate) => candidate.id === id);
          return (
            <button type="button" class="link" onClick={() => command("openAttachment", id)}>
              {attachment?.title ?? attachment?.path ?? attachment?.url ?? id}
            </button>
          );
        }}
      </ItemList>
    </>
  );
}

/** Ids that the branch and its commits name; the person takes the one that is meant. */
function BugSuggestions({ bug: { id: taken, suggestions } }: { readonly bug: Halt["bug"] }) {
  const { state } = usePage();
  const others = suggestions.filter(({ id }) => id !== taken);
  if (others.length === 0 || state.readOnly) return null;
  const take = (id: string, url: string | undefined): void =>
    intend(setting(["bug", "id"], id), setting(["bug", "url"], url));
  return (
    <p class="facts">
      {others.map(({ id, from, url }) => (
        <span key={id}>
          <button type="button" class="link" onClick={() => take(id, url)}>
            Use {id}
          </button>{" "}
          (from {from}){" "}
        </span>
      ))}
    </p>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
