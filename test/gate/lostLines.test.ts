import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { gateDefaults } from "../../src/gate/gateDefaults";
import { lefthookHook } from "../../src/gate/install/lefthookHook";
import { planInstall } from "../../src/gate/install/planInstall";
import { carryOut, readInstallPlace } from "../../src/gate/install/repositoryFacts";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { ran, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";
import { shells } from "./support/shells";
import { writeLedger, type HaltFacts } from "./support/writeLedger";

const script = resolve("src/gate/release-halt.sh");

describe("A hook manager that hands on no list of what is pushed", () => {
  const folder = temporaryFolder();
  let shop: Repository;
  let remote: string;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    remote = join(folder(), "remote.git");
    await shop.git("init", "-q", "--bare", remote);
    await shop.git("remote", "add", "origin", remote);
    await shop.commit("one", { "lefthook.yml": "pre-push:\n  parallel: true\n  commands: {}\n" });
    await shop.git("push", "-q", "origin", "main");
  });

  const halt = async (...halts: readonly Partial<HaltFacts>[]): Promise<void> =>
    writeLedger(remote, "refs/heads/release-halts", { halts: halts.map((one) => ({ id: "twice", ...one })) });
  const lost = async (...shell: readonly string[]): Promise<Ran> => {
    const [program = "sh", ...args] = shell;
    return ran(
      shop.folder,
      {},
      program,
      ...args,
      script,
      "pre-push",
      "--lines-may-be-lost",
      "origin",
      remote,
    );
  };
  async function refuses(...shell: readonly string[]): Promise<string> {
    const { code, err } = await lost(...shell);
    assert.equal(code, 1, err);
    assert.match(err, /Halt: twice[^]*handed on no whole list of what is pushed[^]*Nothing was pushed\./);
    return err;
  }
  async function passes(): Promise<void> {
    const { code, out, err } = await lost();
    assert.deepEqual({ code, out, err }, { code: 0, out: "", err: "" });
  }

  it("is met by the line that is installed into lefthook", async () => {
    await shop.write(
      "lefthook.yml",
      "pre-push:\n  parallel: true\n  commands:\n    lfs:\n      run: cat\n      use_stdin: true\n",
    );
    const read = await readInstallPlace(createGit(), shop.folder);
    assert.ok(read.ok);
    const options = { gate: await readFile(script, "utf8"), settings: gateDefaults };
    const plan = planInstall(read.place.facts, [lefthookHook], options);
    assert.match(plan.kinds[0]?.byHand.join("\n") ?? "", /Take "parallel: true" out of pre-push/);
    assert.ok((await carryOut(read.place, plan.changes)).ok);
    const config: unknown = parse(await readFile(join(shop.folder, "lefthook.yml"), "utf8"));
    const line = JSON.stringify(config).match(/"run":"(sh .*?)","use_stdin":true/)?.[1] ?? "";
    const command = line.replaceAll('\\"', '"').replace("{1}", "origin").replace("{2}", remote);
    const go = async (): Promise<Ran> => ran(shop.folder, {}, "sh", "-c", `${command} </dev/null`);
    await halt({ refs: ["refs/tags/v*"] });
    await shop.git("tag", "v1");
    const refused = await go();
    assert.equal(refused.code, 1);
    assert.match(refused.err, /Halt: twice[^]*handed on no whole list/);
    await halt({ mode: "closed" });
    await rm(join(shop.folder, ".git", "release-halt", "ledger.fetched"));
    await shop.git("update-ref", "-d", "refs/release-halt/seen/origin");
    assert.equal((await go()).code, 0);
  });

  it("lets a push go that brings nothing, or anything, while nothing is halted", async () => {
    await passes();
    await halt({ mode: "closed" });
    await shop.commit("two");
    await shop.git("tag", "v1");
    await shop.git("switch", "-q", "-c", "release/1");
    await passes();
  });

  for (const shell of shells) {
    it(`refuses what the remote has not of a branch or a tag that is halted, in ${shell.join(" ")}`, async () => {
      await halt({ refs: ["refs/heads/release/1", "refs/tags/v1"] });
      await shop.git("switch", "-q", "-c", "release/1");
      await shop.commit("two");
      await refuses(...shell);
      await shop.git("switch", "-q", "-c", "fix/cents");
      await refuses(...shell);
      await shop.git("branch", "-q", "-D", "release/1");
      await shop.git("tag", "-a", "-m", "One", "v1");
      await refuses(...shell);
    });
  }

  it("lets new commits of a branch go that is no release, and what the remote has as it is here", async () => {
    await halt({ refs: ["refs/heads/release/*", "refs/tags/*"] });
    await shop.git("tag", "v1");
    await shop.git("branch", "release/1");
    await shop.git("push", "-q", "origin", "v1", "release/1");
    await shop.git("switch", "-q", "-c", "fix/cents");
    await shop.commit("two");
    await passes();
  });

  it("refuses a branch that was rewritten since it was pushed", async () => {
    await shop.git("switch", "-q", "-c", "release/1");
    await shop.git("push", "-q", "origin", "release/1");
    await shop.git("commit", "-q", "--amend", "--allow-empty", "-m", "Another");
    await shop.git("switch", "-q", "-c", "fix/cents");
    await shop.commit("two");
    await halt({ refs: ["refs/heads/release/1"] });
    await refuses();
  });

  it("goes by the names that are set for the branch that is checked out", async () => {
    await halt({ refs: ["refs/heads/release/1"] });
    await shop.git("switch", "-q", "-c", "work");
    await shop.commit("two");
    await passes();
    await shop.git("config", "branch.work.remote", "origin");
    await shop.git("config", "branch.work.merge", "refs/heads/release/1");
    await refuses();
    await shop.git("config", "branch.work.merge", "refs/heads/work");
    await passes();
    await shop.git("config", "remote.origin.push", "refs/heads/work:refs/heads/release/1");
    await refuses();
  });

  it("takes what is checked out for pushed by any name where it is on the remote, or on no branch", async () => {
    await halt({ refs: ["refs/heads/release/9"] });
    assert.match(await refuses(), /Halt: twice/);
    await shop.git("switch", "-q", "--detach");
    await shop.commit("two");
    await refuses();
  });

  it("judges all that is here where the remote does not tell what it has", async () => {
    await halt({ refs: ["refs/tags/v1"] });
    await shop.git("tag", "v1");
    await shop.git("push", "-q", "origin", "v1");
    await shop.git("remote", "set-url", "--push", "origin", join(folder(), "gone.git"));
    await shop.git("switch", "-q", "-c", "fix/cents");
    await shop.commit("two");
    await refuses();
    await shop.git("tag", "-d", "v1");
    await refuses();
  });

  it("judges also what could be pushed where pieces of the list are handed on, or a part of a long one", async () => {
    await halt({ refs: ["refs/tags/v1"] });
    await shop.git("tag", "v1");
    const [head, zero] = [await shop.git("rev-parse", "HEAD"), "0".repeat(40)];
    const whole = `refs/heads/main ${head} refs/heads/topic ${zero}\n`;
    const ask = async (said: string): Promise<Ran> => {
      await shop.write("said", said);
      const line = `sh "${script}" pre-push --lines-may-be-lost origin "${remote}" <said`;
      return ran(shop.folder, {}, "sh", "-c", line);
    };
    assert.equal((await ask(whole)).code, 0);
    const long = Array.from({ length: 300 }, (_, index) => whole.replace("topic", `topic-${index}`)).join("");
    for (const part of [whole.slice(0, -9), whole.slice(20), `${whole}topic ${zero}\n`, long]) {
      const { code, err } = await ask(part);
      assert.equal(code, 1, part);
      assert.match(err, /Halt: twice[^]*handed on no whole list/);
    }
  });

  it("judges the list where there is one", async () => {
    await halt({ refs: ["refs/heads/release/9"] });
    const [head, zero] = [await shop.git("rev-parse", "HEAD"), "0".repeat(40)];
    const push = async (ref: string): Promise<Ran> => {
      const said = `refs/heads/main ${head} ${ref} ${zero}`;
      const line = `echo "${said}" | sh "${script}" pre-push --lines-may-be-lost origin "${remote}"`;
      return ran(shop.folder, {}, "sh", "-c", line);
    };
    assert.equal((await push("refs/heads/topic")).code, 0);
    const refused = await push("refs/heads/release/9");
    assert.equal(refused.code, 1);
    assert.doesNotMatch(refused.err, /handed on no whole list/);
  });
});
