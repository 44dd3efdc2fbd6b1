import type { Halt } from "../halt/schema/halt";
import type { DecidedBy } from "../prove/deciding";
import { decidingCommandOf } from "../prove/planVerification";
import type { DecidingCommand } from "../prove/runOnce";
import { optional, text, WrongUse, type Flags } from "./command";

/** What runs: the set-up, where there is one, and the command that shows the bug. */
interface ToRun {
  readonly deciding: DecidingCommand;
  readonly setup?: string;
}

/** Set-up and command by their options, else as the halt has them. Wrong use without a command. */
export function toRunOf(flags: Flags, halt: Halt): ToRun {
  const setup = text(flags, "setup") ?? halt.reproduction.setup;
  return {
    deciding: decidingOf(flags, halt),
    ...(setup !== undefined && setup.trim() !== "" && { setup }),
  };
}

/** The same for showing it: a pipeline's log is read by many, so no secret is in it. */
export async function shownCommands({
  deciding,
  setup,
}: ToRun): Promise<{ readonly command: string; readonly setup: string | undefined }> {
  const { redactAll } = await import("../capture/redaction/redact");
  const [command, shown] = await redactAll([deciding.command, setup ?? ""]);
  return { command: command?.text ?? "", setup: setup && shown?.text };
}

/**
 * The command that shows the bug: the one of `--command`, which decides by its exit code unless a text is given, else the
 * halt's own. Wrong use where there is none.
 */
function decidingOf(flags: Flags, halt: Halt): DecidingCommand {
  const [must, mustNot] = [text(flags, "must-appear"), text(flags, "must-not-appear")];
  if (must !== undefined && mustNot !== undefined)
    throw new WrongUse("Either a text must appear or one must not: give --must-appear or --must-not-appear.");
  const decidedBy: DecidedBy | undefined =
    must === undefined
      ? mustNot === undefined
        ? undefined
        : { kind: "mustNotAppear", text: mustNot }
      : { kind: "mustAppear", text: must };
  const command = text(flags, "command");
  if (command !== undefined) {
    if (command.trim() === "") throw new WrongUse("--command is empty.");
    return { command, decidedBy: decidedBy ?? { kind: "exitCode" } };
  }
  const own = decidingCommandOf(halt);
  if (!own.ok) throw new WrongUse(`${own.message} Or name it with --command.`);
  return { ...own.value, ...optional("decidedBy", decidedBy) };
}
