import assert from "node:assert/strict";
import { refsWithCommits } from "../../src/capture/git/refsWithCommits";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("The refs of a repository", () => {
  const folder = temporaryFolder();
  let shop: Repository;
  let first: string;
  let second: string;

  beforeEach(async () => {
    shop = await makeRepository(folder());
    first = await shop.commit("one", { "a.js": "" });
    await shop.git("tag", "light");
    await shop.git("tag", "-a", "-m", "1.0", "v1.0");
    await shop.git("tag", "file", "HEAD:a.js");
    await shop.git("tag", "-a", "-m", "file", "noted-file", "HEAD:a.js");
    second = await shop.commit("two");
    await shop.git("tag", "v2.0");
  });

  it("are listed with the commit that each leads to; a tag of a file leads to none", async () => {
    const listed = await refsWithCommits(git, folder(), ["refs/heads", "refs/tags"]);
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.refs.map(({ ref, commit }) => [ref, commit]),
      [
        ["refs/heads/main", second],
        ["refs/tags/light", first],
        ["refs/tags/v1.0", first],
        ["refs/tags/v2.0", second],
      ],
    );
    for (const { createdAt } of listed.refs) assert.ok(createdAt > 1e9, String(createdAt));
  });

  it("are listed newest first, without those that contain a commit, and not at all where that is not here", async () => {
    await shop.git("tag", "-d", "light");
    process.env.GIT_COMMITTER_DATE = "2020-01-01T00:00:00Z";
    try {
      await shop.git("tag", "-a", "-m", "older", "older", first);
    } finally {
      delete process.env.GIT_COMMITTER_DATE;
    }
    const options = { newestFirst: true, notContaining: second };
    const listed = await refsWithCommits(git, folder(), ["refs/tags"], options);
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.refs.map(({ ref }) => ref),
      ["refs/tags/v1.0", "refs/tags/older"],
    );
    const unknown = await refsWithCommits(git, folder(), ["refs/tags"], { notContaining: "1".repeat(40) });
    assert.ok(!unknown.ok);
    assert.match(unknown.message, /no such commit/);
  });
});
