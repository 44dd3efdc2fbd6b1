import { announcement } from "../assess/announcement";
import { draftHalt } from "../assess/draftHalt";
import { captureFacts } from "../capture/git/captureFacts";
import { newItemId } from "../halt/newId";
import type { HaltTerms } from "../halt/ledgerRecord";
import { haltSchema, type Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import { writeHalt } from "../halt/writeHalt";
import type { Git } from "../system/git";
import { createHaltFile, haltFolders } from "../system/haltStore";
import { HaltLedger } from "./ledger/haltLedger";
import { termsOf, UnfitTerms } from "./termsOf";

export interface ActiveHaltInput {
  readonly title: string;
  readonly reason: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly settings?: Settings;
  /** What production runs, as a ref; else what the tags suggest. */
  readonly baseRef?: string;
  /** Write into the work tree instead of git's common directory. */
  readonly shared?: boolean;
  /** Stop what is named instead of what is not released yet on the line of what is checked out. */
  readonly scope?: {
    /** Patterns of full ref names. */
    readonly refs?: readonly string[];
    readonly component?: string;
    readonly environments?: readonly string[];
    /** The change that brought the bug, by its whole commit id. */
    readonly cause?: string;
    readonly fix?: string;
  };
}

export type WrittenHalt =
  | {
      readonly ok: true;
      readonly path: string;
      /** The top folder of the repository. */
      readonly top: string;
      readonly halt: Halt;
      readonly announcement: string;
      /** What else the person should hear: the halt holds all the same. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

export const noCommitYet = "There is no commit yet, so there is nothing to halt. Nothing was written.";

/**
 * Stops the release that is checked out: an active halt, written at once, without asking for evidence and without any
 * network. Everything else grows from the same record.
 */
export async function writeActiveHalt(
  git: Git,
  folder: string,
  input: ActiveHaltInput,
): Promise<WrittenHalt> {
  const { title, reason, now, settings = {}, baseRef, shared = false } = input;
  const captured = await captureFacts(git, folder, { settings, ...(baseRef !== undefined && { baseRef }) });
  if (!captured.ok) return { ok: false, message: `${captured.message} Nothing was written.` };
  const { facts } = captured;
  if (facts.commit === null) {
    return { ok: false, message: noCommitYet };
  }
  const by = facts.user === null ? {} : { by: facts.user };
  const draft = draftHalt({ title, facts, now, settings });
  const { scope = {} } = input;
  const parsed = haltSchema.safeParse({
    ...draft,
    ...(scope.refs !== undefined && { scope: { refs: scope.refs } }),
    targets: (draft.targets ?? []).map((target) => ({
      ...target,
      ...(scope.component !== undefined && { component: scope.component }),
      ...(scope.environments !== undefined && { environments: scope.environments }),
    })),
    ...((scope.cause ?? scope.fix) !== undefined && {
      cause: {
        ...(scope.cause !== undefined && { commit: scope.cause }),
        ...(scope.fix !== undefined && { fixCommit: scope.fix }),
      },
    }),
    status: "active",
    placement: { reason, at: now, ...by },
    timeline: [{ id: newItemId("event"), at: now, ...by, event: "placed", detail: reason }],
  });
  if (!parsed.success) {
    return {
      ok: false,
      message: `This cannot be halted: ${parsed.error.issues[0]?.message ?? ""} Nothing was written.`,
    };
  }
  const halt = parsed.data;
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return { ok: false, message: folders.message };
  const terms = await fittingTerms(git, folders.top, halt, settings);
  if (!terms.ok) return terms;
  const written = await createHaltFile(
    shared ? folders.sharedFolder : folders.privateFolder,
    halt.id,
    writeHalt(halt),
  );
  if (!written.ok) return written;
  const { path } = written;
  const recorded = await new HaltLedger(git, folders.top, settings).place(halt, terms.terms);
  const warnings = [
    ...(recorded.ok
      ? []
      : [
          `The halt is in its file, and not yet in the ledger that hooks without Node read: ${recorded.message}`,
        ]),
    ...(terms.terms.scope.released.length === 0 ? [noReleaseKnown(halt.id)] : []),
  ];
  return {
    ok: true,
    path,
    top: folders.top,
    halt,
    announcement: announcement(halt, settings.timeZone),
    warnings,
  };
}

/** Where nothing is known to be out, nothing goes back to it: a person who has to roll back must not learn that then. */
function noReleaseKnown(id: string): string {
  return `No release is known in this clone, so the gate cannot tell a rollback from a new release: this halt stops both. If something is out already, run "git fetch --tags", or name what production runs with --base, and halt again; then withdraw ${id}.`;
}

/** What the ledger will say of it: a halt whose file says more would stop nobody else, and be in the way of its end. */
async function fittingTerms(
  git: Git,
  top: string,
  halt: Halt,
  settings: Settings,
): Promise<
  { readonly ok: true; readonly terms: HaltTerms } | { readonly ok: false; readonly message: string }
> {
  try {
    return { ok: true, terms: await termsOf(git, top, halt, settings) };
  } catch (error) {
    if (!(error instanceof UnfitTerms)) throw error;
    return { ok: false, message: `This cannot be halted. ${error.message} Nothing was written.` };
  }
}
