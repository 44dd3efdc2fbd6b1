import type { PlaceView } from "../editor/pageViews";
import type { PageCommand } from "../editor/protocol";
import { command } from "./host";

/** A place in the code, which leads there, with what became of it since it was captured. */
export function CodePlace({
  id,
  name,
  text,
  now,
  open,
}: {
  /** Of the step or failure that it is of. */
  readonly id: string;
  readonly name: string;
  readonly text?: string | undefined;
  readonly now: PlaceView | undefined;
  readonly open: PageCommand;
}) {
  const quoted = text?.trim();
  return (
    <p class="facts">
      <button type="button" class="link" onClick={() => command(open, id)}>
        {name}
      </button>{" "}
      {quoted !== undefined && now?.code !== quoted && <code>{quoted}</code>}{" "}
      {now !== undefined && (
        <span class={now.isGone ? "gone" : "moved"}>
          {now.words} {now.code !== undefined && <code>{now.code}</code>} {now.end}
        </span>
      )}{" "}
      {now?.isGone === true && (
        <button
          type="button"
          class="link"
          aria-label={`Show it as it was: ${name}`}
          onClick={() => command("showLocationThen", id)}
        >
          Show it as it was
        </button>
      )}
    </p>
  );
}
