import type { RecordedEvent } from "../editor/pageViews";
import type { Halt } from "../halt/schema/halt";
import { usePage } from "./pageContext";
import { timeWords } from "./words";

/** What happened to the halt, newest first. */
export function HistoryTab() {
  const { halt, recorded = [] } = usePage().state;
  const events = [...ofFile(halt, recorded), ...recorded].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const drafted = {
    ...{ at: halt.createdAt, name: "Drafted", detail: "" },
    ...(halt.createdBy !== undefined && { by: halt.createdBy }),
  };
  const redacted = Object.entries(halt.redactions);
  return (
    <>
      <ol class="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <Event {...event} />
          </li>
        ))}
        <li>
          <Event {...drafted} />
        </li>
      </ol>
      {redacted.length > 0 && (
        <p class="hint">
          Taken out before anything was written:{" "}
          {redacted.map(([kind, count]) => `${count} × ${kind}`).join(", ")}.
        </p>
      )}
    </>
  );
}

/** When, what and who, then why. */
function Event({ at, name, by, signed, detail }: Omit<RecordedEvent, "id">) {
  return (
    <>
      <time dateTime={at}>{timeWords(at)}</time>
      <div>
        <p>
          {name}
          {by !== undefined && <span class="facts"> · {by}</span>}
          {signed !== undefined && <Signature {...signed} />}
        </p>
        {detail !== "" && <p class="facts">{detail}</p>}
      </div>
    </>
  );
}

/** A signature that does not fit is a problem; all else is a note. */
function Signature({ signature, words }: NonNullable<RecordedEvent["signed"]>) {
  return <span class={signature === "bad" ? "problem" : "facts"}> · {words}</span>;
}

/** What the file tells of and the record does not: of an event that stands in both, the record's form is the fuller one. */
function ofFile({ timeline }: Halt, recorded: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return timeline
    .filter(({ at }) => !recorded.some((event) => Date.parse(event.at) === Date.parse(at)))
    .map(({ id, at, by, event, detail = "" }) => ({
      id,
      at,
      name: event.charAt(0).toUpperCase() + event.slice(1),
      ...(by !== undefined && { by }),
      detail,
    }));
}
