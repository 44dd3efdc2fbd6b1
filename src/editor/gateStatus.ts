import { shortDateWords } from "../assess/dateWords";
import { capitalised, sentence } from "../assess/phrase";
import { plainLine } from "../brief/escapeMarkdown";
import { audienceWords, type LedgerOverview } from "../gate/ledger/ledgerOverview";
import { isNotReached } from "../gate/ledger/readLedgers";
import type { ReleaseCheck } from "../gate/releaseVerdict";
import { plainLabel } from "./plainLabel";

/** What the gate says of one repository of the window. */
export interface RepositoryGate {
  /** Of what is checked out. */
  readonly check: ReleaseCheck;
  /** Of a tag of what is checked out, where the branch itself is not released from. */
  readonly asTag: ReleaseCheck | undefined;
  readonly overview: LedgerOverview;
  /** Titles of all active halts. */
  readonly active: readonly string[];
  readonly timeZone: string | undefined;
}

type Stopping = ReleaseCheck["active"][number];

/** What the status bar shows. */
export interface GateStatus {
  readonly kind: "halted" | "approvalRequired" | "cannotTell" | "haltedAsTag" | "idle";
  /** With the names of icons in it. */
  readonly text: string;
  readonly tooltip: string;
  /** The halt that a click opens, and the index of its repository. */
  readonly halt?: { readonly id: string; readonly path: string | null; readonly repository: number };
}

/** The worst that the gate says of any repository: halted, then approval required, then not to be told, then idle. */
export function gateStatus(repositories: readonly RepositoryGate[], now: string): GateStatus {
  const found = repositories.map((repository, index) => statusOf(repository, index, now));
  const order = ["halted", "approvalRequired", "cannotTell", "haltedAsTag", "idle"] as const;
  for (const kind of order) {
    const [first] = found.filter((status) => status.kind === kind);
    if (first !== undefined) return first;
  }
  return idle([]);
}

function statusOf(repository: RepositoryGate, index: number, now: string): GateStatus {
  const { check, asTag, active } = repository;
  // The verdict is that of the strictest halt.
  const first = check.active.find(({ mode }) => mode === check.verdict) ?? check.active[0];
  const warnings = check.warnings.map((warning) => sentence(plainLine(warning)));
  switch (check.verdict) {
    case "halted":
    case "approvalRequired":
      if (first === undefined) return idle(active);
      return {
        kind: check.verdict,
        text: `$(stop-circle) ${check.verdict === "halted" ? "Halted" : "Approval required"}: ${shorten(first.title)}${more(check.active)}`,
        tooltip: [...check.active.flatMap((halt) => told(halt, repository, now)), ...warnings].join("\n"),
        halt: { id: first.id, path: first.path, repository: index },
      };
    case "cannotTell":
      // A repository that never had a ledger is not told that it cannot be reached.
      if (!matters(repository)) return idle(active);
      return {
        kind: "cannotTell",
        text: "$(warning) Halts: cannot tell",
        tooltip: [
          "Whether a release from here is halted cannot be told.",
          ...check.unknown.map(plainLine),
          ...check.unreadable.map(({ path, problem }) => plainLine(`${path}: ${problem}`)),
          ...warnings,
        ].join("\n"),
      };
    case "open":
      return asTag === undefined ? idle(active) : asTagStatus(repository, asTag, index, now);
    default:
      return check.verdict satisfies never;
  }
}

/** A branch that is worked on goes on; a release from it would be stopped. */
function asTagStatus(
  repository: RepositoryGate,
  asTag: ReleaseCheck,
  index: number,
  now: string,
): GateStatus {
  const [first] = asTag.active;
  if (first === undefined) return idle(repository.active);
  const name = repository.check.ref.replace(/^refs\/heads\//, "");
  return {
    kind: "haltedAsTag",
    text: `$(stop-circle) Release halted: ${shorten(first.title)}${more(asTag.active)}`,
    tooltip: [
      `${plainLine(name)} is not released from, and may be pushed. A release of what is checked out is stopped:`,
      ...asTag.active.flatMap((halt) => told(halt, repository, now)),
    ].join("\n"),
    halt: { id: first.id, path: first.path, repository: index },
  };
}

function matters({ check, overview }: RepositoryGate): boolean {
  return (
    overview.concerned ||
    check.unreadable.length > 0 ||
    check.unknown.some((sentenceOf) => !isNotReached(sentenceOf))
  );
}

function idle(active: readonly string[]): GateStatus {
  const others = active.map((title) => `  ${plainLine(title)}`);
  return {
    kind: "idle",
    text: "$(stop-circle) Halt release",
    tooltip: [
      "Halt Release Now: two prompts, works offline",
      ...(others.length === 0
        ? []
        : [
            `${others.length === 1 ? "A halt is" : `${others.length} halts are`} active and ${others.length === 1 ? "does" : "do"} not stop what is checked out:`,
            ...others,
          ]),
    ].join("\n"),
  };
}

/** Who, why, since when, what lifts it, and who sees it. */
function told(halt: Stopping, { overview, timeZone }: RepositoryGate, now: string): string[] {
  const by = halt.by === null ? "" : ` by ${plainLine(halt.by)}`;
  const since = halt.since === null ? "" : ` since ${shortDateWords(halt.since, now, timeZone)}`;
  const mode = halt.mode === "halted" ? "Halted" : "Approval required";
  const record = overview.halts.find(({ state }) => state.id === halt.id);
  const audience =
    record === undefined
      ? halt.shared
        ? "in the work tree, not in the ledger yet"
        : "only you see this"
      : audienceWords(record, overview.remote);
  return [
    `${mode}${by}${since}: ${plainLine(halt.title)}`,
    `Why: ${plainLine(halt.reason)}`,
    `Lifted when: ${halt.lifts.map(plainLine).join("; ")}`,
    sentence(capitalised(audience)),
  ];
}

function more({ length }: readonly Stopping[]): string {
  return length > 1 ? ` and ${length - 1} more` : "";
}

/** An icon's name in a title would become that icon. */
function shorten(title: string): string {
  const text = plainLabel(title);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
