import assert from "node:assert/strict";
import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DecidedBy } from "../../src/prove/deciding";
import { verificationRecord } from "../../src/prove/verificationRecord";
import { verify, type VerifyEvent } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { newRelease, planOf } from "../support/release";
import { stateOf } from "../support/repositoryState";

const git = createGit();
const byExitCode: DecidedBy = { kind: "exitCode" };

describe("A verification", () => {
  const release = newRelease();
  const { shop } = release;

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
});
