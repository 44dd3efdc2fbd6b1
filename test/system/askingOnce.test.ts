import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { askingOnce } from "../../src/system/askingOnce";
import { createGit, type Git } from "../../src/system/git";
import { temporaryFolder } from "../support/temporary";

describe("Git for a program that ends soon", () => {
  const folder = temporaryFolder();
  const git = createGit();
  let asked: string[];
  const counting: Git = {
    path: git.path,
    run: async (place, args, options) => {
      asked.push(args.join(" "));
      return git.run(place, args, options);
    },
  };

  beforeEach(() => {
    asked = [];
  });

  it("is asked once where a repository lies, and each time what may change", async () => {
    await git.run(folder(), ["init", "-q"]);
    const once = askingOnce(counting);
    const where = ["rev-parse", "--git-common-dir"];
    const answers = await Promise.all([once.run(folder(), where), once.run(folder(), where)]);
    for (const answer of [...answers, await once.run(folder(), where)])
      assert.deepEqual(answer, { ok: true, out: ".git\n", said: "" });
    for (let time = 0; time < 2; time += 1) await once.run(folder(), ["for-each-ref"]);
    assert.deepEqual(asked, [where.join(" "), "for-each-ref", "for-each-ref"]);
  });

  it("is asked of each folder, and again where it had no answer", async () => {
    const inner = join(folder(), "inner");
    await mkdir(inner);
    const once = askingOnce(counting);
    const where = ["rev-parse", "--show-toplevel"];
    assert.equal((await once.run(inner, where)).ok, false);
    await git.run(folder(), ["init", "-q"]);
    assert.equal((await once.run(inner, where)).ok, true);
    assert.equal((await once.run(folder(), where)).ok, true);
    assert.equal(asked.length, 3);
  });
});
