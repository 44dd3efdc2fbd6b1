import * as vscode from "vscode";
import {
  dependsOnCommit,
  haltsToJudge,
  judgingKey,
  nextTurn,
  type HaltToJudge,
  type JudgedHalt,
} from "../gate/criteria/haltsToJudge";
import { liftDecision } from "../gate/liftDecision";
import { commitAt } from "../system/commitAt";
import type { HaltFiles } from "./haltFiles";
import type { Ledgers, OpenLedger } from "./ledgers";

/** Longer than this no timer waits at once. */
const longestWaitMs = 86_400_000;

interface Judging {
  readonly key: string;
  readonly judged: Promise<JudgedHalt>;
}

/**
 * What the criteria of the active halts come to now. Git is asked where a halt declares criteria, and looks up again only
 * those whose record, file, commit or time has changed since.
 */
export class LiftCounts {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer is another one than before, or a time has come that a criterion waits for. */
  readonly onDidChange = this.#changed.event;
  readonly #files: HaltFiles;
  readonly #ledgers: Ledgers;
  readonly #judging = new Map<string, ReadonlyMap<string, Judging>>();
  readonly #last = new Map<string, readonly JudgedHalt[]>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(files: HaltFiles, ledgers: Ledgers) {
    this.#files = files;
    this.#ledgers = ledgers;
  }

  /** The active halts of a repository that declare criteria, judged. Throws where its ledger cannot be read. */
  async of(top: vscode.Uri): Promise<readonly JudgedHalt[]> {
    if (top.scheme !== "file" || !vscode.workspace.isTrusted) return [];
    const [{ halts }, files] = await Promise.all([this.#ledgers.read(top), this.#files.list()]);
    const here = files.flatMap(({ read, top: of }) =>
      read.ok && of.toString() === top.toString() ? [read.halt] : [],
    );
    const asked = haltsToJudge(
      halts.map(({ state }) => state),
      here,
    );
    this.#wakeAt(top, nextTurn(asked, Date.now()));
    const judged = asked.length === 0 ? [] : await this.#judgeAll(top, asked);
    this.#tell(top, judged);
    return judged;
  }

  /** What is known of a halt's criteria without asking anybody. */
  lastOf(top: vscode.Uri | undefined, id: string): JudgedHalt["judged"] | undefined {
    return this.#last.get(top?.toString() ?? "")?.find((halt) => halt.id === id)?.judged;
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  async #judgeAll(top: vscode.Uri, asked: readonly HaltToJudge[]): Promise<readonly JudgedHalt[]> {
    const repository = await this.#ledgers.open(top);
    const commit = asked.some(dependsOnCommit)
      ? await commitAt(repository.git, top.fsPath, "HEAD")
      : undefined;
    const now = new Date();
    const known = this.#judging.get(top.toString());
    const judging = new Map(
      asked.map((halt): [string, Judging] => {
        const key = judgingKey(halt, commit, now.getTime());
        const before = known?.get(halt.id);
        return [
          halt.id,
          before?.key === key ? before : { key, judged: judge(repository, top, { halt, now }) },
        ];
      }),
    );
    this.#judging.set(top.toString(), judging);
    try {
      return await Promise.all([...judging.values()].map(async ({ judged }) => judged));
    } catch (error) {
      this.#judging.delete(top.toString());
      throw error;
    }
  }

  #wakeAt(top: vscode.Uri, time: number | undefined): void {
    clearTimeout(this.#waiting.get(top.toString()));
    if (time === undefined) return;
    const wake = (): void => {
      this.#changed.fire();
    };
    const waitMs = Math.min(longestWaitMs, Math.max(0, time - Date.now()) + 1);
    this.#waiting.set(top.toString(), setTimeout(wake, waitMs));
  }

  #tell(top: vscode.Uri, halts: readonly JudgedHalt[]): void {
    const before = wordsOf(this.#last.get(top.toString()) ?? []);
    this.#last.set(top.toString(), halts);
    if (before !== wordsOf(halts)) this.#changed.fire();
  }
}

function wordsOf(halts: readonly JudgedHalt[]): string {
  return JSON.stringify(halts.map(({ id, judged }) => [id, judged.map((one) => [one.id, one.met])]));
}

async function judge(
  { git, settings }: OpenLedger,
  top: vscode.Uri,
  { halt: asked, now }: { readonly halt: HaltToJudge; readonly now: Date },
): Promise<JudgedHalt> {
  const { halt, state } = asked;
  const { criteria } = await liftDecision(
    git,
    top.fsPath,
    { ...(halt && { halt }), ...(state && { state }) },
    { settings, now },
  );
  return { ...asked, judged: criteria };
}
