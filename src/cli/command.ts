import { resolve } from "node:path";
import { plainText } from "../brief/escapeMarkdown";
import { instantOf } from "../halt/instant";

/** Wrong use, or an input that cannot be read: said by `tellFailure`, exit code 2. */
export class WrongUse extends Error {}

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  readonly options: readonly string[];
  /** Options without a value. */
  readonly switches?: readonly string[];
  /** Least and greatest number of arguments that are no options. */
  readonly takes: readonly [number, number];
  /** Answers with the exit code. */
  readonly run: (flags: Flags, args: readonly string[]) => Promise<number>;
}

/** As many arguments as there are. */
export const many = Number.POSITIVE_INFINITY;

/** Prints one JSON document, or lines for a person. */
export function print(flags: Flags, value: object, lines: readonly string[]): void {
  const shown = flags.json === true ? JSON.stringify(value, undefined, 2) : lines.map(harmless).join("\n");
  process.stdout.write(`${shown}\n`);
}

/** Says lines to a person beside what a program reads. */
export function say(lines: readonly string[]): void {
  process.stderr.write(`${lines.map(harmless).join("\n")}\n`);
}

/** Says something beside the result. */
export function tell(problem: string): void {
  process.stderr.write(`release-halt: ${harmless(onOneLine(problem))}\n`);
}

/**
 * Says why a command gave no result: a line for a person, and where the arguments ask for JSON, `{"error": "..."}` in
 * place of the document. The arguments are those of the whole command, also where it does not know them.
 */
export function tellFailure(problem: string, args: readonly string[]): void {
  tell(problem);
  const end = args.indexOf("--");
  const asksForJson = (end === -1 ? args : args.slice(0, end)).includes("--json");
  if (asksForJson) process.stdout.write(`${JSON.stringify({ error: onOneLine(problem) }, undefined, 2)}\n`);
}

function onOneLine(problem: string): string {
  return problem.replaceAll(/\s*\n\s*/g, " ");
}

/**
 * A halt may come from anyone: its texts move no cursor, and give a pipeline that reads the log no command. Pipelines
 * find `::` also after spaces, and `##name[` anywhere in a line.
 */
function harmless(line: string): string {
  return plainText(line)
    .replaceAll(/^(\s*):(?=:)/gm, "$1: ")
    .replaceAll(/##(?=\w*\[)/g, "# #");
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What went well; what did not is wrong use, in its own words. */
export function done<Result extends Outcome>(result: Result): Extract<Result, { readonly ok: true }> {
  if (wentWell(result)) return result;
  throw new WrongUse(result.ok ? "" : result.message);
}

function wentWell<Result extends Outcome>(result: Result): result is Extract<Result, { readonly ok: true }> {
  return result.ok;
}

/** The value of an option; undefined where it is not given, or is a switch. */
export function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/** The value of an option that must be there, without blanks around it. Wrong use where it is missing or blank. */
export function needed(flags: Flags, name: string): string {
  const value = text(flags, name)?.trim() ?? "";
  if (value === "") throw new WrongUse(`--${name} is needed.`);
  return value;
}

/** The values of an option that takes several, with commas between. */
export function listOf(flags: Flags, name: string): string[] {
  return (text(flags, name) ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

/** The value of an option that takes one of some names; undefined where it is not given. Any other is wrong use. */
export function oneOf<Name extends string>(
  flags: Flags,
  option: string,
  names: readonly Name[],
): Name | undefined {
  const value = text(flags, option);
  const found = names.find((name) => name === value);
  if (value !== undefined && found === undefined) {
    throw new WrongUse(`--${option} is one of ${names.join(", ")}, not "${value}".`);
  }
  return found;
}

/**
 * A whole number of seconds, as the form of the gate without Node reads it; undefined where the option is not given.
 * @param least the smallest number that makes sense
 */
export function secondsOf(flags: Flags, option: string, least: 0 | 1): number | undefined {
  const value = text(flags, option);
  if (value === undefined) return undefined;
  if (!/^(0|[1-9]\d{0,10})$/.test(value) || Number(value) < least)
    throw new WrongUse(`--${option} is a whole number of seconds from ${least} on, not "${value}".`);
  return Number(value);
}

/** A whole number from 1 to 10,000; undefined where the option is not given. Any other value is wrong use. */
export function countOf(flags: Flags, option: string): number | undefined {
  const value = text(flags, option);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(value) || Number(value) > 10_000)
    throw new WrongUse(`--${option} is a whole number from 1 to 10000, not "${value}".`);
  return Number(value);
}

/** The folder that `--repo` names, else the current one, as a full path. */
export function folderOf(flags: Flags): string {
  return resolve(text(flags, "repo") ?? ".");
}

/** An entry of an object, or nothing. */
export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  const entry: Partial<Record<Key, Value>> = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}

/** The time now, ISO 8601 with the offset of this machine. */
export function now(): string {
  return instantOf(new Date());
}
