import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { readHalt } from "../../src/halt/readHalt";
import type { DecidedBy } from "../../src/prove/deciding";
import { commitsToVerify } from "../../src/prove/planVerification";
import { verificationRecord } from "../../src/prove/verificationRecord";
import { verify, type VerificationPlan, type VerifyEvent } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { addScratchWorktree, sweepWorktrees } from "../../src/system/scratchWorktrees";
import { commitUncommitted } from "../../src/system/uncommittedState";
import { emptyInput } from "../support/halts";
import { needs } from "../support/needs";
import { makeRepository, repositoryAt, type Repository } from "../support/repository";

const git = createGit();
const byExitCode: DecidedBy = { kind: "exitCode" };

/** A shop whose total is right in 2.3.1 and wrong after it. */
async function makeRelease(): Promise<{ shop: Repository; base: string; target: string }> {
  const shop = await makeRepository();
  const base = await shop.commit("Add the total", { "total.sh": "echo 3\n", ".gitignore": "built\n" });
  await shop.git("tag", "v2.3.1");
  const target = await shop.commit("Round the total", { "total.sh": "echo 4\n", "sub/place.txt": "here\n" });
  return { shop, base, target };
}

/** All that a verification must leave as it was. */
async function stateOf(shop: Repository): Promise<unknown> {
  const [worktrees, stashes, status, branch, refs] = await Promise.all([
    shop.git("worktree", "list", "--porcelain"),
    shop.git("stash", "list"),
    shop.git("status", "--porcelain=v2", "--branch", "--untracked-files=all"),
    shop.git("symbolic-ref", "HEAD"),
    shop.git("for-each-ref"),
  ]);
  const index = await readFile(join(shop.folder, ".git/index"));
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith("release-halt-worktree-"));
  const metadata = await readdir(join(shop.folder, ".git")).then((names) => names.includes("worktrees"));
  return { worktrees, stashes, status, branch, refs, index: index.toString("base64"), folders, metadata };
}

function planOf(
  { base, target }: { base: string; target: string },
  command: string,
  rest: Partial<VerificationPlan> = {},
): VerificationPlan {
  return {
    commits: [
      { ref: "v2.4.0", commit: target, role: "target" },
      { ref: "v2.3.1", commit: base, role: "base" },
    ],
    deciding: { command, decidedBy: byExitCode },
    ...{ runs: 5, budgetMs: 60_000, timeoutMs: 20_000 },
    ...rest,
  };
}

