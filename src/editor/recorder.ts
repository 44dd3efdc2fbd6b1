import * as vscode from "vscode";
import {
  begun,
  newRecording,
  readRecording,
  withNews,
  withoutRun,
  withRun,
  type Recording,
} from "../capture/recording/recording";
import { recordedRun, type RunPlace, type SeenRun } from "../capture/recording/seenRun";
import { instantOf } from "../halt/instant";
import { wordsOf } from "./messages";

const key = "releaseHalt.recording";

/** What hands runs to the recorder. */
export interface Listening {
  readonly listeners: readonly vscode.Disposable[];
  /** Terminals in which something was typed that nobody told of. */
  silent(): readonly string[];
}

/** Where a run belongs to, looked up beside, as it may take a moment. */
type LookUpPlace = (folder: string | undefined) => Promise<RunPlace>;

/**
 * The recording of this window, under way or waiting for its review. Each run is kept, without its secrets, as soon as it
 * is known, and again when more is known of it, so that a window that ends in the middle loses nothing that ended before.
 */
export class Recorder {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #places = new Map<string, Promise<RunPlace>>();
  readonly #gone = new Set<string>();
  #lookUp: LookUpPlace | undefined;
  #listening: Listening | undefined;
  #recording: Recording | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    this.#recording = readRecording(context.workspaceState.get(key));
  }

  /** Runs are being recorded. */
  get isOn(): boolean {
    return this.#lookUp !== undefined;
  }

  /** What is recorded, or waits for its review; undefined where there is none. */
  get recording(): Recording | undefined {
    return this.#recording;
  }

  /**
   * Begins a recording, or goes on with the one that waits.
   * @param halt the address of the halt that the steps are for
   * @param listen starts what hands runs to this recorder
   */
  async start(halt: string, lookUp: LookUpPlace, listen: () => Listening): Promise<void> {
    // Two that were asked for at the same time are one.
    if (this.isOn) return;
    const recording = begun(this.#recording ?? newRecording(halt, instantOf(new Date())));
    this.#lookUp = lookUp;
    this.#listening = listen();
    await this.#keep(recording);
  }

  /** Takes down what is known of a run now. What a person sees of it comes a moment later. */
  record(seen: SeenRun): void {
    const lookUp = this.#lookUp;
    if (lookUp === undefined) return;
    const known = this.#places.get(seen.id);
    const place = known ?? lookUp(seen.folder);
    this.#places.set(seen.id, place);
    this.#enqueue(async () => {
      if (this.#gone.has(seen.id)) return;
      const { redactAll } = await import("../capture/redaction/redact");
      const run = await recordedRun(seen, await place, redactAll);
      if (this.#recording === undefined) return;
      await this.#keep((known === undefined ? withRun : withNews)(this.#recording, run));
    });
  }

  /** The run turned out to be a part of another one. */
  forget(id: string): void {
    this.#gone.add(id);
    this.#enqueue(async () => {
      if (this.#recording !== undefined) await this.#keep(withoutRun(this.#recording, id));
    });
  }

  /** Ends the recording, with what still runs as far as it came; it waits for its review from then on. */
  async stop(): Promise<Recording | undefined> {
    const silent = this.#listening?.silent() ?? [];
    this.#endListening();
    await this.#queue;
    this.#places.clear();
    this.#gone.clear();
    if (this.#recording !== undefined)
      await this.#keep({ ...this.#recording, stoppedAt: instantOf(new Date()), silent: [...silent] });
    return this.#recording;
  }

  /** Takes the place of what waits for its review; without one, nothing waits any more. */
  async replace(recording: Recording | undefined): Promise<void> {
    await this.#keep(recording);
  }

  dispose(): void {
    this.#endListening();
    this.#changed.dispose();
  }

  #endListening(): void {
    // What still runs is recorded as these end.
    for (const listener of this.#listening?.listeners ?? []) listener.dispose();
    this.#listening = undefined;
    this.#lookUp = undefined;
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      this.#log.error(`A run could not be recorded: ${wordsOf(error)}`);
    });
  }

  async #keep(recording: Recording | undefined): Promise<void> {
    this.#recording = recording;
    this.#changed.fire();
    try {
      await this.#context.workspaceState.update(key, recording);
    } catch (error) {
      this.#log.error(`The recording could not be kept: ${wordsOf(error)}`);
    }
  }
}
