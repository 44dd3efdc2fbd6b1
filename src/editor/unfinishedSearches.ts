import type * as vscode from "vscode";
import type { Tried } from "../prove/commitTrials";
import type { ChangeSearch } from "../prove/findChange";
import type { ToRun } from "./askDeciding";

/** A search that was stopped, and what it knew by then. */
export interface UnfinishedSearch {
  /** As the person agreed to it. */
  readonly search: ChangeSearch;
  readonly toRun: ToRun;
  readonly tried: ReadonlyMap<string, Tried>;
  /** How many commits may still have brought the bug. */
  readonly left: number;
}

/** The searches that were stopped in this window, one for each halt. */
export class UnfinishedSearches {
  readonly #kept = new Map<string, UnfinishedSearch>();

  keep(halt: vscode.Uri, search: UnfinishedSearch): void {
    this.#kept.set(halt.toString(), search);
  }

  forget(halt: vscode.Uri): void {
    this.#kept.delete(halt.toString());
  }

  /** The one that ran the same command between the same commits; what another one told says nothing of this. */
  of(halt: vscode.Uri, wanted: ChangeSearch): UnfinishedSearch | undefined {
    const kept = this.#kept.get(halt.toString());
    return kept !== undefined && keyOf(kept.search) === keyOf(wanted) ? kept : undefined;
  }
}

function keyOf({ ends, deciding, setup = "" }: ChangeSearch): string {
  const { command, folder = ".", decidedBy } = deciding;
  return JSON.stringify([ends.target, ends.base, command, folder, decidedBy, setup]);
}
