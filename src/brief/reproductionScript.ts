import { posix } from "node:path";
import { isWritten } from "../assess/phrase";
import { baseWords, releaseWords } from "../assess/targetWords";
import type { Halt, ReproductionStep } from "../halt/schema/halt";
import { tellingNothing } from "../prove/deciding";
import { decidedByOf, decidingStepOf } from "../prove/planVerification";
import { plainLine, plainText } from "./escapeMarkdown";
import { folderWord, shellWord } from "./shellWords";

export type ReproductionScript =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * The reproduction as a script for a POSIX shell: it runs set-up and steps, each in its folder, and ends with 0 where the
 * bug is absent, 1 where it shows and 125 where neither can be told, as `git bisect run` takes it. It judges as a
 * verification does. Texts of the halt stand in it as comments of one line, or in quotes; refused without a command that
 * decides, and where a folder leads out of the repository.
 */
export function reproductionScript(halt: Halt): ReproductionScript {
  const deciding = decidingStepOf(halt);
  if (!deciding.ok) return deciding;
  const { steps, setup } = halt.reproduction;
  const last = steps.findIndex(({ id }) => id === deciding.value.id);
  const outside = steps
    .slice(0, last + 1)
    .find(({ command, folder }) => isWritten(command) && leadsOut(folder));
  if (outside !== undefined)
    return {
      ok: false,
      message: `The folder ${plainLine(outside.folder ?? "")} leads out of the repository.`,
    };
  const numbered = steps.map((step, index) => ({ step, number: index + 1 }));
  const parts = [
    head(halt),
    frame,
    ...(isWritten(setup) ? [setUp(setup)] : []),
    ...numbered.slice(0, last).map(({ step, number }) => stepBefore(step, number)),
    decision(halt, deciding.value, last + 1),
    ...numbered.slice(last + 1).map(({ step, number }) => stepAfter(step, number)),
  ];
  return { ok: true, text: `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n` };
}

function head(halt: Halt): string[] {
  const { id, title, targets, base, reproduction } = halt;
  const target = targets.find(({ commit }) => commit !== undefined);
  const [bad, good] = [target?.commit, base?.commit];
  const baseName = baseWords(halt);
  return [
    "#!/bin/sh",
    ...comment(isWritten(title) ? title : "Reproduction"),
    ...(releaseWords(halt) === "the release" ? [] : comment(`Release: ${releaseWords(halt)}`)),
    ...(bad === undefined ? [] : comment(`Seen at: ${target?.name ?? ""} (${bad})`)),
    ...(base === undefined ? [] : comment(`Base: ${baseName ?? base.ref} (${base.commit})`)),
    ...labelled("Before the first step", reproduction.preconditions),
    ...labelled("Expected", reproduction.expected),
    ...labelled("Actual", reproduction.actual),
    "#",
    ...comment(`From the halt ${id}. Run it anywhere in a checkout: sh FILE`),
    ...comment(
      "It ends with 0 where the bug is absent, 1 where it shows, and 125 where neither can be told.",
    ),
    ...(bad === undefined || good === undefined
      ? []
      : comment(
          `Kept outside of the checkout, it finds the change: git bisect start ${bad} ${good} && git bisect run sh FILE`,
        )),
  ];
}

/** What each script has: where it is, how a command runs, and how it gives up. */
const frame = [
  "set -u",
  "unset CDPATH",
  "",
  "cannot_tell() {",
  `  printf 'Cannot tell: %s\\n' "$1" >&2`,
  "  exit 125",
  "}",
  "",
  "# Runs the command that it reads, without other input, in a folder of the checkout.",
  "run_in() (",
  "  command=$(cat)",
  `  cd "$1" || exit 125`,
  `  exec sh -c "$command" </dev/null`,
  ")",
  "",
  "top=$(git rev-parse --show-toplevel) || cannot_tell 'this is no checkout'",
  `cd "$top" || cannot_tell 'the checkout cannot be entered'`,
];

function setUp(setup: string): string[] {
  if (isRedacted(setup)) return [...comment("Set-up"), missingSecret("the set-up")];
  return [...comment("Set-up"), ...runIn(".", setup, " || cannot_tell 'the set-up failed'")];
}

/** A step that must work before the one that decides: it ends with 0, or as it did when it was recorded. */
function stepBefore(step: ReproductionStep, number: number): string[] {
  const { command, folder = ".", exitCode = 0 } = step;
  const name = stepName(step, number);
  if (!isWritten(command)) return byHand(step, number);
  if (isRedacted(command)) return [...comment(name), missingSecret(`step ${number}`)];
  const failed = `cannot_tell ${shellWord(`step ${number} failed`)}`;
  if (exitCode === 0) return [...comment(name), ...runIn(folder, command, ` || ${failed}`)];
  return [
    ...comment(`${name} (it ended with ${exitCode} when it was recorded)`),
    ...runIn(folder, command, ""),
    "code=$?",
    `[ "$code" -eq 0 ] || [ "$code" -eq ${exitCode} ] || ${failed}`,
  ];
}

