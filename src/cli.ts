import { dirname, resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { assessHalt } from "./assess/assessHalt";
import { draftHalt } from "./assess/draftHalt";
import { renderBrief } from "./brief/renderBrief";
import { readPictures, type AttachmentPlace } from "./capture/attachmentFile";
import { attachIntents, readTestFile } from "./capture/attachTests";
import { captureContext } from "./capture/git/captureContext";
import { captureFacts } from "./capture/git/captureFacts";
import { readCurrentFacts } from "./capture/git/currentFacts";
import { describeResults } from "./capture/results/describeResults";
import { checkHalts } from "./gate/checkHalts";
import { haltNow } from "./gate/haltNow";
import { liftHalt } from "./gate/haltStatus";
import { findHalt, haltOf, placeAt, placeOfHalt, type HaltPlace } from "./gate/namedHalt";
import { applyIntents } from "./halt/applyIntent";
import type { BriefAudience } from "./halt/briefView";
import type { Checklist } from "./halt/checklist";
import type { BranchFacts } from "./halt/facts";
import { instantOf } from "./halt/instant";
import type { Halt, Redactions } from "./halt/schema/halt";
import type { Settings } from "./halt/settings";
import type { ResultProblem, TestTotals } from "./halt/testResults";
import { writeHalt } from "./halt/writeHalt";
import { createGit } from "./system/git";
import { createHaltFile, haltFolders, listHalts, readHaltFile } from "./system/haltStore";
import { updateFile } from "./system/updateFile";
import { createFile, replaceFile } from "./system/writeFile";

const usage = `Release Halt on the command line.

  release-halt facts  [--repo DIR] [--base REF] [--json]
  release-halt draft  --title TEXT [--repo DIR] [--release NAME] [--bug ID] [--base REF] [--out FILE] [--json]
  release-halt attach HALT FILE... [--repo DIR] [--json]
  release-halt tests  FILE... [--json]
  release-halt status HALT [--for halt|meeting|lift] [--repo DIR] [--json]
  release-halt brief  HALT [--format md|html|json] [--audience short|executive|product|engineering|full] [--out FILE]
  release-halt halt   --title TEXT --reason TEXT [--repo DIR] [--json]
  release-halt lift   HALT --reason TEXT [--repo DIR] [--json]
  release-halt check  [--repo DIR] [--json]

HALT is the path of a *.halt.json file, or the id of a halt of the repository.
Exit code 0: done, or the release may go on. 1: it may not go on, it is not ready, or not everything could be read.
2: wrong use, a halt that cannot be read, or nobody can tell whether a halt is active.
`;

/** Wrong use, or an input that cannot be read: one line on standard error, exit code 2. */
class WrongUse extends Error {}

type Flags = Readonly<Record<string, string | boolean | undefined>>;

interface Command {
  readonly options: readonly string[];
  /** Least and greatest number of arguments that are no options. */
  readonly takes: readonly [number, number];
  /** Answers with the exit code. */
  readonly run: (flags: Flags, args: readonly string[]) => Promise<number>;
}

const git = createGit();
const many = Number.POSITIVE_INFINITY;
const audiences: readonly BriefAudience[] = ["short", "executive", "product", "engineering", "full"];
const formats = { md: "markdown", html: "html", json: "json" } as const;

const commands: Readonly<Record<string, Command>> = {
  facts: { options: ["repo", "base"], takes: [0, 0], run: facts },
  draft: { options: ["title", "repo", "release", "bug", "base", "out"], takes: [0, 0], run: draft },
  attach: { options: ["repo"], takes: [2, many], run: attach },
  tests: { options: [], takes: [1, many], run: tests },
  status: { options: ["for", "repo"], takes: [1, 1], run: status },
  brief: { options: ["format", "audience", "out", "repo"], takes: [1, 1], run: brief },
  halt: { options: ["title", "reason", "repo"], takes: [0, 0], run: halt },
  lift: { options: ["reason", "repo"], takes: [1, 1], run: lift },
  check: { options: ["repo"], takes: [0, 0], run: check },
};

async function facts(flags: Flags): Promise<number> {
  const { facts: found } = await captured(flags);
  const { repository, remote, branch, commit, upstream, ahead, behind, commits, changedFiles, bug } = found;
  const candidates = found.baseCandidates.map(baseOut);
  const out = {
    ...{ repository, remote, branch, commit, upstream, ahead, behind },
    dirty: found.dirtyFiles.length,
    untracked: found.untrackedFiles.length,
    base: found.base === null ? null : baseOut(found.base),
    baseCandidates: candidates,
    ...{ commits, changedFiles, bug, warnings: found.warnings },
  };
  const base = out.base === null ? "no base" : `${out.base.ref} (${out.base.why})`;
  print(flags, out, [
    `${branch ?? "detached HEAD"} at ${commit ?? "no commit"}`,
    `base: ${base}, ${commits ?? "unknown"} commits, ${changedFiles ?? "unknown"} changed files`,
    ...found.warnings,
  ]);
  return 0;
}

async function draft(flags: Flags): Promise<number> {
  const title = needed(flags, "title");
  const { facts: found, settings } = await captured(flags);
  const given = { ...optional("release", text(flags, "release")), ...optional("bug", text(flags, "bug")) };
  const drafted = draftHalt({ title, facts: found, now: now(), settings, ...given });
  const out = text(flags, "out");
  const folders = done(await haltFolders(git, found.repository));
  const written =
    out === undefined
      ? await createHaltFile(folders.privateFolder, drafted.id, writeHalt(drafted))
      : await createFile(resolve(out), writeHalt(drafted));
  const { path } = done(written);
  print(flags, { path, id: drafted.id }, [path]);
  return 0;
}

interface Attached extends Partial<TestTotals> {
  readonly file: string;
  readonly problems: readonly ResultProblem[];
  readonly redactions?: Redactions;
}

async function attach(flags: Flags, [name = "", ...files]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top } = await placeOf(flags, path);
  const context = top === undefined ? {} : await captureContext(git, top);
  const attached: Attached[] = [];
  const lines: string[] = [];
  const written = await updateFile(path, async (before) => {
    let after = before;
    for (const file of files) {
      const read = await readTestFile(resolve(file), {
        top: top ?? process.cwd(),
        now: now(),
        ...context,
      });
      if (!read.ok) {
        lines.push(read.message);
        attached.push({ file, problems: [{ severity: "error", message: read.message }] });
        continue;
      }
      const changed = applyIntents(
        after,
        attachIntents(done(haltOf(path, after)).halt, read.file, read.redactions),
      );
      if (!changed.ok) return changed;
      after = changed.text;
      lines.push(`${file}: ${describeResults(read.results)}`);
      const { suites, total, passed, failed, errored, skipped, problems } = read.results;
      const { redactions } = read;
      attached.push({ file, suites, total, passed, failed, errored, skipped, problems, redactions });
    }
    return { ok: true, text: after };
  });
  done(written);
  print(flags, { path, attached }, lines);
  return attached.every(({ problems }) => problems.every(({ severity }) => severity !== "error")) ? 0 : 1;
}