describe("A verification", function () {
  let release: Awaited<ReturnType<typeof makeRelease>>;
  let shop: Repository;
  const { TMPDIR } = process.env;

  beforeEach(async () => {
    // What others have there is none of its business.
    process.env["TMPDIR"] = await mkdtemp(join(tmpdir(), "release-halt-verify-"));
    release = await makeRelease();
    ({ shop } = release);
  });

  afterEach(async () => {
    await rm(tmpdir(), { recursive: true, force: true });
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  });

  it("runs at target and base by turns, in worktrees of their own, and leaves nothing behind", async () => {
    await shop.write("total.sh", "echo 5\n");
    const before = await stateOf(shop);
    const events: VerifyEvent[] = [];
    const onEvent = (event: VerifyEvent): void => {
      events.push(event);
    };
    const plan = planOf(release, 'test "$(sh total.sh)" = 3');
    const { kind, result } = await verify(plan, { git, top: shop.folder, onEvent });
    assert.equal(kind, "done");
    const [target, base] = result.commits;
    assert.deepEqual([target?.failures, target?.runs, base?.failures, base?.runs], [5, 5, 0, 5]);
    assert.equal(result.pValue?.toFixed(4), "0.0079");
    const turns = events.flatMap((event) => (event.kind === "run" ? [event.commit.role] : []));
    assert.deepEqual(turns, Array.from({ length: 5 }, () => ["target", "base"]).flat());
    assert.deepEqual(await stateOf(shop), before);
  });

  it("sets each worktree up once, before its first run", async () => {
    const setup = "mkdir built && echo once >> built/log";
    const plan = planOf(release, 'test "$(cat built/log)" = once && exit 1', { setup, runs: 3 });
    const { result } = await verify(plan, { git, top: shop.folder });
    assert.deepEqual(
      result.commits.map(({ failures, unusable }) => [failures, unusable]),
      [
        [3, 0],
        [3, 0],
      ],
    );
  });

  it("counts a commit whose set-up breaks as one that cannot be run, and goes on with the others", async () => {
    const plan = planOf(release, "exit 1", { setup: "test -d sub" });
    const { result } = await verify(plan, { git, top: shop.folder });
    const [target, base] = result.commits;
    assert.deepEqual([target?.runs, base?.runs, base?.unusable], [5, 0, 1]);
    const [run] = base?.log ?? [];
    assert.deepEqual(run?.outcome, {
      kind: "unusable",
      why: "the set-up did not work: it ended with 1",
    });
    assert.equal(result.pValue, 1);
  });

  it("runs where the step ran, and not in a folder that leads out of the worktree", async () => {
    const folders = ["sub", "gone", "../..", "/"];
    const found = await Promise.all(
      folders.map(async (folder) => {
        const deciding = { command: "test -f place.txt && exit 1", folder, decidedBy: byExitCode };
        const plan = planOf(release, "", { deciding, runs: 1 });
        const { result } = await verify(plan, { git, top: shop.folder });
        return result.commits[0]?.log[0]?.outcome;
      }),
    );
    assert.deepEqual(found[0], { kind: "failed" });
    for (const [index, outcome] of found.slice(1).entries())
      assert.deepEqual(outcome, {
        kind: "unusable",
        why: `there is no folder ${folders[index + 1]} in this commit`,
      });
  });

  it("is decided by a text, in whatever pieces it is printed", async () => {
    const inPieces = 'printf "charged "; sleep 0.05; printf "twice"; exit 0';
    for (const [kind, text, outcome] of [
      ["mustNotAppear", "charged twice", "failed"],
      ["mustAppear", "charged twice", "passed"],
      ["mustAppear", "charged once", "failed"],
    ] as const) {
      const plan = planOf(release, "", {
        deciding: { command: inPieces, decidedBy: { kind, text } },
        runs: 1,
      });
      const { result } = await verify(plan, { git, top: shop.folder });
      assert.equal(result.commits[0]?.log[0]?.outcome.kind, outcome);
    }
  });

  for (const [command, why] of [
    ["no-such-program-here", "the shell could not find it"],
    ["exit 125", "it ended with 125, which stands for a commit that cannot be tested"],
    ["kill -9 $$", "it was ended from outside by SIGKILL"],
    ["sleep 600", "it did not end in time"],
  ] as const) {
    it(`takes no bug from a command that says nothing of it: ${command}`, async () => {
      const timeoutMs = command === "sleep 600" ? 300 : 20_000;
      const plan = planOf(release, command, { runs: 1, timeoutMs });
      const { result } = await verify(plan, { git, top: shop.folder });
      assert.deepEqual(result.commits[0]?.log[0]?.outcome, { kind: "unusable", why });
    });
  }

  it("takes a crash for a failure", async () => {
    const { result } = await verify(planOf(release, "kill -SEGV $$", { runs: 1 }), {
      git,
      top: shop.folder,
    });
    assert.equal(result.commits[0]?.failures, 1);
  });

  it("makes the first run of each commit whatever the time, and says when it was up", async () => {
    const { result } = await verify(planOf(release, "exit 1", { budgetMs: 0 }), { git, top: shop.folder });
    assert.deepEqual(
      result.commits.map(({ runs }) => runs),
      [1, 1],
    );
    assert.ok(result.outOfTime);
  });

  it("runs no hook of the repository, and meets no repository but the worktree", async () => {
    await shop.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch hooked\n");
    await chmod(join(shop.folder, ".git/hooks/post-checkout"), 0o755);
    process.env["GIT_DIR"] = join(shop.folder, ".git");
    try {
      // Git itself would be told of the repository's own HEAD.
      const command = `test -e hooked && exit 0; test "$(git rev-parse HEAD)" = ${release.base} && exit 1; exit 0`;
      const plan = planOf(release, command, { runs: 1 });
      const { result } = await verify(plan, { git, top: shop.folder });
      assert.equal(result.commits[1]?.failures, 1);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  it("takes uncommitted changes as they are, and touches neither index, branch, stash nor files", async () => {
    await shop.write("total.sh", "echo 6\n");
    await shop.git("add", "total.sh");
    await shop.write("total.sh", "echo 7\n");
    await shop.write("new.txt", "not followed yet\n");
    await shop.write("built/ignored.txt", "ignored\n");
    await shop.write(".release-halt/note.txt", "ours\n");
    const before = await stateOf(shop);
    const made = await commitUncommitted(git, shop.folder);
    assert.deepEqual(await stateOf(shop), before);
    assert.ok(made.ok && made.commit !== undefined);
    const files = await shop.git("ls-tree", "-r", "--name-only", made.commit);
    assert.deepEqual(files.split("\n"), [".gitignore", "new.txt", "sub/place.txt", "total.sh"]);
    assert.equal(await shop.git("show", `${made.commit}:total.sh`), "echo 7");
    assert.equal(await shop.git("rev-parse", `${made.commit}^`), release.target);
  });

  it("knows a working tree without changes", async () => {
    assert.deepEqual(await commitUncommitted(git, shop.folder), {
      ok: true,
      commit: undefined,
      changedSubmodules: [],
    });
  });

  it("leaves nothing behind when it is cancelled, in whatever moment, with all that it started", async () => {
    const before = await stateOf(shop);
    const mark = `release-halt-test-${process.pid}`;
    const command = `(exec -a ${mark} sleep 600) & sh -c 'exec -a ${mark} sleep 600' & sleep 600`;
    for (let round = 0; round < 50; round += 1) {
      const stop = new AbortController();
      let events = 0;
      const onEvent = (): void => {
        events += 1;
        if (events === 1 + (round % 3)) stop.abort();
      };
      const plan = planOf(release, `bash -c '${command.replaceAll("'", "'\\''")}'`, {
        ...(round % 2 === 0 && { setup: "true" }),
        parallel: 1 + (round % 2),
        runs: 2,
        timeoutMs: 100,
      });
      const { kind } = await verify(plan, { git, top: shop.folder, signal: stop.signal, onEvent });
      assert.equal(kind, "cancelled");
    }
    assert.deepEqual(await stateOf(shop), before);
    assert.deepEqual(await commandLinesWith(mark), []);
  });

  for (const moment of ["checkout", "setup", "runs"]) {
    it(`leaves nothing that is not swept at the next start, when its process is killed: ${moment}`, async () => {
      const before = await stateOf(shop);
      const script = join("test", "support", "verifyForever.ts");
      const child = spawn(process.execPath, ["--import", "tsx", script, shop.folder, release.target], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface(child.stdout)) if (line === moment) child.kill("SIGKILL");
      if (moment === "runs") assert.notDeepEqual(await stateOf(shop), before);
      // What git was about to write when its caller was killed, it still writes.
      await quiet(shop.folder);
      await sweepWorktrees(git, shop.folder);
      assert.deepEqual(await stateOf(shop), before);
      assert.deepEqual(await commandLinesWith(`release-halt-forever-${child.pid ?? ""}`), []);
    });
  }

  it("runs each commit as it is, though a run commits, checks another one out or takes git away", async () => {
    const goes = 'git rev-parse HEAD >> ../heads; sh total.sh > total.sh; git commit -qam "Mine"; exit 1';
    const { result } = await verify(planOf(release, goes, { runs: 3 }), { git, top: shop.folder });
    const heads = (await readFile(join(tmpdir(), "heads"), "utf8")).trim().split("\n");
    assert.deepEqual(heads, Array.from({ length: 3 }, () => [release.target, release.base]).flat());
    assert.match(result.commits[0]?.remarks.join() ?? "", /checked out another commit: that was taken back/);
    const plan = planOf(release, "rm -rf .git; exit 1", { runs: 3 });
    const gone = await verify(plan, { git, top: shop.folder });
    assert.deepEqual(
      gone.result.commits.map(({ runs }) => runs),
      [1, 1],
    );
    assert.match(gone.result.commits[0]?.remarks.join() ?? "", /no more runs could be made/);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
  });

  it("takes 100 MB of output without keeping it, and finds the text at its end", async () => {
    const command = "head -c 100000000 /dev/zero | tr '\\0' 'x'; printf 'charged twice'";
    const deciding = { command, decidedBy: { kind: "mustNotAppear", text: "charged twice" } } as const;
    const before = process.memoryUsage().rss;
    const { result } = await verify(planOf(release, "", { deciding, runs: 1 }), { git, top: shop.folder });
    const [run] = result.commits[0]?.log ?? [];
    assert.equal(run?.outcome.kind, "failed");
    assert.ok(run.output.length < 100_000 && run.output.endsWith("charged twice"));
    assert.ok(process.memoryUsage().rss - before < 200_000_000);
  });

  it("verifies what is checked out in a linked worktree without a branch, uncommitted changes among it", async () => {
    const folder = join(tmpdir(), `the "shop's" süß worktree`);
    await shop.git("worktree", "add", "-q", "--detach", folder, release.base);
    const linked = repositoryAt(folder);
    await linked.write("total.sh", "echo 7\n");
    const before = await Promise.all([stateOf(shop), linked.git("status", "--porcelain=v2", "--branch")]);
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven" }));
    assert.ok(read.ok);
    const planned = await commitsToVerify(git, folder, read.halt, [{ ref: "main" }]);
    assert.ok(planned.ok);
    const plan = { ...planOf(release, 'test "$(sh total.sh)" != 7', { runs: 2 }), commits: planned.value };
    const { result } = await verify(plan, { git, top: folder });
    assert.deepEqual(
      result.commits.map(({ ref, failures, runs }) => [ref, failures, runs]),
      [
        [release.base.slice(0, 10), 2, 2],
        ["main", 0, 2],
      ],
    );
    const after = await Promise.all([stateOf(shop), linked.git("status", "--porcelain=v2", "--branch")]);
    assert.deepEqual(after, before);
  });

  it("keeps its result where a run leaves what cannot be deleted, and says so, also at the next start", async function () {
    const made = join(tmpdir(), "made");
    const command = `touch fixed.txt; chattr +i fixed.txt || exit 125; pwd >> ${made}; exit 1`;
    const { result } = await verify(planOf(release, command, { runs: 1 }), { git, top: shop.folder });
    needs(this, result.commits[0]?.failures === 1, "chattr +i does not work in the temporary folder.", false);
    const [one = ""] = (await readFile(made, "utf8")).split("\n");
    try {
      for (const { failures, remarks } of result.commits) {
        assert.equal(failures, 1);
        assert.match(
          remarks.join(),
          /^The checkout could not be deleted, and a later run tries again: .*fixed\.txt/,
        );
      }
      // As though this process were another one.
      for (const name of await readdir(join(shop.folder, ".git/worktrees"))) {
        const lock = join(shop.folder, ".git/worktrees", name, "locked");
        await writeFile(lock, (await readFile(lock, "utf8")).replace(/since \S+/, "since never"));
      }
      assert.equal(await sweepWorktrees(git, shop.folder), 0);
      execFileSync("chattr", ["-i", join(one, "fixed.txt")]);
      assert.equal(await sweepWorktrees(git, shop.folder), 1);
    } finally {
      execFileSync("chattr", ["-R", "-i", tmpdir()]);
    }
  });

  it("has nothing run on where one of its commits breaks", async () => {
    const before = await stateOf(shop);
    const mark = `release-halt-broken-${process.pid}`;
    const command = `test -d sub && exit 1; bash -c 'exec -a ${mark} sleep 600'`;
    const onEvent = ({ kind }: VerifyEvent): void => {
      if (kind === "run") throw new Error("The window is gone.");
    };
    const plan = planOf(release, command, { runs: 1, parallel: 2, timeoutMs: 600_000 });
    await assert.rejects(verify(plan, { git, top: shop.folder, onEvent }), /The window is gone/);
    assert.deepEqual(await commandLinesWith(mark), []);
    assert.deepEqual(await stateOf(shop), before);
  });

  it("has each run find the files as the first one did, and says what runs changed", async () => {
    const mends = "test -e left.txt && exit 0; touch left.txt; git add left.txt; touch more.txt";
    const command = `test "$(sh total.sh)" = 3 && exit 0; ${mends}; echo "echo 3" > total.sh; rm -r sub; exit 1`;
    const { result } = await verify(planOf(release, command, { runs: 3 }), { git, top: shop.folder });
    const [target, base] = result.commits;
    assert.deepEqual([target?.failures, target?.runs, base?.failures, base?.runs], [3, 3, 0, 3]);
    assert.deepEqual(target?.remarks, [
      "Runs changed left.txt, sub/place.txt, total.sh: that was taken back before the next run.",
    ]);
    assert.deepEqual(base?.remarks, []);
  });

  it("keeps what the set-up changed and added, and sets up again where a run took that away", async () => {
    const setup = "echo >> ../set-ups; echo 'echo 7' > total.sh; mkdir made; touch made/here.txt";
    const isSetUp = 'test "$(sh total.sh)" = 7 && test -e made/here.txt || exit 125';
    for (const [run, setUps] of [
      ["touch sub/more.txt; echo there > sub/place.txt", 2],
      ["git checkout -q total.sh", 6],
      ["rm -r made", 6],
      ["git commit -q --allow-empty -m Mine", 6],
    ] as const) {
      const command = `${isSetUp}; ${run}; exit 1`;
      const { result } = await verify(planOf(release, command, { setup, runs: 3 }), {
        git,
        top: shop.folder,
      });
      assert.deepEqual([result.commits[0]?.failures, result.commits[1]?.failures], [3, 3], run);
      const log = join(tmpdir(), "set-ups");
      assert.equal((await readFile(log, "utf8")).length, setUps, run);
      await rm(log);
    }
  });

  it("sweeps no worktree but its own, whatever it is locked with", async () => {
    const folder = join(tmpdir(), "mine");
    const reason = `Release Halt, process 1 since never on ${hostname()}`;
    await shop.git("worktree", "add", "-q", "--detach", "--lock", "--reason", reason, folder, release.base);
    assert.equal(await sweepWorktrees(git, shop.folder), 0);
    assert.equal(await readFile(join(folder, "total.sh"), "utf8"), "echo 3\n");
  });

  it("takes a branch that a run makes for the commit that it is at", async () => {
    const plan = planOf(release, "git checkout -q -b mine; exit 1", { runs: 3 });
    const { result } = await verify(plan, { git, top: shop.folder });
    assert.deepEqual([result.commits[0]?.failures, result.commits[0]?.remarks], [3, []]);
  });

  it("says of a shallow clone which commit is not in it, and runs the other one", async () => {
    const folder = join(tmpdir(), "shallow");
    await shop.git("clone", "-q", "--depth=1", `file://${shop.folder}`, folder);
    const { result } = await verify(planOf(release, "exit 1", { runs: 2 }), { git, top: folder });
    const [target, base] = result.commits;
    assert.deepEqual([target?.failures, base?.runs, result.pValue], [2, 0, 1]);
    assert.equal(
      base?.remarks.join(),
      `${release.base.slice(0, 10)} is not in this clone: "git fetch" brings it, in a shallow clone "git fetch --unshallow".`,
    );
    assert.deepEqual(await readdir(join(folder, ".git")).then((names) => names.includes("worktrees")), false);
  });

  it("is recorded without secrets, also those that git or a shell quotes", async () => {
    const token = ["ghp", "_abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const decidedBy = { kind: "mustNotAppear", text: `charged by ${token}` } as const;
    const plan = planOf(release, "", { deciding: { command: `true ${token}`, decidedBy }, runs: 1 });
    const { result } = await verify(plan, { git, top: shop.folder });
    const why = `it could not be started: ${token} is not there`;
    const told = result.commits.map((commit) => ({
      ...commit,
      remarks: [`could not read https://ana:${token}@example.test/`],
      log: commit.log.map((run) => ({ ...run, outcome: { kind: "unusable" as const, why } })),
    }));
    const now = "2026-11-30T12:15:00+01:00";
    const { verification, redactions } = await verificationRecord(
      plan,
      { ...result, commits: told },
      { now },
    );
    assert.ok(!JSON.stringify(verification).includes(token), JSON.stringify(verification));
    const [{ remarks, log } = { remarks: [], log: [] }] = verification.commits;
    assert.match(remarks.join(), /^could not read https:\/\/ana:\[redacted: [^\]]+\]@example\.test\/$/);
    assert.match(log[0]?.why ?? "", /^it could not be started: \[redacted: [^\]]+\] is not there$/);
    assert.match(verification.decidedBy.text ?? "", /^charged by \[redacted: /);
    assert.equal(
      Object.values(redactions).reduce((sum, count) => sum + count, 0),
      4,
    );
  });

  it("compares what is not committed with the base also where that is checked out", async () => {
    const base = { ref: "v2.4.0", kind: "tag", commit: release.target, why: "newest tag" };
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven", base }));
    assert.ok(read.ok);
    const roles = async (): Promise<readonly string[]> => {
      const planned = await commitsToVerify(git, shop.folder, read.halt, []);
      return planned.ok ? planned.value.map(({ role }) => role) : [planned.message];
    };
    assert.deepEqual(await roles(), ["target"]);
    await shop.write("total.sh", "echo 7\n");
    assert.deepEqual(await roles(), ["target", "base"]);
  });

  it("takes along what it can of uncommitted changes, and says what it cannot", async () => {
    await makeRepository(join(shop.folder, "nested"));
    await shop.write("total.sh", "echo 7\n");
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven" }));
    assert.ok(read.ok);
    const planned = await commitsToVerify(git, shop.folder, read.halt, []);
    assert.ok(planned.ok);
    const [target] = planned.value;
    assert.equal(await shop.git("show", `${target?.commit ?? ""}:total.sh`), "echo 7");
    assert.match(target?.leftOut?.join() ?? "", /^Not all that is uncommitted is in it: .*'nested\/'.*\.$/);
  });

  it("is not swept while it goes on", async () => {
    const made = await addScratchWorktree(git, shop.folder, release.target);
    assert.ok(made.ok);
    assert.equal(await sweepWorktrees(git, shop.folder), 0);
    assert.ok((await shop.git("worktree", "list")).includes(made.worktree.folder));
    await made.worktree.remove();
  });
});

/** Waits until no git works in a repository any more. */
async function quiet(folder: string): Promise<void> {
  while ((await commandLinesWith(folder)).some((line) => /(^|\/)git /.test(line))) await setImmediate();
}

/** The command lines of the processes that hold a text. */
async function commandLinesWith(text: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(
    pids.map(async (pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return lines.filter((line) => line.includes(text)).map((line) => line.replaceAll("\0", " "));
}
