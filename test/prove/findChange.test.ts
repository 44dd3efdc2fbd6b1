import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChange, type ChangeEvent, type ChangeSearch } from "../../src/prove/findChange";
import type { Tried } from "../../src/prove/commitTrials";
import { createGit } from "../../src/system/git";
import { addScratchWorktree } from "../../src/system/scratchWorktrees";
import { withEnvironment } from "../support/environment";
import { makeHistory, type PlannedCommit } from "../support/history";
import { makeRepository, type Repository } from "../support/repository";
import { stateOf } from "../support/repositoryState";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

/** Two hundred commits: a line, with a branch of five commits merged after each fifteen. `files` adds to those of a commit. */
function planned(files: (number: number) => Readonly<Record<string, string>>): PlannedCommit[] {
  const commits: PlannedCommit[] = [{ name: "0", files: { "total.sh": "echo 3\n" } }];
  let [tip, number] = ["0", 0];
  const add = (parents: readonly string[]): string => {
    number += 1;
    const name = String(number);
    commits.push({ name, parents, files: { [`notes/${name}.txt`]: name, ...files(number) } });
    return name;
  };
  while (number < 200) {
    for (let count = 0; count < 14 && number < 193; count += 1) tip = add([tip]);
    let side = tip;
    tip = add([tip]);
    for (let count = 0; count < 4; count += 1) side = add([side]);
    tip = add([tip, side]);
  }
  return commits;
}

function searchOf(
  ids: ReadonlyMap<string, string>,
  [base, target]: readonly [string, string],
  command: string,
  rest: Partial<ChangeSearch> = {},
): ChangeSearch {
  return {
    ends: { target: ids.get(target) ?? "", base: ids.get(base) ?? "", firstParent: false },
    deciding: { command, decidedBy: { kind: "exitCode" } },
    ...{ runs: 1, isIntermittent: false, budgetMs: 120_000, timeoutMs: 20_000 },
    ...rest,
  };
}

const isRight = 'test "$(sh total.sh)" = 3';

