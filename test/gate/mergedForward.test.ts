import assert from "node:assert/strict";
import { join } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { writeActiveHalt, type ActiveHaltInput } from "../../src/gate/writeActiveHalt";
import type { ReleaseQuestion } from "../../src/gate/rules/question";
import type { Halt } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("A halt of a branch that was merged forward into what is released", () => {
  const folder = temporaryFolder();

  let shop: Repository;
  let bug = "";

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    await shop.commit("Sell kettles", { "kettles.txt": "1\n" });
    await shop.git("tag", "v1.0.0");
    await shop.git("switch", "-q", "-c", "release/2");
    bug = await shop.commit("Charge twice", { "kettles.txt": "2\n" });
    await shop.git("switch", "-q", "main");
    await shop.git("merge", "-q", "--no-ff", "--no-edit", "release/2");
    await shop.commit("Go on", { "kettles.txt": "3\n" });
    await shop.git("tag", "v3.0.0");
    await shop.git("switch", "-q", "release/2");
  });

  const now = "2026-11-30T14:00:00+01:00";

  async function halt(scope: ActiveHaltInput["scope"] = {}): Promise<Halt> {
    const input = { title: "Charges twice", reason: "Money", now, scope };
    const halted = await writeActiveHalt(git, shop.folder, input);
    assert.ok(halted.ok);
    return halted.halt;
  }

  const verdict = async (question: ReleaseQuestion): Promise<string> =>
    (await checkRelease(git, shop.folder, question, { settings: {} })).verdict;

  it("stops the branch, and not the release that holds it nor the ones before", async () => {
    await halt();
    assert.equal(await verdict({}), "halted");
    assert.equal(await verdict({ ref: "release/2" }), "halted");
    assert.equal(await verdict({ tag: "v2.0.0" }), "halted");
    assert.equal(await verdict({ tag: "v3.0.0" }), "open");
    assert.equal(await verdict({ tag: "v1.0.0" }), "open");
    assert.equal(await verdict({ tag: "v3.1.0", commit: "main" }), "open");
    await shop.git("switch", "-q", "main");
    await shop.commit("Go further", { "kettles.txt": "4\n" });
    assert.equal(await verdict({ tag: "v3.1.0" }), "halted");
  });

  it("stops it also by its change, and leaves the same releases open", async () => {
    await halt({ cause: bug });
    assert.equal(await verdict({ tag: "v2.0.0" }), "halted");
    assert.equal(await verdict({ ref: "release/2" }), "halted");
    assert.equal(await verdict({ tag: "v3.0.0" }), "open");
    assert.equal(await verdict({ tag: "v1.0.0" }), "open");
  });

  it("stops it also once its change is found", async () => {
    const halted = await halt();
    const ledger = new HaltLedger(git, shop.folder, {});
    const found = { ...halted, cause: { ...halted.cause, commit: bug } };
    assert.equal((await ledger.update(found, { at: now }))?.ok, true);
    assert.equal(await verdict({ tag: "v2.0.0" }), "halted");
    assert.equal(await verdict({ tag: "v3.0.0" }), "open");
  });

  it("stops it also by its names, and leaves the ones before open", async () => {
    await halt({ refs: ["refs/tags/v2*", "refs/heads/release/2"] });
    assert.equal(await verdict({ tag: "v2.0.0" }), "halted");
    assert.equal(await verdict({ ref: "release/2" }), "halted");
    assert.equal(await verdict({ tag: "v3.0.0" }), "open");
    assert.equal(await verdict({ tag: "v2.0.1", commit: "v1.0.0" }), "open");
  });
});
