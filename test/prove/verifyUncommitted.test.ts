import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import { commitsToVerify } from "../../src/prove/planVerification";
import { verify } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { commitUncommitted } from "../../src/system/uncommittedState";
import { emptyInput } from "../support/halts";
import { newRelease, planOf } from "../support/release";
import { makeRepository, repositoryAt } from "../support/repository";
import { stateOf } from "../support/repositoryState";

const git = createGit();

describe("A verification of what is not committed", () => {
  const release = newRelease();
  const { shop } = release;

  it("takes uncommitted changes as they are, and touches neither index, branch, stash nor files", async () => {
    await shop.write("total.sh", "echo 6\n");
    await shop.git("add", "total.sh");
    await shop.write("total.sh", "echo 7\n");
    await shop.write("new.txt", "not followed yet\n");
    await shop.write("built/ignored.txt", "ignored\n");
    await shop.write(".release-halt/note.txt", "ours\n");
    const before = await stateOf(shop);
    const made = await commitUncommitted(git, shop.folder);
    assert.deepEqual(await stateOf(shop), before);
    assert.ok(made.ok && made.commit !== undefined);
    const files = await shop.git("ls-tree", "-r", "--name-only", made.commit);
    assert.deepEqual(files.split("\n"), [".gitignore", "new.txt", "sub/place.txt", "total.sh"]);
    assert.equal(await shop.git("show", `${made.commit}:total.sh`), "echo 7");
    assert.equal(await shop.git("rev-parse", `${made.commit}^`), release.target);
  });

  it("knows a working tree without changes", async () => {
    assert.deepEqual(await commitUncommitted(git, shop.folder), {
      ok: true,
      commit: undefined,
      changedSubmodules: [],
    });
  });

  it("verifies what is checked out in a linked worktree without a branch, uncommitted changes among it", async () => {
    const folder = join(tmpdir(), `the "shop's" süß worktree`);
    await shop.git("worktree", "add", "-q", "--detach", folder, release.base);
    const linked = repositoryAt(folder);
    await linked.write("total.sh", "echo 7\n");
    const before = await Promise.all([stateOf(shop), linked.git("status", "--porcelain=v2", "--branch")]);
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven" }));
    assert.ok(read.ok);
    const planned = await commitsToVerify(git, folder, read.halt, [{ ref: "main" }]);
    assert.ok(planned.ok);
    const plan = { ...planOf(release, 'test "$(sh total.sh)" != 7', { runs: 2 }), commits: planned.value };
    const { result } = await verify(plan, { git, top: folder });
    assert.deepEqual(
      result.commits.map(({ ref, failures, runs }) => [ref, failures, runs]),
      [
        [release.base.slice(0, 10), 2, 2],
        ["main", 0, 2],
      ],
    );
    const after = await Promise.all([stateOf(shop), linked.git("status", "--porcelain=v2", "--branch")]);
    assert.deepEqual(after, before);
  });

  it("compares what is not committed with the base also where that is checked out", async () => {
    const base = { ref: "v2.4.0", kind: "tag", commit: release.target, why: "newest tag" };
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven", base }));
    assert.ok(read.ok);
    const roles = async (): Promise<readonly string[]> => {
      const planned = await commitsToVerify(git, shop.folder, read.halt, []);
      return planned.ok ? planned.value.map(({ role }) => role) : [planned.message];
    };
    assert.deepEqual(await roles(), ["target"]);
    await shop.write("total.sh", "echo 7\n");
    assert.deepEqual(await roles(), ["target", "base"]);
  });

  it("takes along what it can of uncommitted changes, and says what it cannot", async () => {
    await makeRepository(join(shop.folder, "nested"));
    await shop.write("total.sh", "echo 7\n");
    const read = readHalt(JSON.stringify({ ...emptyInput, title: "Seven" }));
    assert.ok(read.ok);
    const planned = await commitsToVerify(git, shop.folder, read.halt, []);
    assert.ok(planned.ok);
    const [target] = planned.value;
    assert.equal(await shop.git("show", `${target?.commit ?? ""}:total.sh`), "echo 7");
    assert.match(target?.leftOut?.join() ?? "", /^Not all that is uncommitted is in it: .*'nested\/'.*\.$/);
  });
});
