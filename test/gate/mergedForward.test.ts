import assert from "node:assert/strict";
import { join } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import { createGit } from "../../src/system/git";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("A halt of a branch that was merged forward into what is released", () => {
  const folder = temporaryFolder();

  it("stops the branch, and not the release that holds it nor the ones before", async () => {
    const shop = await makeRepository(join(folder(), "shop"));
    await shop.commit("Sell kettles", { "kettles.txt": "1\n" });
    await shop.git("tag", "v1.0.0");
    await shop.git("switch", "-q", "-c", "release/2");
    await shop.commit("Charge twice", { "kettles.txt": "2\n" });
    await shop.git("switch", "-q", "main");
    await shop.git("merge", "-q", "--no-ff", "--no-edit", "release/2");
    await shop.commit("Go on", { "kettles.txt": "3\n" });
    await shop.git("tag", "v3.0.0");
    await shop.git("switch", "-q", "release/2");
    const now = "2026-11-30T14:00:00+01:00";
    const input = { title: "Charges twice", reason: "Money", now };
    assert.ok((await writeActiveHalt(git, shop.folder, input)).ok);
    const verdict = async (question: Parameters<typeof checkRelease>[2]): Promise<string> =>
      (await checkRelease(git, shop.folder, question, { settings: {} })).verdict;
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
});
