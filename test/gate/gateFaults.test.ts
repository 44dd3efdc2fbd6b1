import assert from "node:assert/strict";
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { haltsInFiles } from "../../src/gate/haltsInFiles";
import { findHalt, placeOfHalt } from "../../src/gate/namedHalt";
import type { ReleaseCheck } from "../../src/gate/releaseVerdict";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import { writeHalt } from "../../src/halt/writeHalt";
import type { HaltInput } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { createHaltFile, haltFolders } from "../../src/system/haltStore";
import { shortInput } from "../support/halts";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const active: HaltInput = {
  ...shortInput,
  status: "active",
  placement: { reason: "Charged twice", at: "2026-11-30T14:00:00+01:00" },
  scope: { everything: true },
};
const name = `${shortInput.id}.halt.json`;

describe("The gate, where something is odd", () => {
  const folder = temporaryFolder();

  async function check(place: string): Promise<ReleaseCheck> {
    const folders = await haltFolders(git, place);
    assert.ok(folders.ok);
    return checkRelease(git, folders.top, {}, { settings: {} });
  }

  async function halted(place = join(folder(), "shop")): Promise<Repository> {
    const repository = await makeRepository(place);
    await repository.commit("Start", { [`.release-halt/${name}`]: writeHalt(active), "src/a.js": "" });
    return repository;
  }

  it("reads the same repository through a link to a folder in it", async () => {
    const repository = await makeRepository(join(folder(), "shop"));
    await repository.commit("Start", { "sub/deeper/a.js": "" });
    const folders = await haltFolders(git, repository.folder);
    assert.ok(folders.ok);
    await createHaltFile(folders.privateFolder, shortInput.id, writeHalt(active));
    const link = join(folder(), "link");
    await symlink(join(repository.folder, "sub", "deeper"), link);
    assert.equal((await check(link)).verdict, "halted");
    assert.deepEqual(await haltFolders(git, link), folders);
  });

  it("knows a halt that a sparse checkout leaves out", async () => {
    const repository = await halted();
    await repository.git("sparse-checkout", "set", "src");
    assert.equal((await check(repository.folder)).verdict, "halted");
  });

  it("reads a repository whose path has a newline in it", async () => {
    const repository = await halted(join(folder(), "two\nlines"));
    assert.equal((await check(repository.folder)).verdict, "halted");
  });

  it("asks the repository of the folder, not the one that a hook's environment names", async () => {
    const repository = await halted();
    const other = await makeRepository(join(folder(), "other"));
    await other.commit("Start");
    for (const [name, value] of [
      ["GIT_DIR", join(other.folder, ".git")],
      ["GIT_OBJECT_DIRECTORY", join(other.folder, ".git", "objects")],
      ["GIT_CONFIG", join(other.folder, ".git", "config")],
      ["GIT_SHALLOW_FILE", join(folder(), "nowhere")],
    ] as const) {
      process.env[name] = value;
      try {
        assert.equal((await check(repository.folder)).verdict, "halted", name);
        assert.ok((await git.run(repository.folder, ["cat-file", "-e", "HEAD"])).ok, name);
        assert.ok((await git.run(repository.folder, ["config", "user.name"])).ok, name);
      } finally {
        Reflect.deleteProperty(process.env, name);
      }
    }
  });

  it("keeps what a pipeline tells git by the environment", async () => {
    const repository = await halted();
    const given = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Pipeline" };
    Object.assign(process.env, given);
    try {
      const name = await git.run(repository.folder, ["config", "user.name"]);
      assert.ok(name.ok);
      assert.equal(name.out, "Pipeline\n");
    } finally {
      delete process.env.GIT_CONFIG_COUNT;
      delete process.env.GIT_CONFIG_KEY_0;
      delete process.env.GIT_CONFIG_VALUE_0;
    }
  });

  it("cannot tell where a halt lies under a name or in a place that is not read", async () => {
    for (const path of ["X.Halt.JSON", "old/x.halt.json", "folder.halt.json/a"]) {
      const repository = await makeRepository(join(folder(), path.replaceAll("/", "-")));
      await repository.commit("Start", { [`.release-halt/${path}`]: writeHalt(active) });
      const { verdict, unreadable } = await check(repository.folder);
      assert.equal(verdict, "cannotTell", path);
      assert.ok(unreadable.length > 0);
    }
  });

  it("cannot tell where a file says more of a halt than a ledger can hold, which is not placed so", async () => {
    const repository = await makeRepository(join(folder(), "shop"));
    await repository.commit("Start");
    const input = { title: "Charges twice", reason: "Money", now: "2026-11-30T14:00:00+01:00" };
    const placed = await writeActiveHalt(git, repository.folder, { ...input, scope: { component: "a\tb" } });
    assert.ok(!placed.ok);
    assert.match(placed.message, /No ledger can hold this: scope\.components\.0.*Nothing was written/);
    assert.equal((await check(repository.folder)).verdict, "open");
    const liftCriteria = Array.from({ length: 101 }, (_, index) => ({ id: `c${index}`, kind: "approval" }));
    const text = JSON.stringify({ ...active, liftCriteria });
    await repository.commit("Halt", { [`.release-halt/${name}`]: text });
    const { verdict, unreadable } = await check(repository.folder);
    assert.equal(verdict, "cannotTell");
    assert.match(unreadable[0]?.problem ?? "", /No ledger can hold this: criteria/);
  });

  it("cannot tell where the folder of halts is a link that leads nowhere, or a file", async () => {
    const repository = await makeRepository(join(folder(), "shop"));
    await repository.commit("Start");
    await symlink(join(folder(), "gone"), join(repository.folder, ".release-halt"));
    assert.equal((await check(repository.folder)).verdict, "cannotTell");
    await rm(join(repository.folder, ".release-halt"));
    await writeFile(join(repository.folder, ".git", "release-halt"), "");
    assert.equal((await check(repository.folder)).verdict, "cannotTell");
  });

  it("cannot tell which of two files of one id is meant, and is halted when one of them halts", async () => {
    const repository = await halted();
    await repository.write(".release-halt/copy.halt.json", writeHalt({ ...active, status: "closed" }));
    const { verdict, unreadable } = await check(repository.folder);
    assert.equal(verdict, "halted");
    assert.match(unreadable[0]?.problem ?? "", /Another file of the same folder/);
    await repository.write(`.release-halt/${name}`, writeHalt(shortInput));
    assert.equal((await check(repository.folder)).verdict, "cannotTell");
  });

  it("goes by the file that counts where a private and a shared one disagree", () => {
    const ended = (at: string): HaltInput => ({
      ...active,
      status: "closed",
      outcome: { kind: "lifted", reason: "Reverted", at },
    });
    for (const [own, shared, counting] of [
      [active, shortInput, `/git/${name}`],
      [shortInput, active, `/tree/${name}`],
      [ended("2026-11-30T15:00:00+01:00"), active, `/tree/${name}`],
      [active, ended("2026-11-30T15:00:00+01:00"), undefined],
      [active, ended("2026-11-30T13:00:00+01:00"), `/git/${name}`],
    ] as const) {
      const stored = [
        { path: `/git/${name}`, shared: false, text: writeHalt(own) },
        { path: `/tree/${name}`, shared: true, text: writeHalt(shared) },
      ];
      const stopping = haltsInFiles(stored).active.map(({ path }) => path);
      assert.deepEqual(
        stopping,
        counting === undefined ? [] : [counting],
        JSON.stringify([own.status, shared.status]),
      );
    }
  });

  it("finds the file that counts by the halt's id, and all that hold it", async () => {
    const repository = await halted();
    const folders = await haltFolders(git, repository.folder);
    assert.ok(folders.ok);
    await repository.write(`.release-halt/${name}`, writeHalt(shortInput));
    await createHaltFile(folders.privateFolder, shortInput.id, writeHalt(active));
    const found = await findHalt(git, repository.folder, shortInput.id);
    assert.ok(found.ok);
    assert.equal(found.path, join(folders.privateFolder, name));
    assert.equal(found.copies.length, 2);
    const none = await findHalt(git, repository.folder, shortInput.id.slice(1));
    assert.ok(!none.ok);
  });

  it("judges a private halt by the linked worktree that it is asked from", async () => {
    const repository = await halted();
    const linked = join(folder(), "linked");
    await repository.git("worktree", "add", "-q", "-b", "next", linked);
    const folders = await haltFolders(git, linked);
    assert.ok(folders.ok);
    const before = process.cwd();
    process.chdir(linked);
    try {
      const place = await placeOfHalt(git, join(folders.privateFolder, name), undefined);
      assert.equal(place.top, linked);
    } finally {
      process.chdir(before);
    }
  });
});
