import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { haltSchema, type Halt } from "../../src/halt/schema/halt";
import { readHaltFile } from "../../src/system/haltStore";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeRepository, type Repository } from "../support/repository";

const answer = z.object({
  commits: z.array(
    z.object({
      ref: z.string(),
      commit: z.string(),
      uncommitted: z.boolean().optional(),
      runs: z.number(),
      failures: z.number(),
      unusable: z.number(),
      interval: z.tuple([z.number(), z.number()]),
    }),
  ),
  pValue: z.number().nullable(),
  verdict: z.string(),
});
const drafted = z.object({ path: z.string() });

describe("release-halt verify", function () {
  const cli = commandLine();
  let shop: Repository;
  let path = "";

  before(async () => {
    shop = await makeRepository();
    await shop.commit("Add the total", {
      "total.sh": "echo 3\n",
      "flaky.sh": "exit 0\n",
      ".gitignore": "built\n",
    });
    await shop.git("tag", "v2.3.1");
    await shop.commit("Round the total", { "total.sh": "echo 4\n", "flaky.sh": "test $(( $$ % 2 )) = 0\n" });
    const ran = await run("draft", "--title", "The total is wrong", "--base", "v2.3.1", "--json");
    ({ path } = drafted.parse(JSON.parse(ran.out)));
  });

  after(async () => {
    await rm(shop.folder, { recursive: true, force: true });
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop.folder, args);
  }

  async function verified(
    ...args: readonly string[]
  ): Promise<z.output<typeof answer> & { code: number | null }> {
    const { code, out, err } = await run("verify", path, ...args, "--json");
    const parsed = answer.safeParse(JSON.parse(out));
    assert.ok(parsed.success, `${out}\n${err}`);
    return { ...parsed.data, code };
  }

  async function halt(): Promise<Halt> {
    const read = await readHaltFile(path);
    assert.ok(read.ok);
    return haltSchema.parse(JSON.parse(read.text));
  }

  /** Another halt of the shop, whose own command is decided by a text. */
  async function decidedByText(command: string): Promise<string> {
    const read = await readHaltFile(path);
    assert.ok(read.ok);
    const decidedBy = { kind: "mustNotAppear", text: "charged twice" };
    const reproduction = { steps: [{ id: "step-1", command, decides: true }], decidedBy };
    const own = { ...haltSchema.parse(JSON.parse(read.text)), id: "decided-by-text", reproduction };
    await shop.write(".release-halt/decided-by-text.halt.json", JSON.stringify(own));
    return join(shop.folder, ".release-halt/decided-by-text.halt.json");
  }

  it("finds a regression, and writes what it rests on into the halt", async () => {
    const token = ["ghp", "_abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const command = `echo ${token} >&2; test "$(sh total.sh)" = 3`;
    const found = await verified("--command", command, "--setup", "mkdir built");
    assert.equal(found.code, 0);
    assert.equal(found.verdict, "regression");
    assert.deepEqual(
      found.commits.map(({ ref, runs, failures, unusable }) => [ref, runs, failures, unusable]),
      [
        ["main", 5, 5, 0],
        ["v2.3.1", 5, 0, 0],
      ],
    );
    assert.deepEqual(
      found.commits[0]?.interval.map((end) => Number(end.toFixed(3))),
      [0.566, 1],
    );
    const { reproduction, redactions } = await halt();
    const [kept] = reproduction.verifications;
    assert.ok(kept);
    assert.equal(kept.by, "Ana Example");
    assert.equal(kept.setup, "mkdir built");
    assert.equal(kept.commits[0]?.commit, await shop.git("rev-parse", "HEAD"));
    assert.equal(kept.commits[0].log.length, 5);
    assert.ok(!JSON.stringify(await halt()).includes(token));
    assert.ok(Object.values(redactions).some((count) => count > 0));
    assert.match(kept.commits.flatMap(({ log }) => log)[0]?.output ?? "", /\[redacted/);
  });

  it("tells what shows in the base, too, and what does not show", async () => {
    assert.equal((await verified("--command", "exit 1", "--runs", "2")).verdict, "also-in-base");
    assert.equal((await verified("--command", "exit 0", "--runs", "2")).verdict, "not-reproduced");
    assert.equal(
      (await verified("--command", 'test "$(sh total.sh)" = 3', "--runs", "1")).verdict,
      "reproducible",
    );
  });

  it("goes by the exit code of --command, whatever decides in the halt", async () => {
    const other = await decidedByText("echo charged twice");
    const verdict = async (...args: readonly string[]): Promise<string> => {
      const { out, err } = await run("verify", other, ...args, "--runs", "1", "--dry-run", "--json");
      const parsed = answer.safeParse(JSON.parse(out));
      assert.ok(parsed.success, `${out}\n${err}`);
      return parsed.data.verdict;
    };
    assert.equal(await verdict(), "also-in-base");
    assert.equal(await verdict("--command", "exit 1"), "also-in-base");
    assert.equal(await verdict("--command", "echo charged twice"), "not-reproduced");
  });

  it("runs nothing in place of a secret that was taken out of the halt's command", async () => {
    const other = await decidedByText("touch ../ran; curl -u [redacted: password]");
    for (const name of ["verify", "bisect"]) {
      const { code, err } = await run(name, other, "--json");
      assert.equal(code, 2);
      assert.match(err, /A secret was taken out of the command that shows the bug/);
    }
  });

  it("ends with 3 where nothing can be told", async () => {
    const { code, verdict } = await verified("--command", "no-such-program", "--runs", "2");
    assert.deepEqual([code, verdict], [3, "cannot-tell"]);
  });

  it("is decided by a text, and by the commits that are named", async () => {
    const args = [
      "--command",
      "sh total.sh",
      "--must-not-appear",
      "4",
      "--runs",
      "1",
      "--at",
      "v2.3.1",
      "HEAD~1",
    ];
    const { commits } = await verified(...args);
    assert.deepEqual(
      commits.map(({ ref, failures }) => [ref, failures]),
      [
        ["main", 1],
        ["v2.3.1", 0],
      ],
    );
  });

  it("takes uncommitted changes along, and says so", async () => {
    await shop.write("total.sh", "echo 3\n");
    const head = await shop.git("rev-parse", "HEAD");
    const { commits, verdict } = await verified(
      "--command",
      'test "$(sh total.sh)" = 3',
      "--runs",
      "1",
      "--dry-run",
    );
    assert.equal(verdict, "not-reproduced");
    assert.deepEqual([commits[0]?.commit, commits[0]?.uncommitted], [head, true]);
    const { out } = await run("verify", path, "--command", "exit 1", "--runs", "1", "--dry-run");
    assert.match(out, /1 of 1 run at main with uncommitted changes/);
    await shop.git("checkout", "-q", "total.sh");
  });

  it("writes nothing where it is told so, and where it is stopped", async () => {
    const before = await readHaltFile(path);
    await run("verify", path, "--command", "exit 1", "--runs", "1", "--dry-run");
    const stopped = await runCli(
      cli(),
      shop.folder,
      [
        "verify",
        path,
        "--command",
        `kill -INT $(cat pid)`,
        "--setup",
        `cat ${join(shop.folder, "pid")} > pid`,
        "--runs",
        "3",
        "--json",
      ],
      {
        onStart: (pid) => void shop.write("pid", `${pid}`),
      },
    );
    assert.equal(stopped.code, 130);
    assert.match(stopped.err, /Nothing was written/);
    assert.match(z.object({ error: z.string() }).parse(JSON.parse(stopped.out)).error, /^Stopped\./);
    assert.deepEqual(await readHaltFile(path), before);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
    await rm(join(shop.folder, "pid"));
  });

  for (const [args, problem] of [
    [[], /No step of the reproduction has a command/],
    [["--command", " "], /--command is empty/],
    [["--command", "true", "--runs", "0"], /--runs is a whole number from 1/],
    [["--command", "true", "--at", "nowhere"], /"nowhere" is no commit/],
    [["--command", "true", "--at", "--output=x"], /is no commit|argument/],
    [["HEAD", "--command", "true"], /Commits follow --at/],
    [["--command", "true", "--must-appear", "a", "--must-not-appear", "b"], /Either a text must appear/],
  ] as const) {
    it(`says what is wrong with ${args.join(" ") || "a halt without a command"}`, async () => {
      const { code, err } = await run("verify", path, ...args);
      assert.equal(code, 2);
      assert.match(err, problem);
    });
  }
});
