import { decidedByWords } from "../assess/decidedByWords";
import { isWritten, phrase } from "../assess/phrase";
import { counted } from "../assess/rangeWords";
import { shortCommit } from "../assess/targetWords";
import { spokenVerification } from "../assess/verifications";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import type { Halt, ReproductionStep } from "../halt/schema/halt";
import { plainLine } from "./escapeMarkdown";
import { toPaste } from "./shellWords";

/**
 * The steps as commands to paste, each in its folder, with what shows at the end; where no step has one, the command that
 * was verified. Empty without either.
 */
export function commandsSection(halt: Halt): BriefSection {
  const lines = halt.reproduction.steps.some(({ command }) => isWritten(command))
    ? [...halt.reproduction.steps.flatMap((step, index) => commandLines(step, index + 1)), ...results(halt)]
    : verifiedLines(halt);
  const blocks: BriefBlock[] = [];
  if (lines.length > 0) {
    const commit = commitOf(halt);
    const checkout = commit === undefined ? [] : [`git checkout --detach ${commit}`];
    const notes = notesOn(halt, commit);
    if (notes.length > 0) blocks.push({ kind: "paragraph", spans: notes });
    blocks.push({ kind: "code", text: [...checkout, ...lines].join("\n") });
  }
  return { id: "commands", title: "See it yourself", blocks };
}

function verifiedLines(halt: Halt): string[] {
  const verification = spokenVerification(halt);
  if (verification === undefined) return [];
  const { setup, command, folder, decidedBy } = verification;
  return [
    ...(isWritten(setup) ? [toPaste({ command: setup })] : []),
    toPaste({ command, ...(folder !== undefined && { folder }) }),
    comment(decidedByWords(decidedBy)),
  ];
}

function commitOf({ targets }: Halt): string | undefined {
  return targets.find(({ commit }) => commit !== undefined)?.commit;
}

/** What keeps somebody else from seeing the same. */
function notesOn({ facts }: Halt, commit: string | undefined): Span[] {
  const notes: Span[] = [];
  if (facts?.pushed === false && commit !== undefined && (facts.commit ?? commit) === commit) {
    const text = `The commit ${shortCommit(commit)} was not pushed when this was captured: others cannot check it out until it is.`;
    notes.push({ text });
  }
  const dirty = facts?.dirty ?? 0;
  if (dirty > 0) {
    const were = dirty === 1 ? "was" : "were";
    const text = `${counted(dirty, "changed file")} ${were} not committed when this was captured: a clean checkout may show something else.`;
    notes.push({ text });
  }
  return notes;
}

function commandLines({ text, command, folder, decides }: ReproductionStep, number: number): string[] {
  if (!isWritten(command)) return isWritten(text) ? [comment(`${number}. ${text} (no command)`)] : [];
  const name = isWritten(text) ? `${number}. ${phrase(text)}` : `${number}.`;
  const title =
    decides === true ? [comment(`${name} (this step decides)`)] : isWritten(text) ? [comment(name)] : [];
  return [...title, toPaste({ command, ...(folder !== undefined && { folder }) })];
}

function results({ reproduction: { actual, expected } }: Halt): string[] {
  const shows = isWritten(actual) ? `shows: ${phrase(actual)}` : "what shows is not written down yet";
  const instead = isWritten(expected)
    ? `expected: ${phrase(expected)}`
    : "what is expected is not written down yet";
  return [comment(`${shows}; ${instead}`)];
}

/** One line, whatever is in it: nothing of it may become a command. */
function comment(text: string): string {
  return `# ${plainLine(text)}`;
}