describe("A search for the change", function () {
  let shop: Repository;
  const folder = temporaryFolder();
  withEnvironment(() => ({ TMPDIR: folder() }));

  beforeEach(async () => {
    shop = await makeRepository();
  });

  async function found(search: ChangeSearch, onEvent: (event: ChangeEvent) => void = () => undefined) {
    return findChange(search, { git, top: shop.folder, onEvent });
  }

  for (const [change, base] of [
    [97, 0],
    [200, 160],
  ] as const) {
    it(`finds change ${change} among ${200 - base} commits with merges, and leaves nothing behind`, async () => {
      const ids = await makeHistory(
        shop,
        planned((number) => (number === change ? { "total.sh": "echo 4\n" } : {})),
      );
      const before = await stateOf(shop);
      const events: ChangeEvent[] = [];
      const { result, confidence, how, runs, commits } = await found(
        searchOf(ids, [String(base), "200"], isRight),
        (event) => events.push(event),
      );
      assert.deepEqual(result, { kind: "found", commit: ids.get(String(change)) });
      assert.equal(how, "bisection");
      assert.ok((confidence ?? 0) >= 0.95 && runs <= 20, `${confidence} after ${runs} runs`);
      assert.equal(commits, 200 - base);
      const left = events.flatMap((event) => (event.kind === "progress" ? [event.left] : []));
      assert.equal(left[0], 200 - base);
      assert.deepEqual(
        left,
        left.toSorted((one, other) => other - one),
      );
      assert.deepEqual(await stateOf(shop), before);
    });
  }

  it("takes a merge as a whole where it is told to follow first parents", async () => {
    // 17 is on the branch that 20 merges.
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 17 ? { "total.sh": "echo 4\n" } : {})),
    );
    const search = searchOf(ids, ["0", "30"], isRight);
    const whole = await found({ ...search, ends: { ...search.ends, firstParent: true } });
    assert.deepEqual(whole.result, { kind: "found", commit: ids.get("20") });
    assert.deepEqual((await found(search)).result, { kind: "found", commit: ids.get("17") });
  });

  it("says so when the base has the bug, and when the target has not", async () => {
    const ids = await makeHistory(
      shop,
      planned(() => ({})),
    );
    assert.deepEqual((await found(searchOf(ids, ["0", "200"], "exit 1"))).result, { kind: "inBase" });
    assert.deepEqual((await found(searchOf(ids, ["0", "200"], "exit 0"))).result, {
      kind: "notAtTarget",
      runs: 2,
    });
    assert.deepEqual((await found(searchOf(ids, ["200", "0"], "exit 1"))).result, { kind: "noCommits" });
    const { result } = await found(searchOf(ids, ["0", "200"], "exit 125"));
    assert.equal(result.kind === "unusable" && result.end, "target");
  });

  it("says so when the bug was there where both part, and was mended on the way to the base", async () => {
    const ids = await makeHistory(shop, [
      { name: "old", files: { "total.sh": "echo 4\n" } },
      { name: "base", parents: ["old"], files: { "total.sh": "echo 3\n" } },
      { name: "target", parents: ["old"], files: { "more.txt": "more" } },
    ]);
    const { result } = await found(searchOf(ids, ["base", "target"], isRight));
    assert.deepEqual(result, { kind: "mendedInBase", commit: ids.get("old") });
  });

  it("passes over commits whose set-up breaks, and runs the set-up after each move", async () => {
    const broken = (number: number): boolean => number % 3 === 0 && number < 140;
    const ids = await makeHistory(
      shop,
      planned((number) => ({
        "setup.sh": broken(number) ? "exit 1\n" : `cp total.sh built; echo ${number}\n`,
        ".gitignore": "built\n",
        ...(number === 98 && { "total.sh": "echo 4\n" }),
      })),
    );
    const search = searchOf(ids, ["50", "150"], 'test "$(sh built)" = 3', { setup: "sh setup.sh" });
    const { result, unusable } = await found(search);
    assert.deepEqual(result, { kind: "found", commit: ids.get("98") });
    assert.ok(unusable < 12, String(unusable));
  });

  it("names all that are left where those around the change cannot be run", async () => {
    const ids = await makeHistory(shop, [
      { name: "0", files: { "total.sh": "echo 3\n" } },
      ...Array.from({ length: 40 }, (_, index): PlannedCommit => {
        const number = index + 1;
        const total = number < 21 ? "echo 3\n" : "echo 4\n";
        const files = { "total.sh": number > 18 && number < 24 ? "exit 125\n" : total, n: String(number) };
        return { name: String(number), parents: [String(index)], files };
      }),
    ]);
    const command = 'total=$(sh total.sh) || exit 125; test "$total" = 3';
    const { result } = await found(searchOf(ids, ["0", "40"], command));
    assert.ok(result.kind === "several");
    assert.deepEqual(
      new Set(result.commits),
      new Set(["19", "20", "21", "22", "23", "24"].map((name) => ids.get(name))),
    );
  });

  it("goes over to a probabilistic search when runs of one commit differ, with what it knows", async () => {
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 57 ? { "total.sh": "echo 4\n" } : {})),
    );
    // From the change on it fails in two runs of three.
    const counter = join(tmpdir(), "runs");
    const command = `echo >> ${counter}; ${isRight} || test $(( $(wc -l < ${counter}) % 3 )) = 2`;
    const { result, how, confidence } = await found(searchOf(ids, ["0", "200"], command));
    assert.equal(how, "probabilisticSearch");
    assert.ok((confidence ?? 0) >= 0.95);
    assert.deepEqual(result, { kind: "found", commit: ids.get("57") });
  });

  it("has each run of a commit find the files as the first one did", async () => {
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 97 ? { "total.sh": "echo 4\n" } : {})),
    );
    // What shows the bug mends it, as a test that writes a new snapshot.
    const command = `${isRight} || { echo "echo 3" > total.sh; exit 1; }`;
    const { result, how } = await found(searchOf(ids, ["0", "200"], command));
    assert.deepEqual([result, how], [{ kind: "found", commit: ids.get("97") }, "bisection"]);
  });

  it("keeps what is left when it is stopped, in whatever moment, and takes its worktree away", async () => {
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 97 ? { "total.sh": "echo 4\n" } : {})),
    );
    const before = await stateOf(shop);
    for (const after of [1, 5, 14]) {
      const stop = new AbortController();
      let events = 0;
      const { result } = await findChange(searchOf(ids, ["0", "200"], isRight), {
        ...{ git, top: shop.folder, signal: stop.signal },
        onEvent: () => {
          events += 1;
          if (events === after) stop.abort();
        },
      });
      assert.ok(result.kind === "cancelled", result.kind);
      assert.ok(result.commits.includes(ids.get("97") ?? ""));
      assert.equal(result.commits.length < 200, after >= 9);
      const newestFirst = (await shop.git("rev-list", "--topo-order", "main")).split("\n");
      assert.deepEqual(
        result.commits,
        newestFirst.filter((commit) => result.commits.includes(commit)),
      );
      assert.deepEqual(await stateOf(shop), before);
    }
  });

  it("goes on where it was stopped, and makes no run again", async () => {
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 97 ? { "total.sh": "echo 4\n" } : {})),
    );
    const search = searchOf(ids, ["0", "200"], isRight);
    const whole = await found(search);
    let known: ReadonlyMap<string, Tried> = new Map();
    let made = 0;
    for (let part = 0; ; part += 1) {
      const stop = new AbortController();
      const { result, tried, runs } = await findChange(search, {
        ...{ git, top: shop.folder, signal: stop.signal, known },
        onEvent: ({ kind }) => {
          if (kind !== "run") return;
          made += 1;
          if (made === 3 * (part + 1)) stop.abort();
        },
      });
      known = tried;
      if (result.kind === "cancelled") continue;
      assert.deepEqual([result, runs, made], [whole.result, whole.runs, whole.runs]);
      assert.ok(part > 2, String(part));
      break;
    }
  });

  it("finds the change where target and base have parted", async () => {
    const ids = await makeHistory(shop, [
      { name: "old", files: { "total.sh": "echo 3\n" } },
      { name: "base", parents: ["old"], files: { "other.txt": "other" } },
      { name: "one", parents: ["old"], files: { "one.txt": "one" } },
      { name: "two", parents: ["one"], files: { "total.sh": "echo 4\n" } },
      { name: "target", parents: ["two"], files: { "more.txt": "more" } },
    ]);
    const { result, commits } = await found(searchOf(ids, ["base", "target"], isRight));
    assert.deepEqual([result, commits], [{ kind: "found", commit: ids.get("two") }, 3]);
  });

  it("names no commit of a shallow clone whose history ends after the base", async () => {
    const ids = await makeHistory(
      shop,
      planned((number) => (number === 97 ? { "total.sh": "echo 4\n" } : {})),
    );
    await shop.git("branch", "base", ids.get("0") ?? "");
    const folder = join(tmpdir(), "shallow");
    await shop.git("clone", "-q", "--depth=20", "--no-single-branch", `file://${shop.folder}`, folder);
    const { result, runs } = await findChange(searchOf(ids, ["0", "200"], isRight), { git, top: folder });
    assert.deepEqual([result, runs], [{ kind: "cutOff" }, 0]);
  });

  it("gives what is left when its time is up", async () => {
    const ids = await makeHistory(
      shop,
      planned(() => ({})),
    );
    const { result } = await found(searchOf(ids, ["0", "200"], "exit 1", { budgetMs: -1 }));
    assert.ok(result.kind === "outOfTime" && result.commits.length === 200);
  });

  it("moves a worktree without touching a repository around it, should a run take its .git away", async () => {
    await shop.commit("One", { "a.txt": "1" });
    const two = await shop.commit("Two", { "a.txt": "2" });
    process.env["TMPDIR"] = shop.folder;
    try {
      const made = await addScratchWorktree(git, shop.folder, two);
      assert.ok(made.ok);
      await rm(join(made.worktree.folder, ".git"));
      await shop.write("a.txt", "mine");
      assert.equal((await made.worktree.moveTo(await shop.git("rev-parse", "HEAD~1"))).ok, false);
      assert.equal(await readFile(join(shop.folder, "a.txt"), "utf8"), "mine");
      assert.equal(await shop.git("symbolic-ref", "--short", "HEAD"), "main");
      await made.worktree.remove();
    } finally {
      process.env["TMPDIR"] = folder();
    }
  });
});
