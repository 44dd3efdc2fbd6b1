import * as vscode from "vscode";
import type { LookedAt } from "../capture/newerRun";
import { watchPlace, type WatchPlace } from "../capture/watchPlace";
import type { NewerRun } from "../halt/checklist";
import type { Halt, TestResultFile } from "../halt/schema/halt";
import type { HaltFile, HaltFiles } from "./haltFiles";
import { wordsOf } from "./messages";
import { readInThread } from "./readInThread";
import { idOf, ResultWatch } from "./resultWatch";

/** A result that halts of the workspace have attached, all of them the same run of it. */
interface Source {
  readonly top: vscode.Uri;
  readonly attached: TestResultFile;
  readonly place: WatchPlace | undefined;
}

/** A newer run of an attached result, for telling the person of it. */
export interface FoundRun {
  readonly top: vscode.Uri;
  readonly attached: TestResultFile;
  readonly run: NewerRun;
  readonly isWhole: boolean;
}

/**
 * The newer runs of what the halts of the workspace that are not closed have attached. Their places are watched, not asked;
 * each is read in a thread of its own, and nothing is attached.
 */
export class NewerRuns {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when a newer run came, or one is none any more. */
  readonly onDidChange = this.#changed.event;
  readonly #found = new vscode.EventEmitter<FoundRun>();
  readonly onDidFind = this.#found.event;
  readonly #watch = new ResultWatch();
  /** Fires when the file of an attached result was written, deleted or changed, a while ago. */
  readonly onDidSettle = this.#watch.onDidSettle;
  readonly #files: HaltFiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #stop = new AbortController();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #looked = new Map<string, LookedAt>();
  /** What was found on the disk when it was looked at last, as the facts tell it. */
  readonly #seen = new Map<string, string>();
  readonly #waiting = new Set<string>();
  #sources: ReadonlyMap<string, Source> = new Map();
  #looking: Promise<void> = Promise.resolve();
  #following: Promise<void> | undefined;
  #again = false;

  constructor(files: HaltFiles, log: vscode.LogOutputChannel) {
    this.#files = files;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      this.#found,
      this.#watch,
      files.onDidChange(() => {
        this.#follow();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#follow();
      }),
      this.onDidSettle((id) => {
        for (const [key, { place }] of this.#sources)
          if (place !== undefined && idOf(place) === id) this.#look(key);
      }),
    ];
    this.#follow();
  }

  /** The newer runs that are known now, by the ids of a halt's attached results. */
  of(halt: Halt, top: vscode.Uri): Readonly<Record<string, NewerRun>> {
    return Object.fromEntries(
      resultsOf(halt).flatMap((file) => {
        const looked = this.#looked.get(keyOf(top, file));
        return looked?.kind === "newer" ? [[file.id, looked.run]] : [];
      }),
    );
  }

  /** Whether a run that was found is still what lies on the disk, as far as that is known. */
  isStillThere({ top, attached, run }: FoundRun): boolean {
    const looked = this.#looked.get(keyOf(top, attached));
    return looked?.kind === "newer" && looked.run.sha256 === run.sha256;
  }

  /** Takes note of what lies on the disk: where that is not what was attached, it is looked at. */
  async changedOnDisk(
    halt: Halt,
    top: vscode.Uri,
    sources: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    while (this.#following !== undefined) await this.#following;
    for (const file of resultsOf(halt)) {
      const [key, now] = [keyOf(top, file), sources[file.path] ?? file.captured.sha256];
      if (!this.#sources.has(key) || now === undefined || now === file.captured.sha256) continue;
      const looked = this.#looked.get(key);
      if (this.#seen.get(key) === now || (looked?.kind === "newer" && looked.run.sha256 === now)) continue;
      this.#seen.set(key, now);
      this.#look(key);
    }
  }

  dispose(): void {
    this.#stop.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Watches what the halts have attached now, however often it is called meanwhile. */
  #follow(): void {
    if (this.#following !== undefined) {
      this.#again = true;
      return;
    }
    this.#following = this.#watchAll()
      .catch((error: unknown) => {
        this.#log.error(`The attached results could not be watched: ${wordsOf(error)}`);
      })
      .then(() => {
        this.#following = undefined;
        if (!this.#again || this.#stop.signal.aborted) return;
        this.#again = false;
        this.#follow();
      });
  }

  async #watchAll(): Promise<void> {
    const sources = new Map<string, Source>();
    for (const { top, read } of vscode.workspace.isTrusted ? await this.#files.list() : []) {
      if (top.scheme !== "file" || !read.ok || read.halt.status === "closed") continue;
      for (const attached of resultsOf(read.halt)) {
        const key = keyOf(top, attached);
        const known = sources.get(key) ?? this.#sources.get(key);
        const place = known === undefined ? await watchPlace(top.fsPath, attached) : known.place;
        sources.set(key, { top, attached, place });
      }
    }
    if (this.#stop.signal.aborted) return;
    this.#sources = sources;
    for (const key of [...this.#looked.keys(), ...this.#seen.keys()]) {
      if (sources.has(key)) continue;
      this.#looked.delete(key);
      this.#seen.delete(key);
    }
    this.#watch.watch([...sources.values()].flatMap(({ place }) => (place === undefined ? [] : [place])));
  }

  /** One after another: a run may write many. */
  #look(key: string): void {
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#looking = this.#looking
      .then(async () => {
        this.#waiting.delete(key);
        await this.#lookAt(key);
      })
      .catch((error: unknown) => {
        this.#log.error(`A newer run could not be looked for: ${wordsOf(error)}`);
      });
  }

  async #lookAt(key: string): Promise<void> {
    const source = this.#sources.get(key);
    if (source?.place === undefined || this.#stop.signal.aborted) return;
    const { top, attached, place } = source;
    const { path, parts, captured } = attached;
    const job = {
      kind: "newer",
      top: top.fsPath,
      attached: { path, captured, ...(parts && { parts }) },
    } as const;
    const answer = await readInThread(job, this.#stop.signal);
    if (answer.kind === "failed") this.#log.warn(`${path}: ${answer.message}`);
    // What was written to meanwhile is looked at again when it is quiet.
    if (answer.kind !== "answered" || this.#watch.isBeingWritten(idOf(place))) return;
    const before = this.#looked.get(key);
    this.#looked.set(key, answer.answer);
    if (JSON.stringify(before) === JSON.stringify(answer.answer)) return;
    this.#changed.fire();
    if (answer.answer.kind === "newer")
      this.#found.fire({ top, attached, run: answer.answer.run, isWhole: answer.answer.isWhole });
  }
}

/** A halt that has not ended, of a repository here, that has attached the run that a key names. */
export function hasAttached(
  { top, read }: HaltFile,
  run: Pick<FoundRun, "top" | "attached">,
): string | undefined {
  if (!read.ok || read.halt.status === "closed") return undefined;
  const key = keyOf(run.top, run.attached);
  return resultsOf(read.halt).find((file) => keyOf(top, file) === key)?.id;
}

/**
 * What a halt has attached that may be written anew. Results of the base of the same file as those of the target are not:
 * what is written there next is of the target.
 */
function resultsOf({ failingTests, baseTests }: Halt): readonly TestResultFile[] {
  const paths = new Set(failingTests.map(({ path }) => path));
  return [...failingTests, ...baseTests.filter(({ path }) => !paths.has(path))].filter(
    ({ captured }) => captured.ci === undefined && captured.run?.printed !== true,
  );
}

function keyOf(top: vscode.Uri, { path, captured }: TestResultFile): string {
  return JSON.stringify([top.toString(), path, captured.sha256]);
}
