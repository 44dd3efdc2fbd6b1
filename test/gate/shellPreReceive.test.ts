import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { hookShop } from "./support/hookShop";
import { writeLedger } from "./support/writeLedger";

const execute = promisify(execFile);

describe("The gate in sh on the server", () => {
  const { repository, remote, inRemote, halt, push, installHook } = hookShop();

  beforeEach(async () => {
    await installHook(join(remote(), "hooks"), "pre-receive", "");
  });

  it("refuses a release that is halted by what is in the push itself", async () => {
    await halt({ id: "twice", bad: [repository.ids.bug ?? ""] });
    await repository.git("switch", "-q", "release/2.4");
    await repository.git("commit", "-q", "--allow-empty", "-m", "One more");
    const { code, err } = await push(["origin", "HEAD:refs/heads/release/2.6"]);
    assert.equal(code, 1);
    assert.match(err, /remote: Halted: The kettle shop charges twice/);
    assert.match(err, /remote: {3}Halt: twice/);
    assert.equal(await inRemote("branch", "--list", "release/2.6"), "");
  });

  it("lets other branches, rollbacks, deletions and the ledger go", async () => {
    await halt({ id: "twice", released: [repository.ids.old ?? ""] });
    await writeLedger(repository.folder, "refs/release-halt/ledger", {
      halts: [{ id: "twice", mode: "closed" }],
      before: { halts: [{ id: "twice", released: [repository.ids.old ?? ""] }] },
    });
    const { code, err } = await push([
      "origin",
      "main:refs/heads/topic",
      "v2.3.0:refs/tags/again",
      ":refs/heads/release/2.4",
      "refs/release-halt/ledger:refs/heads/release-halts",
    ]);
    assert.equal(code, 0, err);
  });

  it("takes no push that rewrites or deletes the ledger", async () => {
    await halt({ id: "twice" });
    const before = await inRemote("rev-parse", "release-halts");
    await writeLedger(repository.folder, "refs/other", { halts: [] });
    for (const rewrite of ["+refs/other:refs/heads/release-halts", ":refs/heads/release-halts"]) {
      const { code, err } = await push(["origin", rewrite]);
      assert.equal(code, 1);
      assert.match(err, /is only added to, not rewritten or deleted/);
    }
    assert.equal(await inRemote("rev-parse", "release-halts"), before);
  });

  it("is not led astray by commits that are replaced there, nor by a branch of another name", async () => {
    const { bug = "", old = "" } = repository.ids;
    await halt({ id: "twice", bad: [bug] });
    await repository.git("replace", bug, old);
    assert.equal((await push(["origin", "refs/replace/*:refs/replace/*"])).code, 0);
    await repository.git("replace", "-d", bug);
    assert.equal((await push(["origin", "release/2.4:refs/heads/release/2.6"])).code, 1);
    await inRemote("symbolic-ref", "refs/heads/current", "refs/heads/release/2.7");
    assert.equal((await push(["origin", "release/2.4:refs/heads/current"])).code, 1);
  });

  it("judges each of hundreds of tags in one push", async () => {
    const { bug = "" } = repository.ids;
    await halt({ id: "twice", bad: [bug] });
    const { stdout } = await execute("git", ["rev-list", "--reverse", "release/2.4"], {
      cwd: repository.folder,
    });
    const commits = stdout.trim().split("\n");
    const names = Array.from({ length: 300 }, (_, index) => `many/${index}`);
    const lines = names.map(
      (name, index) => `create refs/tags/${name} ${commits[index % commits.length] ?? ""}\n`,
    );
    const importing = execute("git", ["update-ref", "--stdin"], { cwd: repository.folder });
    importing.child.stdin?.end(lines.join(""));
    await importing;
    const { code, err } = await push(["origin", "refs/tags/many/*:refs/tags/many/*"]);
    assert.equal(code, 1);
    const halted = names.filter((_, index) => index % commits.length >= commits.indexOf(bug));
    assert.equal(err.match(/Halted: /g)?.length, halted.length);
  });
});