function decision(
  halt: Halt,
  step: ReproductionStep & { readonly command: string },
  number: number,
): string[] {
  const { command, folder = "." } = step;
  const decidedBy = decidedByOf(halt);
  const name = comment(`${stepName(step, number)} (this step decides)`);
  if (isRedacted(command)) return [...name, missingSecret(`step ${number}`)];
  const nothing = Object.keys(tellingNothing)
    .map(Number)
    .filter((code) => code < 256);
  const untold = ["case $code in", `  ${nothing.join(" | ")}) cannot_tell "it ended with $code" ;;`, "esac"];
  const result = (shows: string): string[] => [
    `if ${shows}; then`,
    "  echo 'The bug shows.'",
    "  exit 1",
    "fi",
    "echo 'The bug is absent.'",
    "exit 0",
  ];
  if (decidedBy.kind === "exitCode")
    return [...name, ...runIn(folder, command, ""), "code=$?", ...untold, ...result('[ "$code" -ne 0 ]')];
  const must = decidedBy.kind === "mustAppear";
  return [
    ...name,
    ...comment(`The bug shows where this text is ${must ? "not " : ""}printed.`),
    ...assign("sought", decidedBy.text),
    "output=$(mktemp) || cannot_tell 'there is no room for the output'",
    `trap 'rm -f "$output"' EXIT`,
    "trap 'exit 130' INT",
    "trap 'exit 143' HUP TERM",
    ...runIn(folder, command, ' >"$output" 2>&1'),
    "code=$?",
    'cat "$output"',
    ...untold,
    "appeared=no",
    "# Bytes are compared, in whatever language the output is.",
    "LC_ALL=C",
    `case $(tr -d '\\000' <"$output"; printf .) in *"$sought"*) appeared=yes ;; esac`,
    ...result(`[ "$appeared" = ${must ? "no" : "yes"} ]`),
  ];
}

function stepAfter(step: ReproductionStep, number: number): string[] {
  if (!isWritten(step.command)) return byHand(step, number);
  const place = step.folder === undefined || step.folder === "." ? "" : `in ${step.folder}: `;
  return [
    ...comment(`${stepName(step, number)} (not run, it comes after the step that decides)`),
    ...comment(place + step.command),
  ];
}

function byHand({ text, location }: ReproductionStep, number: number): string[] {
  const place = location === undefined ? "" : `${location.path}:${location.line}`;
  return comment(`${number}. By hand: ${isWritten(text) ? text : place}`);
}

function stepName({ text }: ReproductionStep, number: number): string {
  return isWritten(text) ? `${number}. ${plainLine(text)}` : `${number}.`;
}

/** A command as it was written, in a here-document that nothing in it ends, and in which nothing is replaced. */
function runIn(folder: string, command: string, then: string): string[] {
  const place = folderWord(folder.trim() === "" ? "." : folder);
  const text = command.replaceAll(/\r\n?/g, "\n").replaceAll("\0", "");
  if (hidesSomething(text)) return [`printf %b ${escaped(text)} | run_in ${place}${then}`];
  const lines = text.split("\n");
  let end = "COMMAND";
  while (lines.includes(end)) end += "_";
  return [`run_in ${place} <<'${end}'${then}`, ...lines, end];
}

/** Some characters are not seen, or move what is seen: in a script they stand as numbers, so that a reader sees them. */
function hidesSomething(text: string): boolean {
  const shown = text.replaceAll(/[\n\t]/g, "");
  return shown !== plainText(shown) || /[\u2028\u2029]/.test(shown);
}

/** Sets a variable to a text, whatever is in it. */
function assign(name: string, text: string): string[] {
  // A command substitution takes line ends off the end; the point keeps them.
  return hidesSomething(text) || text.includes("\n")
    ? [`${name}=$(printf %b. ${escaped(text)})`, `${name}=\${${name}%.}`]
    : [`${name}=${shellWord(text)}`];
}

/** For `printf %b`: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/printf.html */
function escaped(text: string): string {
  const visible = Array.from(text.replaceAll("\\", "\\\\"), (character) =>
    /[\n\t]/.test(character) || !hidesSomething(character) ? character : octal(character),
  );
  return shellWord(visible.join(""));
}

function octal(character: string): string {
  return Array.from(Buffer.from(character, "utf8"), (byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join(
    "",
  );
}

/** By its words alone, for there is no checkout to ask; a folder whose name cannot be seen leads anywhere. */
function leadsOut(folder = "."): boolean {
  const way = posix.normalize(folder);
  return posix.isAbsolute(way) || way === ".." || way.startsWith("../") || hidesSomething(folder);
}

function isRedacted(command: string): boolean {
  return command.includes("[redacted: ");
}

function missingSecret(where: string): string {
  return `cannot_tell ${shellWord(`a secret was taken out of ${where}; write it in here`)}`;
}

/** Each line of a text as a comment, behind its label. */
function labelled(label: string, text: string | undefined): string[] {
  if (!isWritten(text)) return [];
  const [first = "", ...more] = text.trim().split(/\r\n?|\n/);
  return [...comment(`${label}: ${first}`), ...more.map((line) => `#   ${plainLine(line)}`.trimEnd())];
}

/** One line, whatever is in it: nothing of it may become a command. */
function comment(text: string): string[] {
  return [`# ${plainLine(text)}`];
}