async function tests(flags: Flags, files: readonly string[]): Promise<number> {
  const out = await Promise.all(files.map(testsOf));
  print(
    flags,
    out.map(({ result }) => result),
    out.map(({ line }) => line),
  );
  return out.every(({ whole }) => whole) ? 0 : 1;
}

async function testsOf(file: string): Promise<{ whole: boolean; line: string; result: object }> {
  const read = await readTestFile(resolve(file), { top: process.cwd(), now: now() });
  if (!read.ok) {
    const none = { suites: 0, total: 0, passed: 0, failed: 0, errored: 0, skipped: 0, declared: null };
    const problems = [{ severity: "error", message: read.message }];
    const result = { file, format: "unknown", ...none, problems, failures: [] };
    return { whole: false, line: read.message, result };
  }
  const { format, suites, total, passed, failed, errored, skipped, declared, problems } = read.results;
  const failures = read.file.failures.map((failure) => ({ ...failure, id: undefined }));
  const counts = { suites, total, passed, failed, errored, skipped, declared };
  return {
    whole: problems.every(({ severity }) => severity !== "error"),
    line: `${file}: ${describeResults(read.results)}`,
    result: { file, format, ...counts, problems, failures },
  };
}

async function status(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const bar = oneOf(flags, "for", ["halt", "meeting", "lift"] as const) ?? "meeting";
  const { checklist } = await opened(flags, name);
  const { ready } = checklist;
  const items = checklist.items.map(({ id, state, reason, next, owner, due }) => ({
    ...{ id, state, reason, next },
    ...optional("owner", owner),
    ...optional("due", due),
  }));
  const bars = { halt: ready.halt.ready, meeting: ready.meeting.ready, lift: ready.lift.ready };
  print(flags, { ready: bars, items }, [
    checklist.line,
    ...items.map(({ id, state, reason }) => `${id.padEnd(14)} ${state.padEnd(10)} ${reason}`),
  ]);
  return bars[bar] ? 0 : 1;
}

