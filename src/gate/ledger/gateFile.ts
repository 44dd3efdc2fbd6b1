import { plainLine } from "../../brief/escapeMarkdown";
import type { LedgerState } from "../../halt/ledgerState";
import { criterionWords } from "../criteria/criterionWords";

/** The name of the file in the ledger that the shell form of the gate reads. */
export const gateFileName = "gate";

/** The version of that file which this code writes, and the newest that it knows. */
const gateVersion = 1;

/** The version that a gate file says it has, where that is a newer one. */
export function newerGateVersion(text: string): number | undefined {
  const [, version] = /^release-halts (\d{1,9})$/.exec(text.split("\n", 1)[0] ?? "") ?? [];
  return Number(version) > gateVersion ? Number(version) : undefined;
}

/** A record as a ledger's tree holds it. */
export interface LedgerEntry {
  /** The id of the blob of its JSON. */
  readonly blob: string;
  readonly state: LedgerState;
}

/**
 * What the records come to, one fact a line, for a shell that has only git. Each halt names the blob of its record, so a
 * record that was changed without this file, or this file without the record, is noticed.
 */
export function gateText(entries: readonly LedgerEntry[]): string {
  const sorted = [...entries].sort((a, b) => (a.state.id < b.state.id ? -1 : 1));
  return [`release-halts ${gateVersion}`, ...sorted.flatMap(blockOf)]
    .map((line) => `${whole(line)}\n`)
    .join("");
}

/** Half a character has no bytes: as git keeps the line, so it must be compared. */
function whole(line: string): string {
  return line.replaceAll(/\p{Cs}/gu, "\uFFFD");
}

function blockOf({ blob, state }: LedgerEntry): string[] {
  const { id, status, terms, placed } = state;
  if (status === "closed") return [`halt ${id} ${blob} closed`, "end"];
  const { scope } = terms;
  const optional = (keyword: string, value: string | undefined): string[] => {
    const line = plainLine(value ?? "");
    return line === "" ? [] : [`${keyword} ${line}`];
  };
  const all = (keyword: string, values: readonly string[]): string[] =>
    values.map((value) => `${keyword} ${value}`);
  const changes = (keyword: string, values: LedgerState["terms"]["scope"]["causes"]): string[] =>
    values.map(({ commit, patchId }) => [keyword, commit, patchId].filter(Boolean).join(" "));
  return [
    `halt ${id} ${blob} ${status === "halted" ? "halted" : "approval"}`,
    ...optional("title", terms.title),
    ...optional("why", terms.reason),
    ...optional("by", placed.by),
    `since ${placed.at}`,
    ...optional("lifts", terms.criteria.map(criterionWords).join("; ") || "a lift with a reason"),
    ...all("ref", scope.refs),
    ...all("component", scope.components),
    ...all("environment", scope.environments),
    ...optional("line", scope.line),
    ...changes("bad", scope.causes),
    ...changes("fix", scope.fixes),
    ...all("released", scope.released),
    ...all(
      "approved",
      state.approvals.flatMap(({ commit, by }) =>
        commit !== undefined && by !== undefined && by !== placed.by ? [commit] : [],
      ),
    ),
    "end",
  ];
}
