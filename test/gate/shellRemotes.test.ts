import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hookShop, type Ran } from "./support/hookShop";
import { writeLedger } from "./support/writeLedger";

describe("The gate in sh and the remote of a push", () => {
  const { folder, repository, halt, push, installHook } = hookShop();

  beforeEach(async () => {
    await installHook(join(repository.folder, ".git", "hooks"), "pre-push", '"$@"');
  });

  it("holds a halt that vanished from the ledger, and says so until it is back", async () => {
    const ask = async (): Promise<Ran> => push(["origin", "main:refs/heads/release/9"]);
    const askLater = async (): Promise<Ran> => {
      await writeFile(join(repository.folder, ".git", "release-halt", "ledger.fetched"), "1000\n");
      return ask();
    };
    await halt({ id: "twice" });
    assert.equal((await ask()).code, 1);
    await halt({ id: "another", refs: ["refs/tags/v9*"] });
    for (const asked of [askLater, ask, askLater]) {
      const { code, err } = await asked();
      assert.equal(code, 1);
      assert.match(err, /Halt: twice[^]*was rewritten: halts that were seen there are missing/);
    }
    await halt({ id: "twice", mode: "closed" }, { id: "another", refs: ["refs/tags/v9*"] });
    assert.match((await askLater()).err, /it has another history, with all halts/);
    assert.doesNotMatch((await push(["origin", "main:refs/heads/release/8"])).err, /rewritten/);
  });

  it("asks the remote that is pushed to while none is known to hold the halts, then the one that does", async () => {
    await halt();
    const other = join(folder(), "other.git");
    await repository.git("clone", "-q", "--bare", repository.folder, other);
    await repository.git("remote", "add", "other", other);
    await writeLedger(other, "refs/heads/release-halts", { halts: [{ id: "there" }] });
    assert.equal((await push(["other", "main:refs/heads/release/9"])).code, 1);
    assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 1);
  });

  it("asks the remote that holds the halts, whichever is pushed to", async () => {
    await halt({ id: "twice" });
    await repository.git("fetch", "-q", "origin");
    const other = join(folder(), "other.git");
    await repository.git("clone", "-q", "--bare", repository.folder, other);
    await repository.git("remote", "add", "other", other);
    const { code, err } = await push(["other", "main:refs/heads/release/9"]);
    assert.equal(code, 1);
    assert.match(err, /Halt: twice/);
  });
});
