import * as z from "zod";
import type { SeenRun } from "./seenRun";
import type { StreamTail } from "./streamTail";

/** What a debugger launched, as far as its messages tell of it. */
export interface DebugLaunch {
  readonly seen: SeenRun;
  readonly printed: StreamTail;
  /** What the debugger asked the editor to run in a terminal. */
  inTerminal: readonly string[] | undefined;
}

/** Of a debug adapter's messages, those that say how a launch goes (Debug Adapter Protocol). */
const message = z.union([
  z
    .object({ event: z.literal("exited"), body: z.object({ exitCode: z.number().int() }) })
    .transform(({ body }) => ({ kind: "exited" as const, ...body })),
  z
    .object({
      event: z.literal("output"),
      body: z.object({ category: z.enum(["stdout", "stderr"]), output: z.string() }),
    })
    .transform(({ body }) => ({ kind: "output" as const, ...body })),
  z
    .object({ command: z.literal("runInTerminal"), arguments: z.object({ args: z.array(z.string()) }) })
    .transform(({ arguments: { args } }) => ({ kind: "inTerminal" as const, args })),
]);

/** The built-in debugger of JavaScript sends no `exited`; its own session says so in these words. */
const exitWords = /^Process exited with code (\d+)\s*$/;

/**
 * Takes a message of a debug adapter; what is of no use is passed over.
 * @param isRoot it is of the launch's own session, and not of a process that it started: such a one ends with a code of its
 *   own, also after the launch did
 */
export function takeDebugMessage(launch: DebugLaunch, sent: unknown, isRoot: boolean): void {
  const read = message.safeParse(sent);
  if (!read.success) return;
  switch (read.data.kind) {
    case "inTerminal":
      // A child that wants a terminal, too, is another command.
      if (isRoot) launch.inTerminal = read.data.args;
      else launch.inTerminal ??= read.data.args;
      return;
    case "exited":
      if (isRoot) launch.seen.exitCode = read.data.exitCode;
      return;
    case "output": {
      const { category, output } = read.data;
      const code = isRoot && category === "stderr" ? exitWords.exec(output)?.[1] : undefined;
      if (code === undefined) launch.printed.add(output);
      else launch.seen.exitCode ??= Number(code);
      return;
    }
    default:
      read.data satisfies never;
  }
}
