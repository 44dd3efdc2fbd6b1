import type { HostMessage } from "../editor/protocol";
import { Banners } from "./header";
import { command } from "./host";

const reasons: Readonly<Record<string, string>> = {
  empty: "is empty",
  notJson: "is not valid JSON",
  newer: "was written by a newer version of Release Halt",
  invalid: "is not a halt that this version understands",
};

/** A file that cannot be read: what is wrong, where, and the way to the text. Nothing of it is changed. */
export function Unreadable({ message }: { readonly message: HostMessage & { kind: "unreadable" } }) {
  return (
    <section class="unreadable">
      <h1>
        {message.fileName} {reasons[message.reason] ?? "cannot be read"}
      </h1>
      <p>
        Nothing was changed in the file. Mend it as text; the editor comes back as soon as it can be read.
      </p>
      <Banners banners={message.banners} />
      <ul>
        {message.problems.map((problem) => (
          <li key={`${problem.line}:${problem.column}:${problem.message}`}>
            Line {problem.line}, column {problem.column}: {problem.message}
          </li>
        ))}
      </ul>
      <button type="button" class="primary" onClick={() => command("reopenAsText")}>
        Reopen as text
      </button>
    </section>
  );
}
