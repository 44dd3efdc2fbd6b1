import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { haltSchema, type Halt } from "../../src/halt/schema/halt";
import { readHaltFile } from "../../src/system/haltStore";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeHistory } from "../support/history";
import { makeRepository, type Repository } from "../support/repository";
import { roundedShop } from "../support/roundedShop";

const answer = z.object({
  change: z
    .object({ commit: z.string(), subject: z.string(), pullRequest: z.string().nullable() })
    .nullable(),
  confidence: z.number().nullable(),
  runs: z.number(),
  how: z.string().optional(),
  why: z.string().optional(),
  left: z.array(z.string()).optional(),
});
const isRight = 'test "$(sh total.sh)" = 3';

describe("release-halt bisect", function () {
  const cli = commandLine();
  let shop: Repository;
  let ids: ReadonlyMap<string, string>;
  let path = "";

  before(async () => {
    shop = await makeRepository();
    ids = await makeHistory(shop, roundedShop);
    await shop.git("tag", "v2.3.1", ids.get("0") ?? "");
    const ran = await run("draft", "--title", "The total is wrong", "--base", "v2.3.1", "--json");
    path = z.object({ path: z.string() }).parse(JSON.parse(ran.out)).path;
  });

  after(async () => {
    await rm(shop.folder, { recursive: true, force: true });
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop.folder, args);
  }

  async function bisected(...args: readonly string[]) {
    const { code, out, err } = await run("bisect", path, ...args, "--json");
    const parsed = answer.safeParse(JSON.parse(out));
    assert.ok(parsed.success, `${out}\n${err}`);
    return { ...parsed.data, code };
  }

  async function halt(): Promise<Halt> {
    const read = await readHaltFile(path);
    assert.ok(read.ok);
    return haltSchema.parse(JSON.parse(read.text));
  }

  it("writes nothing where it is told so", async () => {
    const before = await readHaltFile(path);
    const { code, change } = await bisected("--command", isRight, "--dry-run");
    assert.deepEqual([code, change?.commit], [0, ids.get("change")]);
    assert.deepEqual(await readHaltFile(path), before);
  });

  it("names the change with its pull request in the halt, how it was found, and in the brief", async () => {
    const token = ["ghp", "_abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const found = await bisected("--command", `true ${token}; ${isRight}`, "--setup", "true");
    assert.equal(found.code, 0);
    assert.deepEqual([found.change?.subject, found.change?.pullRequest], ["Round the total", "77"]);
    assert.ok((found.confidence ?? 0) >= 0.95);
    const { cause, redactions } = await halt();
    assert.deepEqual([cause.commit, cause.subject], [ids.get("change"), "Round the total"]);
    const kept = cause.found;
    assert.ok(kept);
    assert.deepEqual(
      [kept.by, kept.how, kept.runs, kept.confidence, kept.commits, kept.setup, kept.goneInBase],
      ["Ana Example", "bisection", found.runs, found.confidence, 10, "true", true],
    );
    assert.deepEqual(kept.files, ["till/round.txt", "total.sh"]);
    assert.ok(!JSON.stringify(await halt()).includes(token));
    assert.ok(Object.values(redactions).some((count) => count > 0));
    const { out } = await run("brief", path, "--audience", "full");
    assert.match(out, /It was found by bisection over 10 commits in \d+ runs \(9\d(\.\d)? % confidence\)/);
    assert.match(out, /came in by pull request 77/);
    assert.match(out, /A rollback to v2\.3\.1 removes the change/);
  });

  it("takes the merge as a whole with --first-parent", async () => {
    const { change } = await bisected("--command", isRight, "--first-parent", "--dry-run");
    assert.deepEqual([change?.commit, change?.pullRequest], [ids.get("merge"), "77"]);
  });

  it("searches by chance where it is told so", async () => {
    const { change, how } = await bisected("--command", isRight, "--intermittent", "--dry-run");
    assert.deepEqual([change?.commit, how], [ids.get("change"), "probabilisticSearch"]);
  });

  it("ends with 3 and says why, where the change cannot be found", async () => {
    const inBase = await bisected("--command", "exit 1");
    assert.deepEqual([inBase.code, inBase.change, inBase.why], [3, null, "inBase"]);
    const skipped = 'test -e side.txt && ! test -e till/round.txt && exit 125; test "$(cat n)" != 6';
    const { code, why } = await bisected("--command", "exit 125");
    assert.deepEqual([code, why], [3, "unusable"]);
    assert.equal((await bisected("--command", skipped, "--dry-run")).change?.pullRequest, "78");
    const { out } = await run("bisect", path, "--command", "exit 0");
    assert.match(out, /did not show in 2 runs at the target/);
  });

  it("keeps what is left when it is stopped, and leaves nothing behind", async () => {
    const before = await readHaltFile(path);
    const stopped = await runCli(
      cli(),
      shop.folder,
      ["bisect", path, "--command", `kill -INT $(cat ${join(shop.folder, ".git/pid")}); exit 1`, "--json"],
      { onStart: (pid) => void shop.write(".git/pid", `${pid}`) },
    );
    assert.equal(stopped.code, 130);
    const { why, left } = answer.parse(JSON.parse(stopped.out));
    assert.deepEqual([why, left?.length], ["cancelled", 10]);
    assert.deepEqual(await readHaltFile(path), before);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
  });

  it("asks for a command, where the halt has none", async () => {
    const { code, err } = await run("bisect", path);
    assert.equal(code, 2);
    assert.match(err, /No step of the reproduction has a command/);
  });
});
