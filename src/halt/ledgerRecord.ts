import * as z from "zod";
import { refPattern } from "./refPattern";
import { commitId, instant, itemId } from "./schema/common";

/** The version of the ledger's records that this code writes, and the newest that it reads. */
export const recordVersion = 1;

/** What people type: bounded, because everybody's clone gets it. */
const words = z.string().max(4000);

/** The name of a component or an environment: one line, of whole characters. */
const name = z.string().regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u);

/** It stands in the message of a commit: no space in it, so that it cannot say more than itself. */
const eventId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);

/** A change by its commit; the patch id finds its copies where the commit itself is not at hand (`git patch-id --stable`). */
const change = z.looseObject({
  commit: commitId,
  patchId: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
});

/**
 * Which releases a halt stops. Content decides where it is known: `causes`, else `line` (all that is not released yet on
 * the line of history on which the bug was seen), else the names in `refs`, else every release. `released` are the
 * commits that were out when the halt was placed: what is, or leads up to, one of them may always go out again.
 */
const haltScope = z.looseObject({
  refs: z.array(refPattern).max(100).default([]),
  components: z.array(name).max(100).default([]),
  environments: z.array(name).max(100).default([]),
  line: commitId.optional(),
  causes: z.array(change).max(50).default([]),
  fixes: z.array(change).max(50).default([]),
  released: z.array(commitId).max(2000).default([]),
});

/** What must be true before a halt is lifted; each kind is looked up anew, `stated` is what a person says. */
const ledgerCriterion = z.discriminatedUnion("kind", [
  z.looseObject({
    id: itemId,
    kind: z.literal("reproduction"),
    runs: z.number().int().positive().max(10_000),
  }),
  z.looseObject({ id: itemId, kind: z.literal("tests"), names: z.array(words).min(1).max(500) }),
  z.looseObject({ id: itemId, kind: z.literal("change"), commit: commitId }),
  z.looseObject({ id: itemId, kind: z.literal("approval") }),
  z.looseObject({ id: itemId, kind: z.literal("notBefore"), at: instant }),
  z.looseObject({ id: itemId, kind: z.literal("stated"), text: words }),
]);

/** What a halt says to those whom it stops. No evidence, no money, no customer. */
export const haltTerms = z.looseObject({
  title: words,
  reason: words,
  mode: z.enum(["halted", "approvalRequired"]).default("halted"),
  release: words.optional(),
  /** When the person wants to be asked whether the halt still has its reason. */
  reviewAt: instant.optional(),
  scope: haltScope.prefault({}),
  criteria: z.array(ledgerCriterion).max(100).default([]),
});

const common = {
  id: eventId,
  /** Greater than that of every event of the halt that its writer knew: clocks differ, this order does not. */
  seq: z.number().int().positive(),
  at: instant,
  /** As git's `user.name` says: recorded, not authenticated. */
  by: words.optional(),
};

export const ledgerEvent = z.discriminatedUnion("kind", [
  z.looseObject({ ...common, kind: z.literal("placed"), terms: haltTerms }),
  z.looseObject({ ...common, kind: z.literal("changed"), terms: haltTerms }),
  /** Of a commit, or of lifting the halt where no commit is named. */
  z.looseObject({
    ...common,
    kind: z.literal("approved"),
    commit: commitId.optional(),
    note: words.optional(),
  }),
  /** A criterion was seen to be met: at which commit, and with which result. */
  z.looseObject({
    ...common,
    kind: z.literal("met"),
    criterion: itemId,
    commit: commitId.optional(),
    result: words.optional(),
  }),
  /** A criterion that was met before was seen not to be, as when a test fails that had passed. */
  z.looseObject({
    ...common,
    kind: z.literal("notMet"),
    criterion: itemId,
    commit: commitId.optional(),
    result: words.optional(),
  }),
  z.looseObject({ ...common, kind: z.literal("lifted"), reason: words }),
  /** Lifted although criteria were not met. */
  z.looseObject({ ...common, kind: z.literal("overridden"), reason: words, unmet: z.array(words).max(100) }),
  /** Shipped anyway. */
  z.looseObject({
    ...common,
    kind: z.literal("overruled"),
    reason: words,
    riskOwner: words,
    abortThreshold: words.optional(),
    watchedBy: words.optional(),
  }),
  z.looseObject({ ...common, kind: z.literal("withdrawn"), reason: words }),
  z.looseObject({ ...common, kind: z.literal("superseded"), reason: words, supersededBy: itemId.optional() }),
  /** One release went past the gate in an emergency; the halt goes on. */
  z.looseObject({
    ...common,
    kind: z.literal("bypassed"),
    reason: words,
    ref: words.optional(),
    commit: commitId.optional(),
  }),
]);

/** The id of a halt in the ledger: its file's name, too. */
export const recordId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);

/** All that happened to one halt. Objects are loose: what a later version adds in them survives. */
const ledgerRecord = z.looseObject({
  version: z.literal(recordVersion),
  id: recordId,
  events: z.array(ledgerEvent).min(1),
});

export type LedgerRecord = z.output<typeof ledgerRecord>;
export type LedgerEvent = z.output<typeof ledgerEvent>;
export type HaltTerms = z.output<typeof haltTerms>;
export type HaltScope = z.output<typeof haltScope>;
export type ScopeChange = HaltScope["causes"][number];
export type LedgerCriterion = z.output<typeof ledgerCriterion>;

/** An event that is not in a ledger yet. */
export type NewEvent = DistributiveOmit<z.input<typeof ledgerEvent>, "id" | "seq">;

/** `Omit` forgets the known keys of an object that is loose. */
type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown
  ? { [Key in keyof Union as Key extends Keys ? never : Key]: Union[Key] }
  : never;

export type ReadRecord =
  { readonly ok: true; readonly record: LedgerRecord } | { readonly ok: false; readonly problem: string };

/** Reads the text of a record. One that is damaged, or of a newer version, gives the reason; nothing is guessed. */
export function readRecord(text: string, id: string): ReadRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (isDeep(value)) return { ok: false, problem: "it is nested too deeply" };
  const version = z.object({ version: z.number() }).safeParse(value);
  if (version.success && version.data.version > recordVersion) {
    return { ok: false, problem: `it has version ${version.data.version}: a newer Release Halt wrote it` };
  }
  const parsed = ledgerRecord.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, problem: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it is no record"}` };
  }
  if (parsed.data.id !== id) return { ok: false, problem: `it says that it is the halt ${parsed.data.id}` };
  if (new Set(parsed.data.events.map((event) => event.id)).size < parsed.data.events.length)
    return { ok: false, problem: "two of its events have the same id" };
  // Each was the next number of its writer, so there are as many before it; else nothing could come after the greatest.
  if (parsed.data.events.some(({ seq }) => seq > parsed.data.events.length))
    return { ok: false, problem: "events that come before others are missing" };
  const events = inOrder(parsed.data.events);
  if (events[0]?.kind !== "placed")
    return { ok: false, problem: "its first event is not that it was placed" };
  return { ok: true, record: { ...parsed.data, events: [...events] } };
}

/** Deeper than anything a record holds: what would overflow the stack when it is written again. */
const maxDepth = 50;

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** The text of a record as the ledger keeps it: readable in a diff, and the same for the same record. */
export function writeRecord(record: LedgerRecord): string {
  const { version, id, events, ...rest } = record;
  return `${JSON.stringify({ version, id, ...rest, events: inOrder(events) }, undefined, 2)}\n`;
}

/** By sequence; where two wrote at once, by time and then by id. */
export function inOrder(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  return [...events].sort(
    (a, b) =>
      a.seq - b.seq || Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
