import { createHash } from "node:crypto";
import type * as vscode from "vscode";
import * as z from "zod";
import type { Tried } from "../prove/commitTrials";
import type { ChangeSearch } from "../prove/findChange";

const key = "releaseHalt.searches";
const most = 20;
const count = z.number().int().nonnegative();

const keptSearch = z.object({
  halt: z.string(),
  /** What it ran, as a hash: a command may hold a secret. */
  of: z.string(),
  firstParent: z.boolean(),
  left: count.optional(),
  tried: z.array(
    z.object({ commit: z.string(), failures: count, passes: count, why: z.string().optional() }),
  ),
});
type KeptSearch = z.output<typeof keptSearch>;

/** A search that did not come to its end, and what it knew by then. */
export interface UnfinishedSearch {
  readonly firstParent: boolean;
  readonly tried: ReadonlyMap<string, Tried>;
  /** How many commits may still have brought the bug; undefined before it ruled one out. */
  readonly left: number | undefined;
}

/** What the editor keeps for a workspace. */
interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The searches of this workspace that were stopped, or ended with their window; one for each halt, which is an address. */
export class UnfinishedSearches {
  readonly #state: State;
  readonly #log: Pick<vscode.LogOutputChannel, "error">;

  constructor(state: State, log: Pick<vscode.LogOutputChannel, "error">) {
    [this.#state, this.#log] = [state, log];
  }

  keep(halt: string, search: ChangeSearch, known: Omit<UnfinishedSearch, "firstParent">): void {
    const { tried, left } = known;
    const kept: KeptSearch = {
      ...{ halt, of: hashOf(search), firstParent: search.ends.firstParent, left },
      tried: [...tried].map(([commit, told]) => ({ commit, ...told })),
    };
    this.#write([kept, ...this.#others(halt)].slice(0, most));
  }

  forget(halt: string): void {
    this.#write(this.#others(halt));
  }

  /** The one that ran the same command between the same commits; what another one told says nothing of this. */
  of(halt: string, wanted: ChangeSearch): UnfinishedSearch | undefined {
    const of = hashOf(wanted);
    const kept = this.#all().find((one) => one.halt === halt && one.of === of);
    if (kept === undefined) return undefined;
    const tried = kept.tried.map(
      ({ commit, failures, passes, why }) =>
        [commit, { failures, passes, ...(why !== undefined && { why }) }] as const,
    );
    return { firstParent: kept.firstParent, left: kept.left, tried: new Map(tried) };
  }

  #others(halt: string): readonly KeptSearch[] {
    return this.#all().filter((one) => one.halt !== halt);
  }

  #all(): readonly KeptSearch[] {
    const read = z.array(keptSearch).safeParse(this.#state.get(key));
    return read.success ? read.data : [];
  }

  /** Who asks next gets it at once; the editor writes it a moment later. */
  #write(searches: readonly KeptSearch[]): void {
    this.#state.update(key, searches).then(undefined, (error: unknown) => {
      this.#log.error(`What is known of a search could not be kept: ${String(error)}`);
    });
  }
}

function hashOf({ ends, deciding, setup = "" }: ChangeSearch): string {
  const { command, folder = ".", decidedBy } = deciding;
  const ran = JSON.stringify([ends.target, ends.base, command, folder, decidedBy, setup]);
  return createHash("sha256").update(ran).digest("hex");
}
