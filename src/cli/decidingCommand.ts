import type { Halt } from "../halt/schema/halt";
import type { DecidedBy } from "../prove/deciding";
import { decidingCommandOf } from "../prove/planVerification";
import type { DecidingCommand } from "../prove/runOnce";
import { optional, text, WrongUse, type Flags } from "./command";

/**
 * The command that shows the bug: the one of `--command`, which decides by its exit code unless a text is given, else the
 * halt's own. Wrong use where there is none.
 */
export function decidingOf(flags: Flags, halt: Halt): DecidingCommand {
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
