import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { captureFacts } from "../../src/capture/git/captureFacts";
import type { BranchFacts } from "../../src/halt/facts";
import type { Settings } from "../../src/halt/settings";
import { createGit } from "../../src/system/git";
import { makeLargeRepository } from "../support/largeRepository";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

async function factsOf(folder: string, settings: Settings = {}, baseRef?: string): Promise<BranchFacts> {
  const captured = await captureFacts(git, folder, { settings, ...(baseRef !== undefined && { baseRef }) });
  assert.ok(captured.ok, captured.ok ? "" : captured.message);
  return captured.facts;
}

describe("Capturing the facts of a branch", () => {
  const folder = temporaryFolder();
  let repository: Repository;
  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "a repository"));
  });

  it("compares with the newest release that the branch holds", async () => {
    await repository.commit("one", { "package.json": '{ "version": "1.9.0" }' });
    await repository.git("tag", "v1.9.0");
    const released = await repository.commit("two");
    await repository.git("tag", "-a", "-m", "ten", "v1.10.0");
    await repository.commit("three", { "src/a.ts": "a" });
    const head = await repository.commit("four", { "src/b.ts": "b" });
    const facts = await factsOf(repository.folder);
    assert.equal(facts.base?.ref, "v1.10.0");
    assert.equal(facts.base.commit, released);
    assert.equal(facts.base.version, "1.10.0");
    assert.equal(facts.commit, head);
    assert.equal(facts.commits, 2);
    assert.deepEqual(
      facts.commitList.map(({ subject }) => subject),
      ["four", "three"],
    );
    assert.deepEqual(
      facts.changedFileList.map(({ path }) => path),
      ["src/a.ts", "src/b.ts"],
    );
  });

  it("offers the newest release of all too, where the branch does not hold it", async () => {
    await repository.commit("one");
    await repository.git("tag", "v1.0.0");
    const fork = await repository.commit("two");
    await repository.git("switch", "-q", "-c", "release/2");
    await repository.commit("three");
    await repository.git("tag", "v2.0.0");
    await repository.git("switch", "-q", "main");
    await repository.commit("four");
    const facts = await factsOf(repository.folder);
    const byRef = new Map(facts.baseCandidates.map((candidate) => [candidate.ref, candidate]));
    assert.deepEqual([...byRef.keys()].sort(), ["v1.0.0", "v2.0.0"]);
    assert.equal(byRef.get("v2.0.0")?.mergeBase, fork);
    assert.equal(byRef.get("v2.0.0")?.distance, 1);
    assert.equal(byRef.get("v1.0.0")?.distance, 2);
  });

  it("takes moving tags, pre-releases and tags on the target only if nothing else is there", async () => {
    await repository.commit("one");
    await repository.git("tag", "v1.0.0");
    await repository.commit("two");
    await repository.git("tag", "nightly");
    await repository.commit("three");
    await repository.git("tag", "v2.0.0-rc.1");
    await repository.commit("four");
    await repository.git("tag", "v2.0.0");
    assert.equal((await factsOf(repository.folder)).base?.ref, "v1.0.0");
    await repository.git("tag", "-d", "v1.0.0");
    await repository.git("tag", "-d", "v2.0.0");
    assert.equal((await factsOf(repository.folder)).base?.ref, "v2.0.0-rc.1");
    await repository.git("tag", "-d", "v2.0.0-rc.1");
    assert.equal((await factsOf(repository.folder)).base?.ref, "nightly");
  });

  it("keeps the tags of another component apart", async () => {
    await repository.commit("one");
    await repository.git("tag", "web-v1.0.0");
    await repository.commit("two");
    await repository.git("tag", "api-v9.0.0");
    await repository.commit("three");
    assert.equal((await factsOf(repository.folder, { component: "web" })).base?.ref, "web-v1.0.0");
    assert.equal((await factsOf(repository.folder, { component: "api" })).base?.ref, "api-v9.0.0");
  });

  it("takes any ref that is typed, and refuses one that does not exist or looks like an option", async () => {
    const first = await repository.commit("one");
    await repository.commit("two");
    const facts = await factsOf(repository.folder, {}, first.slice(0, 10));
    assert.equal(facts.base?.commit, first);
    assert.equal(facts.commits, 1);
    for (const baseRef of ["nowhere", "--all", "HEAD; rm -rf ."]) {
      const captured = await captureFacts(git, repository.folder, { baseRef });
      assert.ok(!captured.ok);
      assert.equal(captured.reason, "badBase");
    }
  });

  it("says so where there is no commit, no tag, no branch", async () => {
    const empty = await factsOf(repository.folder);
    assert.equal(empty.commit, null);
    assert.match(empty.warnings.join(" "), /no commit yet/);
    await repository.commit("one");
    assert.equal((await factsOf(repository.folder)).base, null);
    await repository.git("switch", "-q", "--detach");
    const detached = await factsOf(repository.folder);
    assert.equal(detached.branch, null);
    assert.match(detached.warnings.join(" "), /detached/);
  });

  it("counts changed and untracked files, whatever their names, and never our own", async () => {
    await repository.commit("one", { "a b.txt": "", 'quote".txt': "" });
    await repository.write("a b.txt", "changed");
    await repository.write('quote".txt', "changed");
    await repository.write("-leading dash.txt", "");
    await repository.write("emoji 🚢\nnewline.txt", "");
    await mkdir(join(repository.folder, ".release-halt"), { recursive: true });
    await writeFile(join(repository.folder, ".release-halt", "x.halt.json"), "{}");
    const facts = await factsOf(repository.folder);
    assert.deepEqual([...facts.dirtyFiles].sort(), ["a b.txt", 'quote".txt']);
    assert.deepEqual([...facts.untrackedFiles].sort(), ["-leading dash.txt", "emoji 🚢\nnewline.txt"]);
  });

  it("takes the password out of the remote's address", async () => {
    await repository.commit("one");
    await repository.git("remote", "add", "origin", "https://ana:s3cret@git.example/kettle/shop.git");
    const facts = await factsOf(repository.folder);
    assert.equal(facts.remote, "https://git.example/kettle/shop.git");
    assert.equal(facts.pushed, false);
    assert.ok(!JSON.stringify(facts).includes("s3cret"));
  });

  it("links the commit at its forge", async () => {
    const commit = await repository.commit("one");
    const addresses = {
      "git@github.com:kettle/shop.git": `https://github.com/kettle/shop/commit/${commit}`,
      "https://gitlab.com/kettle/group/shop.git": `https://gitlab.com/kettle/group/shop/-/commit/${commit}`,
      "git@bitbucket.org:kettle/shop.git": `https://bitbucket.org/kettle/shop/commits/${commit}`,
      "https://dev.azure.com/kettle/pots/_git/shop": `https://dev.azure.com/kettle/pots/_git/shop/commit/${commit}`,
      "https://gitlab.example.com:8443/kettle/shop.git": `https://gitlab.example.com:8443/kettle/shop/-/commit/${commit}`,
      "http://gitlab.local:8080/kettle/shop.git": `http://gitlab.local:8080/kettle/shop/-/commit/${commit}`,
      "ssh://git@gitlab.example.com:2222/kettle/shop.git": `https://gitlab.example.com/kettle/shop/-/commit/${commit}`,
      "https://git.example/kettle/shop.git": null,
    };
    await repository.git("remote", "add", "origin", "x");
    for (const [address, page] of Object.entries(addresses)) {
      await repository.git("remote", "set-url", "origin", address);
      assert.equal((await factsOf(repository.folder)).commitUrl, page, address);
    }
  });

  it("suggests the bug of the branch name by the team's pattern, and trailers only beside it", async () => {
    await repository.commit("one");
    await repository.git("tag", "v1.0.0");
    await repository.git("switch", "-q", "-c", "fix/KETTLE-77-charge-once");
    await repository.commit("two\n\nRefs: KETTLE-12");
    const facts = await factsOf(repository.folder);
    assert.equal(facts.bug, "KETTLE-77");
    assert.deepEqual(
      facts.bugSuggestions.map(({ id }) => id),
      ["KETTLE-77", "KETTLE-12"],
    );
    assert.equal((await factsOf(repository.folder, { bugPattern: "fix/(KETTLE)" })).bug, "KETTLE");
    const wrong = await factsOf(repository.folder, { bugPattern: "(" });
    assert.equal(wrong.bug, null);
    assert.match(wrong.warnings.join(" "), /pattern/i);
  });

  it("gives up a pattern that never ends", async () => {
    await repository.commit("one");
    await repository.git("switch", "-q", "-c", `${"a".repeat(60)}!`);
    const facts = await factsOf(repository.folder, { bugPattern: "^(a+)+$" });
    assert.equal(facts.bug, null);
  });

  it("works in a linked worktree, a submodule and a shallow clone", async () => {
    await repository.commit("one");
    await repository.git("tag", "v1.0.0");
    await repository.commit("two");
    const worktree = join(folder(), "worktree");
    await repository.git("worktree", "add", "-q", "-b", "other", worktree);
    assert.equal((await factsOf(worktree)).base?.ref, "v1.0.0");
    const outer = await makeRepository(join(folder(), "outer"));
    await outer.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      repository.folder,
      "inner",
    );
    assert.equal((await factsOf(join(outer.folder, "inner"))).base?.ref, "v1.0.0");
    await repository.git(
      "clone",
      "-q",
      "--depth=1",
      `file://${repository.folder}`,
      join(folder(), "shallow"),
    );
    const shallow = await factsOf(join(folder(), "shallow"));
    assert.equal(shallow.shallow, true);
    assert.match(shallow.warnings.join(" "), /shallow/);
  });

  it("finds the base among 40,000 commits and 350 tags", async () => {
    const large = join(folder(), "large");
    await makeLargeRepository(large, 40_000, 350);
    const facts = await factsOf(large);
    assert.equal(facts.base?.ref, "v1.349.0");
    assert.equal(facts.commits, 40_000 - 349 * Math.floor(40_000 / 350));
    assert.equal(facts.commitList.length, 200);
    assert.equal(facts.changedFiles, facts.commits);
  });

  it("says what is missing where git, the folder or the repository is", async () => {
    const plain = join(folder(), "plain");
    await mkdir(plain);
    const outside = await captureFacts(git, plain);
    assert.ok(!outside.ok);
    assert.equal(outside.reason, "noRepository");
    const nowhere = await captureFacts(git, join(folder(), "nowhere"));
    assert.ok(!nowhere.ok);
    assert.equal(nowhere.reason, "noFolder");
    const missing = await captureFacts(createGit("git-that-is-not-installed"), plain);
    assert.ok(!missing.ok);
    assert.equal(missing.reason, "noGit");
    assert.match(missing.message, /Install git/);
  });
});
