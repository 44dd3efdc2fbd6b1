import type { LedgerState } from "../halt/ledgerState";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { listHalts } from "../system/haltStore";
import { haltsInFiles, type UnreadableFile } from "./haltsInFiles";
import { isBare } from "./ledger/ledgerRefs";
import type { LedgerSource } from "./ledger/readLedgers";
import { stateOfFile } from "./liftDecision";
import { UnfitTerms } from "./termsOf";

/** A halt that may stop a release: its scope is not asked yet. */
export interface Candidate {
  readonly state: LedgerState;
  readonly shared: boolean;
  /** The file of the halt in this clone, where there is one. */
  readonly path: string | null;
}

interface Candidates {
  readonly halts: readonly Candidate[];
  readonly unreadable: readonly UnreadableFile[];
  /** Files that say something else than the ledger, as sentences. */
  readonly warnings: readonly string[];
}

type StoredHalts = Awaited<ReturnType<typeof listHalts>>;

/** The files of halts; none in a server's repository, which has no work tree. */
export async function storedHalts(git: Git, top: string): Promise<StoredHalts> {
  return (await isBare(git, top)) ? { ok: true, halts: [] } : listHalts(git, top);
}

/**
 * Halts of the ledgers; a halt whose file is active and that no ledger knows counts as its file says. Where the files could
 * not be listed, the work tree itself is what cannot be read.
 */
export async function candidatesOf(
  git: Git,
  top: string,
  settings: Settings,
  sources: readonly LedgerSource[],
  stored: StoredHalts,
): Promise<Candidates> {
  const files = stored.ok ? haltsInFiles(stored.halts) : undefined;
  const active = files?.active ?? [];
  const known = new Set(sources.flatMap(({ states }) => states.map(({ id }) => id)));
  const closed = new Set(
    sources.flatMap(({ states }) => states.filter(({ status }) => status === "closed").map(({ id }) => id)),
  );
  const pathOf = (id: string): string | null => files?.paths.get(id) ?? null;
  const unfit: UnreadableFile[] = [];
  const fromFiles = await Promise.all(
    active
      .filter(({ halt }) => !known.has(halt.id))
      .map(async ({ halt, path, shared }): Promise<readonly Candidate[]> => {
        try {
          return [{ path, shared, state: await stateOfFile(git, top, halt, settings) }];
        } catch (error) {
          if (!(error instanceof UnfitTerms)) throw error;
          unfit.push({ path, problem: error.message });
          return [];
        }
      }),
  );
  return {
    halts: [
      ...sources.flatMap(({ states, shared }) =>
        states.map((state): Candidate => ({ state, shared, path: pathOf(state.id) })),
      ),
      ...fromFiles.flat(),
    ],
    warnings: active
      .filter(({ halt }) => closed.has(halt.id))
      .map(
        ({ halt, path }) =>
          `${path} still says that "${halt.title}" is active; the ledger says that it is closed.`,
      ),
    unreadable: [
      ...(files?.unreadable ?? (stored.ok ? [] : [{ path: top, problem: stored.message }])),
      ...unfit,
    ],
  };
}
