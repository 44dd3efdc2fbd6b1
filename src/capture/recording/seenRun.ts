import { instantOf } from "../../halt/instant";
import { newItemId } from "../../halt/newId";
import { headOf, tailOf } from "../cutText";
import { mergeFound, type Redacted } from "../redaction/knownSecrets";
import { terminalText } from "../terminalText";
import type { RecordedRun, RunSource } from "./recording";

/** A run as it was seen. Nothing is taken out of it yet, so it stays in memory. */
export interface SeenRun {
  readonly id: string;
  source: RunSource;
  command: string | undefined;
  isReadOffScreen: boolean;
  /** Absolute. */
  folder: string | undefined;
  readonly startedAt: Date;
  endedAt: Date | undefined;
  /** Its terminal was closed before it ended. */
  isClosed: boolean;
  exitCode: number | undefined;
  /** The end of what it printed, raw; empty where nothing came. */
  output: string;
  isFullScreen: boolean;
}

/** Where and at which commit it ran, looked up beside. */
export interface RunPlace {
  /** In the repository; undefined where it is outside of it or not known. */
  readonly folder: string | undefined;
  readonly commit: string | undefined;
}

/** What is known of a run as it starts. */
export type RunStart = Pick<SeenRun, "source" | "folder"> &
  Partial<Pick<SeenRun, "command" | "isReadOffScreen">>;

/** A run that starts now; how it ends and what it prints is not known yet. */
export function startedRun(start: RunStart): SeenRun {
  return {
    id: newItemId("run"),
    command: undefined,
    isReadOffScreen: false,
    ...start,
    startedAt: new Date(),
    endedAt: undefined,
    isClosed: false,
    exitCode: undefined,
    output: "",
    isFullScreen: false,
  };
}

const keptOutputBytes = 2048;
const keptCommandBytes = 4096;

/** What may be kept of a run: without secrets, and short. Redacting comes before cutting, which could split a secret. */
export async function recordedRun(
  seen: SeenRun,
  place: RunPlace,
  redactAll: (texts: readonly string[]) => Promise<readonly Redacted[]>,
): Promise<RecordedRun> {
  const { source } = seen;
  const what = source.kind === "debug" ? source.what : undefined;
  const shown = seen.isFullScreen ? "" : terminalText(seen.output).trim();
  const texts = [seen.command ?? "", shown, source.kind === "terminal" ? "" : source.name, what ?? ""];
  const redacted = await redactAll(texts);
  const [command = "", output = "", name = "", program = ""] = redacted.map(({ text }) => text);
  const head = headOf(command.trim(), keptCommandBytes);
  // Bytes that show nothing mean that it printed nothing; no bytes mean that nobody handed them out.
  const isCaptured = seen.output !== "" && !seen.isFullScreen;
  return {
    id: seen.id,
    source: namedAnew(source, name, program),
    ...(command.trim() !== "" && { command: head.text }),
    ...(head.left > 0 && { isCut: true }),
    ...(seen.isReadOffScreen && { isReadOffScreen: true }),
    ...(place.folder !== undefined && { folder: place.folder }),
    ...(place.folder === undefined && seen.folder !== undefined && { isOutside: true }),
    startedAt: instantOf(seen.startedAt),
    ...(place.commit !== undefined && { commit: place.commit }),
    end: seen.isClosed ? "closed" : seen.endedAt === undefined ? "running" : "ended",
    ...(seen.endedAt !== undefined && {
      durationMs: Math.max(0, seen.endedAt.getTime() - seen.startedAt.getTime()),
    }),
    ...(seen.exitCode !== undefined && { exitCode: seen.exitCode }),
    ...(isCaptured && { output: tailOf(output, keptOutputBytes) }),
    ...(seen.isFullScreen && { isFullScreen: true }),
    found: redacted.map(({ found }) => found).reduce(mergeFound, {}),
  };
}

function namedAnew(source: RunSource, name: string, what: string): RunSource {
  switch (source.kind) {
    case "terminal":
      return source;
    case "task":
      return { ...source, name };
    case "debug":
      return { ...source, name, ...(what !== "" && { what }) };
    default:
      return source satisfies never;
  }
}
