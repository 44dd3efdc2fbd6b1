import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { readRecord } from "../../src/halt/ledgerRecord";
import { createGit, type Git } from "../../src/system/git";
import { HandEditor } from "../support/handEdit";
import { actAtOnce, eventsOfOne, seenByAll } from "../support/ledgerCrowd";
import { cloneOf, transports } from "../support/remotes";
import type { Repository } from "../support/repository";
import { TeamMate } from "../support/teamMate";

const clones = 50;
const records = 200;
const tags = 350;
const repeats = 9;

interface CrowdFigures {
  readonly clones: number;
  readonly expected: number;
  readonly events: number;
  readonly once: boolean;
  readonly same: boolean;
  readonly ms: number;
  /** As many bare pushes of one commit each, from the same clones at the same time. */
  readonly pushesMs: number;
}

/** Many clones place, lift and override at once, as processes of the command line. */
export async function measureCrowd(): Promise<CrowdFigures> {
  return withFolder(async (folder) => {
    const remote = await transports["a path"](folder);
    const ana = await TeamMate.of(remote.url, folder, "Ana");
    const common = await ana.haltAll("Common");
    const crowd: Repository[] = [];
    for (let index = 0; index < clones; index += 1)
      crowd.push(await cloneOf(remote.url, join(folder, `clone ${index}`), `Person ${index}`));
    const ms = await time(async () => actAtOnce(resolve("dist/cli.js"), crowd, common));
    const seen = await seenByAll([ana.clone, ...crowd]);
    const pushesMs = await time(async () => Promise.all(crowd.map(pushBare)));
    return { clones, expected: 1 + clones * eventsOfOne, ...seen, ms, pushesMs };
  });
}

async function pushBare(clone: Repository, index: number): Promise<void> {
  for (let event = 0; event < eventsOfOne; event += 1) {
    await clone.git("commit", "-q", "--allow-empty", "-m", `Event ${event}`);
    await clone.git("push", "-q", "origin", `HEAD:refs/heads/person-${index}`);
  }
}

interface CheckFigures {
  readonly records: number;
  readonly tags: number;
  readonly node: readonly number[];
  /** The form that needs only git; empty where it is not built. */
  readonly sh: readonly number[];
  /** The git commands that the check asks, as they are, one after the other. */
  readonly git: readonly number[];
  /** A program of Node's that does nothing. */
  readonly start: readonly number[];
}

/** Milliseconds of one `check` on a local clone whose copy of the ledger is fresh, as when a hook asks for several refs. */
export async function measureCheck(): Promise<CheckFigures> {
  return withFolder(async (folder) => {
    const remote = await transports["a path"](folder);
    await fill(remote.url, folder);
    const bo = await TeamMate.of(remote.url, folder, "Bo");
    const gate = await builtGate(folder);
    const cli = resolve("dist/cli.js");
    const asked = ["check", "--tag", "v9.0.0"];
    const runs = { node: [] as number[], sh: [] as number[], git: [] as number[], start: [] as number[] };
    const into = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
      times.push(await time(work));
    };
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      await bo.check();
      await into(runs.node, async () => expectHalted(process.execPath, [cli, ...asked], bo));
      if (gate !== undefined) await into(runs.sh, async () => expectHalted("sh", [gate, ...asked], bo));
      const commands = await commandsOfCheck(bo);
      await into(runs.git, async () => {
        for (const { args, input } of commands) await run("git", args, bo.clone.folder, input);
      });
      await into(runs.start, async () => run(process.execPath, ["-e", ""], folder));
    }
    return { records, tags, ...runs };
  });
}

/** As many tags and records as an old repository has; one halt in ten is active. */
async function fill(url: string, folder: string): Promise<void> {
  const ana = await TeamMate.of(url, folder, "Ana");
  for (let tag = 1; tag < tags; tag += 1) await ana.clone.git("tag", `v1.${tag}.0`, "v1.0.0");
  await ana.clone.git("push", "-q", "--tags");
  const id = await ana.haltAll("Orders twice");
  const hand = await HandEditor.of(url, folder);
  const text = await hand.clone.git("show", `HEAD:halts/${id}.json`);
  const lifted = {
    id: "event-2",
    seq: 2,
    at: "2026-11-30T14:00:00Z",
    kind: "lifted" as const,
    reason: "Fixed",
  };
  const copies = Array.from({ length: records - 1 }, (_, index) => {
    const read = readRecord(text.replaceAll(id, `halt-${index}`), `halt-${index}`);
    if (!read.ok) throw new Error(read.problem);
    const { events } = read.record;
    return { ...read.record, events: index % 10 === 0 ? events : [...events, lifted] };
  });
  const own = readRecord(text, id);
  if (!own.ok) throw new Error(own.problem);
  await hand.writeRecords([own.record, ...copies]);
  await hand.push();
}

async function builtGate(folder: string): Promise<string | undefined> {
  const [source, copy] = [resolve("dist/release-halt.sh"), join(folder, "gate.sh")];
  const there = await access(source).then(
    () => true,
    () => false,
  );
  if (there) await copyFile(source, copy);
  return there ? copy : undefined;
}

interface Command {
  readonly args: readonly string[];
  readonly input: string;
}

async function commandsOfCheck({ clone }: TeamMate): Promise<readonly Command[]> {
  const git = createGit();
  const commands: Command[] = [];
  const recording: Git = {
    path: git.path,
    run: async (folder, args, options) => {
      commands.push({ args, input: options?.input ?? "" });
      return git.run(folder, args, options);
    },
  };
  await checkRelease(recording, clone.folder, { tag: "v9.0.0" }, { settings: {} });
  return commands;
}

async function expectHalted(file: string, args: readonly string[], { clone }: TeamMate): Promise<void> {
  const code = await run(file, args, clone.folder);
  if (code !== 1)
    throw new Error(`${file} ${args.join(" ")} ended with ${code}, where the release is halted.`);
}

async function run(file: string, args: readonly string[], cwd: string, input = ""): Promise<number | null> {
  const child = spawn(file, args, { cwd, stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  await once(child, "close");
  return child.exitCode;
}

async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-ledger-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
