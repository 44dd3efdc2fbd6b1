import assert from "node:assert/strict";
import { createGit } from "../../src/system/git";
import { captureContext, differsFromHead } from "../../src/capture/git/captureContext";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("The context of a capture", () => {
  const folder = temporaryFolder();

  it("is who works here, and HEAD", async () => {
    const repository = await makeRepository(folder());
    assert.deepEqual(await captureContext(git, folder()), { by: "Ana Example" });
    const commit = await repository.commit("one");
    const { committedAt, ...context } = await captureContext(git, folder());
    assert.deepEqual(context, { by: "Ana Example", commit });
    assert.equal(committedAt, await repository.git("log", "-1", "--format=%cI"));
  });

  it("tells whether a file is as HEAD has it, whatever its name", async () => {
    const repository = await makeRepository(folder());
    for (const name of ["plain.ts", "with space.ts", "*.ts", ":(glob)x", "-q"]) {
      await repository.commit("one", { [name]: "1" });
      assert.equal(await differsFromHead(git, folder(), name), false, name);
      await repository.write(name, "2");
      assert.equal(await differsFromHead(git, folder(), name), true, name);
      await repository.commit("two");
    }
    await repository.write("new.ts", "1");
    assert.equal(await differsFromHead(git, folder(), "new.ts"), true);
  });
});
