import { isWritten, phrase } from "../assess/phrase";
import type { Span } from "../halt/briefView";
import { httpUrl } from "./httpUrl";

/** What a sentence may rest on: all rows of a kind, or one of them by the id of its item. */
export type EvidenceKey =
  | "observations"
  | "reproduction"
  | "environment"
  | "verification"
  | `verification:${string}`
  | "tests"
  | "testRuns"
  | "baseTests"
  | "users"
  | "money"
  | `money:${string}`
  | "holding"
  | "severity"
  | "cause"
  | "rollback"
  | "noReturn"
  | "remediation"
  | "rollout"
  | "base";

export interface EvidenceRow {
  readonly number: number;
  readonly key: EvidenceKey;
  readonly claim: string;
  readonly from: readonly Span[];
  /** In words; empty where no time was recorded. */
  readonly when: string;
}

/** A row before it has its number. */
export type Entry = Omit<EvidenceRow, "number">;

/** Where a figure is from; open where nobody said. */
export function source(text: string | undefined): Span {
  return isWritten(text) ? { text: phrase(text) } : { text: "no source yet", style: "open" };
}

/** An address that may be followed. */
export function link(url: string | undefined): { url?: string } {
  const safe = httpUrl(url);
  return safe === undefined ? {} : { url: safe };
}
