import { command } from "./host";
import { usePage } from "./pageContext";
import { timeWords } from "./words";

/** The change that brought the bug, how it was found, and the way to look for it; never who made it. */
export function FoundChange() {
  const { state } = usePage();
  const { change } = state;
  if (change === undefined) return null;
  const { label, base, commit, subject, cameBy, foundBy, at, where, command: ran, rollback } = change;
  const facts = [at === undefined ? undefined : timeWords(at), where].filter((part) => part !== undefined);
  return (
    <fieldset class="list">
      <legend>The change that brought it</legend>
      {commit === undefined ? (
        <p class="hint">
          Not known yet. The deciding command is run at one commit after another between {base} and the
          target.
        </p>
      ) : (
        <p class="found-change">
          <code>{commit}</code> <strong>{subject}</strong>
        </p>
      )}
      {foundBy !== undefined && (
        <p>{[cameBy, foundBy, rollback].filter((part) => part !== undefined).join(" ")}</p>
      )}
      {ran !== undefined && (
        <p class="facts">
          Found with <code>{ran}</code>, {facts.join(", ")}
        </p>
      )}
      <ChangedFiles />
      {label !== undefined && !state.readOnly && (
        <div class="buttons">
          <button type="button" class="secondary" onClick={() => command("findChange")}>
            {label}
          </button>
        </div>
      )}
    </fieldset>
  );
}

function ChangedFiles() {
  const { state } = usePage();
  const { files = [], moreFiles = 0 } = state.change ?? {};
  if (files.length === 0) return null;
  return (
    <ul class="plain-list" aria-label="What it changes">
      <li class="facts" aria-hidden="true">
        It changes
      </li>
      {files.map((file) => (
        <li key={file}>
          <code>{file}</code>
        </li>
      ))}
      {moreFiles > 0 && <li class="facts">and {moreFiles} more files</li>}
    </ul>
  );
}