async function brief(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const format = oneOf(flags, "format", ["md", "html", "json"] as const) ?? "md";
  const audience = oneOf(flags, "audience", audiences) ?? "full";
  const { halt: record, checklist, settings, place } = await opened(flags, name);
  const pictures = format === "html" ? await readPictures(record, place) : { images: {}, problems: [] };
  for (const problem of pictures.problems) tell(`Not shown in the brief: ${problem}`);
  const rendered = renderBrief(record, checklist, {
    ...{ audience, now: now(), format: formats[format], images: pictures.images },
    ...optional("timeZone", settings.timeZone),
  });
  const out = text(flags, "out");
  if (out === undefined) {
    process.stdout.write(rendered);
    return 0;
  }
  const { path } = done(await replaceFile(resolve(out), rendered));
  print(flags, { path }, [path]);
  return 0;
}

async function halt(flags: Flags): Promise<number> {
  const [title, reason] = [needed(flags, "title"), needed(flags, "reason")];
  const settings = await settingsOf(flags);
  const placed = done(await haltNow(git, folderOf(flags), { title, reason, now: now(), settings }));
  const { path, announcement } = placed;
  print(flags, { path, id: placed.halt.id, announcement }, [path, "", announcement]);
  return 0;
}

async function lift(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const reason = needed(flags, "reason");
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { by } = await captureContext(git, folderOf(flags));
  const written = await updateFile(path, (before) => {
    const lifted = liftHalt(done(haltOf(path, before)).halt, {
      reason,
      now: now(),
      ...(by !== undefined && { by }),
    });
    return Promise.resolve(lifted.ok ? applyIntents(before, lifted.intents) : lifted);
  });
  done(written);
  print(flags, { path, status: "closed", outcome: "lifted" }, [`Lifted: ${path}`]);
  return 0;
}

async function check(flags: Flags): Promise<number> {
  const stored = done(await listHalts(git, folderOf(flags)));
  const gate = checkHalts(stored.halts);
  print(flags, gate, [
    gate.line,
    ...gate.active.map(({ id, reason }) => `  ${id}${reason === null ? "" : `: ${reason}`}`),
    ...gate.unreadable.map(({ path, problem }) => `  ${path}: ${problem}`),
  ]);
  return { open: 0, halted: 1, cannotTell: 2 }[gate.verdict];
}

async function captured(flags: Flags): Promise<{ facts: BranchFacts; settings: Settings }> {
  const settings = await settingsOf(flags);
  const result = await captureFacts(git, folderOf(flags), {
    settings,
    ...optional("baseRef", text(flags, "base")),
  });
  if (!result.ok) throw new WrongUse(result.message);
  return { facts: result.facts, settings };
}

