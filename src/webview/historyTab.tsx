import { usePage } from "./pageContext";
import { timeWords } from "./words";

/** What happened to the halt, newest first. */
export function HistoryTab() {
  const { halt } = usePage().state;
  const events = [...halt.timeline].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const by = halt.createdBy === undefined ? "" : ` by ${halt.createdBy}`;
  const redacted = Object.entries(halt.redactions);
  return (
    <>
      <ol class="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <time dateTime={event.at}>{timeWords(event.at)}</time> {event.event}
            {event.by !== undefined && ` by ${event.by}`}
            {event.detail !== undefined && <p class="facts">{event.detail}</p>}
          </li>
        ))}
        <li>
          <time dateTime={halt.createdAt}>{timeWords(halt.createdAt)}</time> drafted{by}
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
