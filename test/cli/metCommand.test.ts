import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import type { Repository } from "../support/repository";
import { addCriteria, shareHalt, type NamedHalt } from "../support/sharedHalt";
import { makeShop, runShopTests } from "../support/shop";
import { temporaryFolder } from "../support/temporary";

const names = ["charges two kettles once", "charges nothing for an empty cart"];

describe("A criterion that asks for tests", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let shop: Repository;
  let halt: NamedHalt;

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop.folder, args);
  }

  async function json<Answer>(...args: readonly string[]): Promise<Answer> {
    const { out, err } = await run(...args, "--json");
    assert.equal(err, "");
    return JSON.parse(out) as Answer;
  }

  async function events(): Promise<readonly string[]> {
    const log = await json<{ events: { event: { kind: string } }[] }>("log");
    return log.events.map(({ event }) => event.kind);
  }

  /** What runs from now on is the code of the fix. */
  async function fix(): Promise<string> {
    const before = await shop.git("show", "v2.3.1:src/total.js");
    return shop.commit("Charge once again", { "src/total.js": `${before}\n` });
  }

  beforeEach(async () => {
    shop = await makeShop(join(folder(), "shop"));
    halt = await shareHalt(run, { id: "tests-pass", kind: "tests", text: "Named tests pass", names });
  });

  it("is met once the results of the fixed commit are attached, and the halt can be lifted then", async () => {
    const failing = await run("attach", halt.id, "reports/junit.xml");
    assert.match(failing.out, /Criterion not met: charges two kettles once fails in reports\/junit\.xml\./);
    const refused = await run("lift", halt.id, "--reason", "Fixed");
    assert.equal(refused.code, 2);
    assert.match(refused.err, /0 of 1 met.*No result is recorded/);
    const fixed = await fix();
    const stale = await run("attach", halt.id, "reports/junit.xml");
    assert.match(stale.out, /Criterion not met/);
    assert.ok(await runShopTests(shop.folder));
    const attached = await run("attach", halt.id, "reports/junit.xml");
    assert.match(attached.out, /Criterion met: All 2 named tests pass in reports\/junit\.xml\./);
    assert.match(attached.out, /The ledger on origin has it/);
    await run("attach", halt.id, "reports/junit.xml");
    assert.deepEqual(await events(), ["placed", "changed", "met"]);
    const log = await json<{ events: { event: { commit?: string } }[] }>("log");
    assert.equal(log.events.at(-1)?.event.commit, fixed);
    const lifted = await run("lift", halt.id, "--reason", "Fixed");
    assert.equal(lifted.code, 0, lifted.err);
    assert.equal((await events()).at(-1), "lifted");
  });

  it("is met by the results that a pipeline has, where only the ledger knows the halt", async () => {
    await fix();
    await shop.git("push", "-q");
    const pipeline = join(folder(), "pipeline");
    const from = await shop.git("config", "--get-regexp", "^url\\.");
    const origin = /^url\.(.+)\.insteadof /.exec(from)?.[1] ?? "";
    await shop.git("clone", "-q", "--branch", "release/2.4.0", origin, pipeline);
    assert.ok(await runShopTests(pipeline));
    const met = await runCli(cli(), pipeline, ["met", halt.id, "--results", "reports/junit.xml"]);
    assert.equal(met.code, 0, met.err);
    assert.match(met.out, /Criterion met: All 2 named tests pass/);
    assert.equal((await run("lift", halt.id, "--reason", "Fixed")).code, 0);
  });

  it("is met no more at another commit, nor at the same one once a test fails", async () => {
    await fix();
    assert.ok(await runShopTests(shop.folder));
    assert.equal((await run("met", halt.id, "--results", "reports/junit.xml")).code, 0);
    await shop.git("commit", "-q", "--allow-empty", "-m", "Prepare 2.4.1");
    assert.match((await run("lift", halt.id, "--reason", "Fixed")).err, /0 of 1 met/);
    assert.ok(await runShopTests(shop.folder));
    assert.equal((await run("met", halt.id, "--results", "reports/junit.xml")).code, 0);
    const xml = await readFile(join(shop.folder, "reports/junit.xml"), "utf8");
    const flaky = xml.replace(
      /(<testcase name="charges two kettles once"[^>]*?)\/>/,
      "$1><failure/></testcase>",
    );
    assert.notEqual(flaky, xml);
    await writeFile(join(shop.folder, "reports/junit.xml"), flaky);
    const failing = await run("met", halt.id, "--results", "reports/junit.xml");
    assert.equal(failing.code, 1);
    assert.deepEqual((await events()).slice(2), ["met", "met", "notMet"]);
    assert.match((await run("lift", halt.id, "--reason", "Fixed")).err, /charges two kettles once fails in/);
  });

  it("is not met by what runs on files that differ from the commit", async () => {
    await fix();
    await shop.write("src/greeting.js", "export const greeting = 1;\n");
    assert.ok(await runShopTests(shop.folder));
    const { code, out } = await run("met", halt.id, "--results", "reports/junit.xml");
    assert.equal(code, 1);
    assert.match(out, /Criterion not met: Files differ from the commit/);
    assert.deepEqual(await events(), ["placed", "changed"]);
  });

  it("is not stated where it is looked up, and not approved by who placed the halt", async () => {
    const second = { id: "second", kind: "approval" };
    await addCriteria(halt.path, second, { id: "runs", kind: "reproduction", runs: 5 });
    assert.equal((await run("share", halt.id)).code, 0);
    assert.match((await run("met", halt.id, "second")).err, /is looked up, not stated/);
    assert.match((await run("met", halt.id, "runs", "--runs", "4")).err, /asks for 5 runs that pass/);
    assert.match((await run("met", halt.id, "runs", "--runs", "Infinity")).err, /--runs is a whole number/);
    assert.equal((await run("met", halt.id, "runs", "--runs", "5")).code, 0);
    assert.match((await run("approve", halt.id)).err, /counts when somebody else gives it/);
    await shop.git("config", "user.name", "Ben Sample");
    assert.equal((await run("approve", halt.id, "--commit", "HEAD~1")).code, 0);
    assert.match((await run("lift", halt.id, "--reason", "Fixed")).err, /a second person approves/);
    const approved = await run("approve", halt.id);
    assert.equal(approved.code, 0);
    assert.match(approved.out, /^Approved by .+: recorded, not authenticated\.$/m);
    const lift = await run("lift", halt.id, "--reason", "Fixed");
    assert.match(lift.err, /2 of 3 met/);
  });

  it("is not recorded of a halt that no ledger knows, which is said", async () => {
    const drafted = await json<NamedHalt>("draft", "--title", "Pays nothing");
    await addCriteria(drafted.path, { id: "named", kind: "tests", text: "Named tests pass", names });
    await fix();
    assert.ok(await runShopTests(shop.folder));
    const { code, out } = await run("met", drafted.id, "--results", "reports/junit.xml");
    assert.equal(code, 1);
    assert.match(out, /^Criterion met: .*\nNothing was recorded: no ledger of this clone knows the halt/);
  });

  it("stops no pipeline and records nothing once the halt is closed, and says so", async () => {
    assert.equal((await run("lift", halt.id, "--reason", "Fixed", "--override")).code, 0);
    const before = await events();
    const failing = await run("met", halt.id, "--results", "reports/junit.xml");
    assert.equal(failing.code, 0, failing.err);
    assert.match(
      failing.out,
      /^Criterion not met: .*\nNothing was recorded: the halt is closed \(lifted by over/,
    );
    const told = await json<{ status: string }>("met", halt.id, "--results", "reports/junit.xml");
    assert.equal(told.status, "closed");
    assert.deepEqual(await events(), before);
  });

  it("takes the criterion or the files, not neither and not both", async () => {
    for (const args of [[], ["tests-pass", "--results", "reports/junit.xml"]])
      assert.equal((await run("met", halt.id, ...args)).code, 2);
    const { code, err } = await run("met", halt.id, "--results", "gone.xml");
    assert.equal(code, 2);
    assert.match(err, /gone\.xml/);
  });
});