/** A halt with its checklist by what is true now. */
async function opened(
  flags: Flags,
  name: string,
): Promise<{ halt: Halt; checklist: Checklist; settings: Settings; place: AttachmentPlace }> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const record = done(haltOf(path, done(await readHaltFile(path)).text)).halt;
  const { top, settings } = await placeOf(flags, path);
  const current = top === undefined ? { now: now() } : await readCurrentFacts(git, top, record, now());
  const place = { top, haltFolder: dirname(path) };
  return { halt: record, checklist: assessHalt(record, current), settings, place };
}

async function placeOf(flags: Flags, path: string): Promise<HaltPlace> {
  return told(await placeOfHalt(git, path, text(flags, "repo")));
}

async function settingsOf(flags: Flags): Promise<Settings> {
  return told(await placeAt(git, folderOf(flags))).settings;
}

/** What is wrong with the settings goes to standard error; the command goes on without them. */
function told(place: HaltPlace): HaltPlace {
  place.problems.forEach(tell);
  return place;
}

function tell(problem: string): void {
  process.stderr.write(`release-halt: ${problem}\n`);
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What went well; what did not is wrong use, in its own words. */
function done<Result extends Outcome>(result: Result): Extract<Result, { readonly ok: true }> {
  if (wentWell(result)) return result;
  throw new WrongUse(result.ok ? "" : result.message);
}

function wentWell<Result extends Outcome>(result: Result): result is Extract<Result, { readonly ok: true }> {
  return result.ok;
}

function baseOut({ ref, kind, commit, version, why }: BranchFacts["baseCandidates"][number]): {
  readonly ref: string;
  readonly kind: string;
  readonly commit: string;
  readonly version: string | null;
  readonly why: string;
} {
  return { ref, kind, commit, version, why };
}

function print(flags: Flags, value: object, lines: readonly string[]): void {
  const shown = flags.json === true ? JSON.stringify(value, undefined, 2) : lines.join("\n");
  process.stdout.write(`${shown}\n`);
}

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

function needed(flags: Flags, name: string): string {
  const value = text(flags, name)?.trim() ?? "";
  if (value === "") throw new WrongUse(`--${name} is needed.`);
  return value;
}

function oneOf<Name extends string>(flags: Flags, option: string, names: readonly Name[]): Name | undefined {
  const value = text(flags, option);
  const found = names.find((name) => name === value);
  if (value !== undefined && found === undefined) {
    throw new WrongUse(`--${option} is one of ${names.join(", ")}, not "${value}".`);
  }
  return found;
}

function folderOf(flags: Flags): string {
  return resolve(text(flags, "repo") ?? ".");
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  const entry: Partial<Record<Key, Value>> = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}

function now(): string {
  return instantOf(new Date());
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (
    name === undefined ||
    name === "help" ||
    name === "--help" ||
    name === "-h" ||
    rest.includes("--help")
  ) {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new WrongUse(`There is no command "${name}". "release-halt help" lists them.`);
  const { values, positionals } = parsed(command, rest);
  const [least, most] = command.takes;
  if (positionals.length < least || positionals.length > most) {
    throw new WrongUse(`"${name}" takes ${most === many ? `${least} or more` : least} arguments.`);
  }
  return command.run(values, positionals);
}

function parsed(command: Command, args: readonly string[]): { values: Flags; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = { json: { type: "boolean" } };
  for (const option of command.options) options[option] = { type: "string" };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: Object.fromEntries(Object.entries(values).filter(isFlag)), positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}

function isFlag(entry: [string, unknown]): entry is [string, string | boolean] {
  return typeof entry[1] === "string" || typeof entry[1] === "boolean";
}

// A reader that leaves early, as `head` does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`release-halt: ${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
    process.exitCode = 2;
  },
);
