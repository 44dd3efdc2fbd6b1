import { readdir, readFile } from "node:fs/promises";
import type { VerificationPlan } from "../../src/prove/verify";
import { withEnvironment } from "./environment";
import { makeRepository, type Repository } from "./repository";
import { temporaryFolder } from "./temporary";

/** A shop whose total is right in 2.3.1 and wrong after it. */
export interface Release {
  readonly shop: Repository;
  readonly base: string;
  readonly target: string;
}

/**
 * The release of the test that runs: a new one is made for each test of a suite. Temporary folders are the suite's own until
 * the test ends, as others' are none of its business.
 */
export function newRelease(): Release {
  const folder = temporaryFolder();
  withEnvironment(() => ({ TMPDIR: folder() }));
  let made: Release | undefined;
  beforeEach(async () => {
    made = await makeRelease();
  });
  const current = (): Release => {
    if (made === undefined) throw new Error("It is made before each test.");
    return made;
  };
  return {
    shop: {
      get folder() {
        return current().shop.folder;
      },
      git: async (...args) => current().shop.git(...args),
      write: async (path, text) => current().shop.write(path, text),
      commit: async (message, files) => current().shop.commit(message, files),
    },
    get base() {
      return current().base;
    },
    get target() {
      return current().target;
    },
  };
}

async function makeRelease(): Promise<Release> {
  const shop = await makeRepository();
  const base = await shop.commit("Add the total", { "total.sh": "echo 3\n", ".gitignore": "built\n" });
  await shop.git("tag", "v2.3.1");
  const target = await shop.commit("Round the total", { "total.sh": "echo 4\n", "sub/place.txt": "here\n" });
  return { shop, base, target };
}

/** Runs a command at target and base, five times each, by its exit code. */
export function planOf(
  { base, target }: Release,
  command: string,
  rest: Partial<VerificationPlan> = {},
): VerificationPlan {
  return {
    commits: [
      { ref: "v2.4.0", commit: target, role: "target" },
      { ref: "v2.3.1", commit: base, role: "base" },
    ],
    deciding: { command, decidedBy: { kind: "exitCode" } },
    ...{ runs: 5, budgetMs: 60_000, timeoutMs: 20_000 },
    ...rest,
  };
}

/** The command lines of the processes that hold a text. */
export async function commandLinesWith(text: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(
    pids.map(async (pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return lines.filter((line) => line.includes(text)).map((line) => line.replaceAll("\0", " "));
}
