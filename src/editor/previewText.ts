import { decidedByWords } from "../assess/decidedByWords";
import { plainLine, plainText } from "../brief/escapeMarkdown";
import type { DecidingCommand } from "../prove/runOnce";

/** What a preview says of the commands that will run; what would hide a part of one is taken out of what is shown. */
export function runLines(
  { command, folder = ".", decidedBy }: DecidingCommand,
  setup: string | undefined,
  said: { readonly setup: string; readonly command: string; readonly budgetMs: number },
): readonly string[] {
  const where = folder === "." ? "" : `, in ${plainLine(folder)}`;
  return [
    ...(setup === undefined ? [] : [`${said.setup}, to set it up:`, ...commandLines(setup), ""]),
    `${said.command}${where}, within ${timeWords(said.budgetMs)}:`,
    ...commandLines(command),
    plainLine(decidedByWords(decidedBy)),
    "",
  ];
}

/** A command keeps its lines. */
function commandLines(command: string): readonly string[] {
  return command.split(/\r?\n/).map((line) => `    ${plainText(line)}`);
}

function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds % 60 !== 0) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}
