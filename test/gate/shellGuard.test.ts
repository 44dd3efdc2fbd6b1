import assert from "node:assert/strict";
import { hookShop, run, script } from "./support/hookShop";

describe("The gate in sh guarding a command", () => {
  const { folder, repository, halt, guard } = hookShop();

  it("stops what is halted or needs an approval, in every environment", async () => {
    await halt({ id: "all" });
    assert.equal((await guard(["--ref", "release/2.4", "--environment", "staging"])).code, 1);
    await halt({ id: "all", mode: "approval" });
    assert.equal(
      (await guard(["--ref", "release/2.4", "--environment", "staging", "--max-age", "0"])).code,
      1,
    );
  });

  it("stops what cannot be told in production, and warns elsewhere", async () => {
    const cannotTell = ["--ref", "release/2.4", "--offline"];
    assert.equal((await guard(cannotTell)).code, 1);
    assert.equal((await guard([...cannotTell, "--environment", "production"])).code, 1);
    assert.equal((await guard([...cannotTell, "--environment", "live"])).code, 1);
    const { code, err } = await guard([...cannotTell, "--environment", "staging"]);
    assert.equal(code, 0);
    assert.match(err, /Cannot tell[^]*It goes on/);
  });

  it("stops where an approval is required, although of another halt it cannot be told", async () => {
    await halt({ id: "approval", mode: "approval" }, { id: "bug", bad: [repository.ids.bug ?? ""] });
    const { code, err } = await guard(["--ref", "release/9", "--environment", "staging"]);
    assert.equal(code, 1);
    assert.match(err, /Cannot tell[^]*Approval required|Approval required[^]*Cannot tell/);
  });

  it("ends with 2 and a sentence without git", async () => {
    const { code, err } = await run(repository.folder, ["/bin/sh", script, "guard"], { PATH: folder() });
    assert.equal(code, 2);
    assert.match(err, /git was not found/);
  });

  it("ends with 2 where there is no repository", async () => {
    const { code } = await run(folder(), ["sh", script, "check"], { GIT_CEILING_DIRECTORIES: folder() });
    assert.equal(code, 2);
  });

  it("answers quickly", async () => {
    await halt({ id: "twice", bad: [repository.ids.bug ?? ""], fix: [repository.ids.fix ?? ""] });
    await guard(["--ref", "release/2.4"]);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      assert.equal((await guard(["--ref", "release/2.4"])).code, 1);
      times.push(performance.now() - start);
    }
    assert.ok(Math.min(...times) < 300, `${times.join(" ")} ms`);
  });
});
