import type { Settings } from "../../halt/settings";
import { gateDefaults, type GateSettings } from "../gateDefaults";
import { ownFile } from "./blockFile";
import { inTree, keyOf, withText, type Files, type InstallOptions, type Place } from "./installKind";
import { madeByUs, markedBlock, settingsMarks } from "./markedBlock";

/** The gate of the work tree, and the copy beside git's own files for work trees of commits that have none. */
export const treeGate: Place = inTree(".release-halt/gate.sh");
/** Keeps git on Windows from writing the gate with line ends that sh does not take. */
export const gateAttributes: Place = inTree(".release-halt/.gitattributes");
export const gitGate: Place = { root: "git", path: "release-halt/gate.sh" };

const { start: settingsStart, end: settingsEnd } = settingsMarks;

/** The gate beside git's own files: it serves commits without a gate, whose settings it was never made from. */
export function withGitGate(files: Files, options: InstallOptions): Files {
  return withText(files, gitGate, gateText(options, ""));
}

/**
 * The gate of the work tree, with what keeps its line ends.
 * @param settingsFrom by which it notices that the repository's settings changed
 */
export function withTreeGate(files: Files, options: InstallOptions, settingsFrom: string): Files {
  const edited = withText(files, treeGate, gateText(options, settingsFrom));
  return edited.has(keyOf(gateAttributes))
    ? edited
    : withText(edited, gateAttributes, ownFile(["*.sh text eol=lf", "*.cjs text eol=lf"]));
}

/** What the repository's settings file says; else what an installed gate says; else the defaults. */
export function gateSettings(
  files: Files,
  { ledger, releaseRefs, productionEnvironments }: Settings,
): GateSettings {
  const before = settingsOfGate(files) ?? gateDefaults;
  const minutes = ledger?.maxAgeMinutes;
  return {
    ledgerBranch: ledger?.branch ?? before.ledgerBranch,
    remote: ledger?.remote ?? before.remote,
    releaseRefs: releaseRefs ?? before.releaseRefs,
    production: productionEnvironments ?? before.production,
    maxAgeSeconds: minutes === undefined ? before.maxAgeSeconds : Math.max(1, Math.round(minutes * 60)),
    expected: ledger?.expected ?? before.expected,
  };
}

/** The settings of an installed gate, so that installing again keeps them; undefined where there is none to read. */
export function settingsOfGate(files: Files): GateSettings | undefined {
  const file = files.get(keyOf(treeGate)) ?? files.get(keyOf(gitGate));
  if (file?.kind !== "text") return undefined;
  const lines = file.text.split(/\r?\n/);
  const [start, end] = [lines.indexOf(settingsStart), lines.indexOf(settingsEnd)];
  if (start === -1 || end < start) return undefined;
  const values = new Map(lines.slice(start + 1, end).flatMap((line) => assignmentOf(line)));
  const words = (name: string): readonly string[] | undefined =>
    values
      .get(name)
      ?.split(/\s+/)
      .filter((word) => word !== "");
  const seconds = Number(values.get("max_age"));
  return {
    ledgerBranch: values.get("ledger_branch") ?? gateDefaults.ledgerBranch,
    remote: values.get("remote") ?? gateDefaults.remote,
    releaseRefs: words("release_refs") ?? gateDefaults.releaseRefs,
    production: words("production") ?? gateDefaults.production,
    maxAgeSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : gateDefaults.maxAgeSeconds,
    expected: (values.get("expected") ?? "no") !== "no",
  };
}

/** The gate's text with the settings between its two settings lines, in a block of ours. */
function gateText({ gate, settings }: InstallOptions, settingsFrom: string): string {
  const [first = "", ...rest] = gate.replaceAll("\r\n", "\n").trimEnd().split("\n");
  const [start, end] = [rest.indexOf(settingsStart), rest.indexOf(settingsEnd)];
  if (!first.startsWith("#!") || start === -1 || end < start)
    throw new Error("The gate's text has no settings lines.");
  const lines = [...rest.slice(0, start + 1), ...settingsLines(settings, settingsFrom), ...rest.slice(end)];
  const block = markedBlock([`# ${madeByUs}`, ...lines], { indent: "", eol: "\n", comment: "#" });
  return `${first}\n${block}\n`;
}

function settingsLines(settings: GateSettings, settingsFrom: string): readonly string[] {
  return [
    `ledger_branch=${quoted(settings.ledgerBranch)}`,
    `remote=${quoted(settings.remote)}`,
    `release_refs=${quoted(settings.releaseRefs.join(" "))}`,
    `production=${quoted(settings.production.join(" "))}`,
    `max_age='${settings.maxAgeSeconds}'`,
    `expected='${settings.expected ? "yes" : "no"}'`,
    `settings_from=${quoted(settingsFrom)}`,
  ];
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

function assignmentOf(line: string): readonly (readonly [string, string])[] {
  const [, name, value] = /^\s*(\w+)=('(?:[^']|'\\'')*'|"[^"$`\\]*"|[\w./-]*)\s*(?:#.*)?$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return [];
  const bare = value
    .replaceAll(String.raw`'\''`, "\u0000")
    .replaceAll(/['"]/g, "")
    .replaceAll("\u0000", "'");
  return [[name, bare]];
}
