import type { HaltPath } from "../halt/intent";
import type { CommunicationDraft, Halt } from "../halt/schema/halt";
import { Choice, Field, setting } from "./field";
import { command, intend } from "./host";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";

const kinds: readonly (readonly [CommunicationDraft["kind"], string])[] = [
  ["internalStatus", "Internal status"],
  ["stakeholderNotice", "Notice to stakeholders"],
  ["update", "Update"],
  ["customerNote", "Note to customers"],
  ["decisionRecord", "Record of the decision"],
];

/** The messages: for whom, by whom, when, and the text, which follows the record until somebody writes their own. */
export function CapturedDrafts({ halt }: { readonly halt: Halt }) {
  return (
    <ItemList path={["communication", "drafts"]} noun="draft" initial={{ kind: "update" }}>
      {(path, { id }) => (
        <div class="form">
          <Choice path={[...path, "kind"]} label="Kind" choices={kinds} needed />
          <Field path={[...path, "audience"]} label="For" kind="text" />
          <Field path={[...path, "channel"]} label="Channel" kind="text" />
          <Field path={[...path, "owner"]} label="Sent by" kind="text" />
          <Field path={[...path, "at"]} label="At" kind="instant" />
          <DraftText
            path={[...path, "text"]}
            draft={halt.communication.drafts.find((candidate) => candidate.id === id)}
          />
        </div>
      )}
    </ItemList>
  );
}

function DraftText({
  path,
  draft,
}: {
  readonly path: HaltPath;
  readonly draft: CommunicationDraft | undefined;
}) {
  const { state } = usePage();
  if (draft === undefined) return null;
  const proposal = state.proposals[draft.id];
  const copy = (
    <button type="button" class="secondary" onClick={() => command("copyDraft", draft.id)}>
      Copy
    </button>
  );
  if (draft.text === undefined && proposal === undefined) {
    return (
      <p class="hint wide">
        There is nothing to say yet: the record does not hold what this message is for.{" "}
        {!state.readOnly && (
          <button type="button" class="link" onClick={() => intend(setting(path, ""))}>
            Write it yourself
          </button>
        )}
      </p>
    );
  }
  if (draft.text === undefined) {
    return (
      <div class="wide">
        <p class="hint">
          Proposed from the record; it follows what the record says until you write your own.
        </p>
        <pre>{proposal}</pre>
        <div class="buttons">
          {copy}
          {!state.readOnly && (
            <button type="button" class="secondary" onClick={() => intend(setting(path, proposal))}>
              Edit this text
            </button>
          )}
        </div>
      </div>
    );
  }
  return (
    <>
      <Field path={path} label="Text" kind="area" />
      {copy}
    </>
  );
}
