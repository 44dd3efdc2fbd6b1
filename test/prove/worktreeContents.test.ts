import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commitsToVerify } from "../../src/prove/planVerification";
import { verify, type CommitToVerify } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { addScratchWorktree } from "../../src/system/scratchWorktrees";
import { readHalt } from "../../src/halt/readHalt";
import { withEnvironment } from "../support/environment";
import { shortInput } from "../support/halts";
import { makeRepository, repositoryAt, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const allowed = ["-c", "protocol.file.allow=always"];

describe("A checkout for a verification", () => {
  const own = temporaryFolder();
  withEnvironment(() => ({ TMPDIR: own() }));
  let folder = "";
  let shop: Repository;

  beforeEach(async () => {
    folder = own();
    shop = await makeRepository(join(folder, "the shop"));
  });

  async function addSubmodule(to: Repository, from: Repository, path: string): Promise<void> {
    await to.git(...allowed, "submodule", "--quiet", "add", from.folder, path);
  }

  /** A till within a till within the shop, and their origins gone: nothing can be fetched. */
  async function withSubmodules(): Promise<{ readonly old: string; readonly now: string }> {
    const inner = await makeRepository(join(folder, "inner"));
    await inner.commit("Count", { "count.txt": "1\n" });
    const till = await makeRepository(join(folder, "till"));
    await addSubmodule(till, inner, "parts/inner");
    await till.commit("Sum", { "sum.txt": "3\n" });
    await addSubmodule(shop, till, "libs/till");
    await shop.git(...allowed, "submodule", "--quiet", "update", "--init", "--recursive");
    const old = await shop.commit("Use the till");
    const own = repositoryAt(join(shop.folder, "libs/till"));
    await own.git("config", "user.name", "Ana Example");
    await own.git("config", "user.email", "ana@example.test");
    await own.commit("Sum wrongly", { "sum.txt": "4\n" });
    const now = await shop.commit("Use the newer till");
    for (const gone of [inner, till]) await rm(gone.folder, { recursive: true });
    return { old, now };
  }

  it("holds submodules, with theirs, from what is on this machine, and changes nothing there", async () => {
    const { old, now } = await withSubmodules();
    await shop.git("submodule", "--quiet", "deinit", "--all");
    const before = await readFile(join(shop.folder, ".git/config"), "utf8");
    const command = 'test "$(cat libs/till/sum.txt)$(cat libs/till/parts/inner/count.txt)" = "31"';
    const plan = {
      commits: [
        { ref: "now", commit: now, role: "target" },
        { ref: "old", commit: old, role: "base" },
      ] satisfies CommitToVerify[],
      deciding: { command, decidedBy: { kind: "exitCode" } as const },
      ...{ runs: 1, budgetMs: 60_000, timeoutMs: 20_000 },
    };
    const { result } = await verify(plan, { git, top: shop.folder });
    assert.deepEqual(
      result.commits.map(({ failures, runs, remarks }) => [failures, runs, remarks]),
      [
        [1, 1, []],
        [0, 1, []],
      ],
    );
    assert.equal(await readFile(join(shop.folder, ".git/config"), "utf8"), before);
  });

  it("has the right submodules after it was moved, also from a linked worktree, and where a run changed them", async () => {
    const { old, now } = await withSubmodules();
    const empty = await shop.commit("Go without", {});
    await shop.git("rm", "-q", "-f", "libs/till");
    const without = await shop.commit("Go without the till");
    const linked = join(folder, "linked");
    await shop.git("worktree", "add", "-q", "--detach", linked, empty);
    const made = await addScratchWorktree(git, linked, now);
    assert.ok(made.ok);
    const sum = join(made.worktree.folder, "libs/till/sum.txt");
    assert.equal(await readFile(sum, "utf8"), "4\n");
    await writeFile(sum, "mine");
    await writeFile(join(dirname(sum), "left.txt"), "mine");
    assert.deepEqual(await made.worktree.moveTo(old), { ok: true, remarks: [] });
    assert.equal(await readFile(sum, "utf8"), "3\n");
    await assert.rejects(readFile(join(dirname(sum), "left.txt")));
    assert.deepEqual(await made.worktree.moveTo(without), { ok: true, remarks: [] });
    await assert.rejects(readFile(sum));
    assert.deepEqual(await made.worktree.moveTo(now), { ok: true, remarks: [] });
    assert.equal(await readFile(sum, "utf8"), "4\n");
    await made.worktree.remove();
  });

  it("says which submodule is empty, as its commit is not on this machine", async () => {
    const { now } = await withSubmodules();
    await rm(join(shop.folder, ".git/modules/libs/till/modules"), { recursive: true });
    const made = await addScratchWorktree(git, shop.folder, now);
    assert.ok(made.ok);
    assert.match(
      made.worktree.remarks.join("\n"),
      /^The submodule libs\/till\/parts\/inner is empty in the checkout/,
    );
    await made.worktree.remove();
  });

  it("says which changes within a submodule are not in it", async () => {
    await withSubmodules();
    await writeFile(join(shop.folder, "libs/till/sum.txt"), "5\n");
    const read = readHalt(JSON.stringify({ ...shortInput, targets: [] }));
    assert.ok(read.ok);
    const commits = await commitsToVerify(git, shop.folder, read.halt, []);
    assert.ok(commits.ok);
    assert.deepEqual(commits.value[0]?.leftOut, [
      "Changes within the submodule libs/till that are not committed there are not in it.",
    ]);
  });

  it("holds files of Git LFS from its store, and says which are only a pointer", async () => {
    const contents = { "big.bin": "a kettle\n", "sub ü/other.bin": "a pot\n" };
    const pointer = (text: string): string =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(text)}\nsize ${text.length}\n`;
    const commit = await shop.commit("Show kettles", {
      ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
      ...Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, pointer(text)])),
      "no.txt": pointer("no file of LFS"),
    });
    const id = sha256(contents["big.bin"]);
    const stored = join(shop.folder, ".git/lfs/objects", id.slice(0, 2), id.slice(2, 4), id);
    await mkdir(dirname(stored), { recursive: true });
    await writeFile(stored, contents["big.bin"]);
    // As `git lfs install` writes it, where the program is not there any more.
    await shop.git("config", "filter.lfs.process", "git-lfs-that-is-not-there filter-process");
    await shop.git("config", "filter.lfs.required", "true");
    const made = await addScratchWorktree(git, shop.folder, commit);
    assert.ok(made.ok);
    assert.equal(await readFile(join(made.worktree.folder, "big.bin"), "utf8"), contents["big.bin"]);
    assert.match(
      made.worktree.remarks.join("\n"),
      /^The file of Git LFS sub ü\/other\.bin is only a pointer in the checkout/,
    );
    assert.equal((await made.worktree.moveTo(commit)).ok, true);
    assert.equal(await readFile(join(made.worktree.folder, "big.bin"), "utf8"), contents["big.bin"]);
    await made.worktree.remove();
  });

  it("is none, and leaves nothing behind, where a file of Git LFS cannot be read", async () => {
    const id = sha256("a kettle\n");
    const commit = await shop.commit("Show kettles", {
      ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
      "big.bin": `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize 9\n`,
    });
    await mkdir(join(shop.folder, ".git/lfs/objects", id.slice(0, 2), id.slice(2, 4), id), {
      recursive: true,
    });
    const made = await addScratchWorktree(git, shop.folder, commit);
    assert.match(made.ok ? "" : made.message, /^The checkout could not be filled: E/);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes("worktree")),
      [],
    );
  });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
