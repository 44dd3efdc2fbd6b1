import type { Settings } from "../halt/settings";
import type { UnreadableFile } from "./haltsInFiles";
import type { LedgerCopy } from "./ledger/readLedgers";
import { isProduction, type Release } from "./rules/question";

type Verdict = "open" | "approvalRequired" | "halted" | "cannotTell";

/** A halt that stops the release, as those who are stopped are told of it. */
export interface StoppingHalt {
  /** The file of the halt; null where it is known from the ledger alone. */
  readonly path: string | null;
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly release: string | null;
  readonly shared: boolean;
  readonly mode: "halted" | "approvalRequired";
  readonly by: string | null;
  /** ISO 8601 with offset; null where the file does not say so. */
  readonly since: string | null;
  /** What lifts it, each as part of a sentence. */
  readonly lifts: readonly string[];
}

/** Whether a release may go out, and by which halts. */
export interface ReleaseCheck {
  readonly verdict: Verdict;
  /** Whether a release must not go on: halted does, and so does not knowing in production. */
  readonly blocks: boolean;
  readonly active: readonly StoppingHalt[];
  /** Halts that are active and do not stop this release, with the reason. */
  readonly passed: readonly { readonly id: string; readonly title: string; readonly why: string }[];
  /** Halts of which nobody can tell whether they stop this release. */
  readonly undecided: readonly { readonly id: string; readonly title: string; readonly why: string }[];
  readonly unreadable: readonly UnreadableFile[];
  /** Why nobody can tell, as sentences. */
  readonly unknown: readonly string[];
  /** What the person should hear beside. */
  readonly warnings: readonly string[];
  /** The copy of the remote's ledger that the answer rests on, where the remote could not be asked; else null. */
  readonly copy: LedgerCopy | null;
  /** Whether what is asked is a release at all: where it is not, no halt is asked. */
  readonly isRelease: boolean;
  /** The full name of the ref; empty where none was named. */
  readonly ref: string;
  readonly commit: string | null;
  /** One sentence. */
  readonly line: string;
}

/** What was found out about a release. */
export type Findings = Pick<
  ReleaseCheck,
  "active" | "passed" | "undecided" | "unreadable" | "unknown" | "warnings" | "copy" | "isRelease"
>;

/** What is found out about a ref that is not released from: no halt is asked of it. */
export const noRelease: Findings = {
  active: [],
  passed: [],
  undecided: [],
  unreadable: [],
  unknown: [],
  warnings: [],
  copy: null,
  isRelease: false,
};

/** The verdict that the findings come to, with its line. */
export function conclude(release: Release, settings: Settings, found: Findings): ReleaseCheck {
  // The same halt may stand in two states of the ledger that are not brought together yet.
  const active = [...new Map(found.active.map((halt) => [halt.id, halt])).values()];
  const findings = { ...found, active };
  const verdict = verdictOf(findings);
  // An approval that is required stops also where another halt, of which nobody can tell, would only warn.
  const blocks =
    verdict === "cannotTell"
      ? findings.active.length > 0 || isProduction(release, settings)
      : verdict !== "open";
  return {
    verdict,
    blocks,
    ...findings,
    ref: release.ref,
    commit: release.commit ?? null,
    line: findings.isRelease
      ? lineOf(verdict, findings)
      : `${release.ref} is no ref that is released from: no halt stops it.`,
  };
}

/** The worst of all: a halt that is certain comes before what cannot be known. */
function verdictOf({ active, unreadable, unknown }: Findings): Verdict {
  if (active.some(({ mode }) => mode === "halted")) return "halted";
  if (unreadable.length + unknown.length > 0) return "cannotTell";
  return active.length > 0 ? "approvalRequired" : "open";
}

function lineOf(verdict: Verdict, { active, unreadable, unknown, passed }: Findings): string {
  const [first] = active;
  switch (verdict) {
    case "open":
      return passed.length === 0
        ? "No halt is active: the release may go on."
        : `The release may go on: ${passed.length === 1 ? "the halt that is active does" : `the ${passed.length} halts that are active do`} not stop it.`;
    case "cannotTell":
      return unreadable.length > 0
        ? `Nobody can tell whether the release is halted: ${unreadable.length === 1 ? "a halt file" : `${unreadable.length} halt files`} could not be read.`
        : `Nobody can tell whether the release is halted. ${unknown[0] ?? ""}`;
    case "halted":
    case "approvalRequired": {
      const more = active.length > 1 ? ` and ${active.length - 1} more` : "";
      const seen = active.every(({ shared }) => !shared) ? " (only you see this)" : "";
      const is = verdict === "halted" ? "is halted" : "waits for an approval";
      return `The release ${is}: ${first?.title ?? ""}${more}${seen}.`;
    }
    default:
      return verdict satisfies never;
  }
}
