import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hookShop, run, script } from "./support/hookShop";
import { writeLedger } from "./support/writeLedger";

describe("The gate in sh before a push", () => {
  const { repository, remote, inRemote, refs, bypassesThere, halt, push, installHook } = hookShop();

  beforeEach(async () => {
    await installHook(join(repository.folder, ".git", "hooks"), "pre-push", '"$@"');
  });

  it("refuses a release that is halted, and says what, why, who, since when and what lifts it", async () => {
    await halt({
      id: "twice",
      title: "Charges twice",
      refs: ["refs/tags/v3*"],
      lifts: "The till test passes",
    });
    await repository.git("tag", "v3.0.0");
    const { code, err } = await push(["origin", "v3.0.0"]);
    assert.equal(code, 1);
    for (const part of [
      "Halted: Charges twice",
      "Why: Customers would pay twice.",
      "Placed by Ana Example, since 2026-11-30T14:00:00+01:00",
      "Lifted when: The till test passes",
      "Halt: twice",
      "It can go on once the halt is lifted.",
      "RELEASE_HALT_BREAK_GLASS",
      "Nothing was pushed.",
    ]) {
      assert.ok(err.includes(part), `${part}\n${err}`);
    }
    assert.equal(await inRemote("tag", "--list", "v3*"), "");
    assert.deepEqual(await bypassesThere(), []);
  });

  it("lets what is not halted go without a word", async () => {
    await halt({ id: "twice", refs: ["refs/tags/v3*"] });
    await repository.git("tag", "v4.0.0");
    const { code, err } = await push(["--quiet", "origin", "v4.0.0", "main", "HEAD:refs/heads/topic"]);
    assert.equal(err, "");
    assert.equal(code, 0);
  });

  it("refuses all of a push of which one ref is halted", async () => {
    await halt({ id: "twice", bad: ["0".repeat(40), repository.ids.bug ?? ""] });
    await repository.git("tag", "v4.0.0");
    const { code, err } = await push(["origin", "v4.0.0", "release/2.4:refs/heads/release/2.5"]);
    assert.equal(code, 1);
    assert.match(err, /Halt: twice/);
    assert.equal(await inRemote("tag", "--list", "v4*"), "");
  });

  it("goes by the name at the remote, not by the name here", async () => {
    await halt({ id: "twice", refs: ["refs/heads/release/9"] });
    assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 1);
    assert.equal((await push(["origin", "main:refs/heads/release/8"])).code, 0);
    assert.equal((await push(["origin", "HEAD^{/Change main1}:refs/heads/release/9"])).code, 1);
  });

  it("lets a deletion go", async () => {
    await halt({ id: "all" });
    assert.equal((await push(["origin", ":refs/heads/release/2.3"])).code, 0);
  });

  it("lets the ledger go, so that a halt can be lifted", async () => {
    await halt({ id: "all" });
    await writeLedger(repository.folder, "refs/release-halt/ledger", {
      halts: [{ id: "all", mode: "closed" }],
      before: { halts: [{ id: "all" }] },
    });
    const pushed = await push(["origin", "refs/release-halt/ledger:refs/heads/release-halts"]);
    assert.equal(pushed.code, 0, pushed.err);
    assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 0);
  });

  it("refuses when it cannot tell", async () => {
    await writeLedger(remote(), "refs/heads/release-halts", {
      halts: [],
      damage: (files) => ({ ...files, gate: "release-halts 2\n" }),
    });
    const { code, err } = await push(["origin", "main:refs/heads/release/9"]);
    assert.equal(code, 1);
    assert.match(err, /Cannot tell.*newer version/);
    assert.equal((await push(["origin", "main"])).code, 0);
  });

  it("cannot tell what the file of a halt stops that no ledger has", async () => {
    const id = "2026-11-30-twice";
    await mkdir(join(repository.folder, ".release-halt"));
    const file = join(repository.folder, ".release-halt", `${id}.halt.json`);
    for (const [status, code] of [
      ["active", 1],
      ["draft", 0],
      ["closed", 0],
    ] as const) {
      await writeFile(file, JSON.stringify({ version: 1, id, status }, undefined, 2));
      const pushed = await push(["origin", `main:refs/heads/release/9-${status}`]);
      assert.equal(pushed.code, code, pushed.err);
      if (code === 1) assert.match(pushed.err, /twice\.halt\.json says that its halt is active/);
    }
    await writeFile(file, JSON.stringify({ version: 1, id, status: "active" }));
    await halt({ id, mode: "closed" });
    const known = await run(repository.folder, [
      "sh",
      script,
      "check",
      "--ref",
      "release/9",
      "--max-age",
      "1",
    ]);
    assert.notEqual(known.code, 1, known.out);
  });

  it("leaves the working tree, the index and the other refs as they are", async () => {
    await halt({ id: "all" });
    await writeFile(join(repository.folder, "open.txt"), "not committed");
    await repository.git("add", "open.txt");
    const before = await refs("for-each-ref", "refs/heads", "refs/tags");
    await push(["origin", "main:refs/heads/release/9"]);
    assert.deepEqual(await refs("for-each-ref", "refs/heads", "refs/tags"), before);
    assert.equal(await repository.git("status", "--porcelain"), "A  open.txt");
    assert.deepEqual(await readdir(join(repository.folder, ".git", "release-halt")), [
      "ledger.fetched",
      "ledger.seen",
    ]);
  });
});
