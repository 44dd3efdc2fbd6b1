import type { BriefBlock, Span } from "../halt/briefView";

/** A command within a list: whole on one line, else its first line, for two lines joined would be another command. */
export function commandSpans(command: string): Span[] {
  const [first = "", ...more] = linesOf(command);
  const line: Span = { text: first, style: "code" };
  return more.length === 0 ? [line] : [line, { text: "(and more lines, below)" }];
}

/** The commands of several lines as they are, each by the number of its step. */
export function longCommands(steps: readonly { readonly command?: string | undefined }[]): BriefBlock[] {
  return steps.flatMap(({ command = "" }, index): BriefBlock[] =>
    linesOf(command).length < 2
      ? []
      : [
          { kind: "paragraph", label: `Command of step ${index + 1}`, spans: [] },
          { kind: "code", text: command.trim() },
        ],
  );
}

function linesOf(command: string): string[] {
  return command.trim().split(/\r\n?|\n/);
}
