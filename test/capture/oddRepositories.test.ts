import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { draftHalt } from "../../src/assess/draftHalt";
import { captureFacts } from "../../src/capture/git/captureFacts";
import { codeOwnersOf } from "../../src/capture/git/codeOwners";
import { permalink } from "../../src/capture/git/permalink";
import { withoutCredentials } from "../../src/capture/git/remoteAddress";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import type { BranchFacts } from "../../src/halt/facts";
import { readHalt } from "../../src/halt/readHalt";
import { writeHalt } from "../../src/halt/writeHalt";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const now = "2026-11-30T14:00:00+01:00";

describe("A repository with something odd", () => {
  const folder = temporaryFolder();
  let repository: Repository;

  beforeEach(async () => {
    repository = await makeRepository(folder());
    await repository.commit("Start", { "a.js": "1" });
    await repository.git("tag", "v1.0.0");
    await repository.commit("Go on", { "a.js": "2" });
  });

  async function facts(): Promise<BranchFacts> {
    const captured = await captureFacts(git, folder());
    assert.ok(captured.ok);
    return captured.facts;
  }

  async function assertHalts(): Promise<void> {
    const halted = await writeActiveHalt(git, folder(), { title: "Twice", reason: "Money", now });
    assert.ok(halted.ok, halted.ok ? "" : halted.message);
  }

  it("can be halted although it shows signatures and prints in another encoding", async () => {
    await repository.git("config", "log.showSignature", "true");
    await repository.git("config", "i18n.logOutputEncoding", "ISO-8859-1");
    await repository.git("config", "color.ui", "always");
    await repository.commit("café", {});
    const found = await facts();
    assert.equal(found.commitList[0]?.subject, "café");
    const text = writeHalt(draftHalt({ title: "x", facts: found, now, settings: {} }));
    assert.equal(readHalt(text).ok, true);
    await assertHalts();
  });

  it("can be halted although its remote's address is no address", async () => {
    await repository.git("remote", "add", "origin", "https://github.com/a/100%/b.git");
    await assertHalts();
    assert.match((await facts()).commitUrl ?? "", /github\.com\/a\/100%25\/b/);
    assert.match(permalink("https://dev.azure.com/o/p%zz/_git/r", "c".repeat(40)) ?? "", /dev\.azure\.com/);
  });

  it("can be halted although its settings or its index are broken, and says so", async () => {
    await repository.write(".release-halt/settings.yaml", "policy: *nope\n");
    await assertHalts();
    await writeFile(join(folder(), ".git", "index"), "junk");
    const { commit, branch, warnings } = await facts();
    assert.match(commit ?? "", /^[0-9a-f]{40}$/);
    assert.equal(branch, "main");
    assert.match(warnings.join(" "), /could not tell what is changed or untracked/);
    await assertHalts();
  });

  it("keeps no secret of a remote or of a commit's subject", async () => {
    const secret = "s3cr3tPassw0rd";
    for (const address of [
      `https://ana:${secret}@host.example/x`,
      `https://oauth2:${secret}@host.example:notaport/x.git`,
      `codecommit::https://ana:${secret}@host.example/x`,
      `https://ana:pa/${secret}@host.example/x`,
      `ext::ssh -i key ana:${secret}@host.example /x`,
      `ana:${secret}@host.example:x.git`,
      `https://host.example/x?token=${secret}`,
    ]) {
      assert.ok(!withoutCredentials(address).includes(secret), withoutCredentials(address));
      assert.match(withoutCredentials(address), /host\.example/);
    }
    assert.equal(withoutCredentials("git@host.example:a/b.git"), "host.example:a/b.git");
    assert.equal(withoutCredentials("/srv/git/shop.git"), "/srv/git/shop.git");
    await repository.commit(`Rotate https://ana:${secret}@host.example`, {});
    const found = await facts();
    assert.ok(!JSON.stringify(found.commitList).includes(secret));
    assert.deepEqual(found.redactions, { "password in URL": 1 });
  });

  it("has no figure where git cannot tell it", async () => {
    const tree = await repository.git("rev-parse", "v1.0.0^{tree}");
    await rm(join(folder(), ".git", "objects", tree.slice(0, 2), tree.slice(2)), { force: true });
    const { changedFiles, warnings } = await facts();
    assert.equal(changedFiles, null);
    assert.match(warnings.join(" "), /could not tell all that changed since v1\.0\.0/);
  });

  it("is compared with commits only, by the tag's own name", async () => {
    const blob = await repository.git("hash-object", "-w", "a.js");
    await repository.git("tag", "v9.0.0", blob);
    await repository.git("branch", "v1.0.0", "HEAD");
    await repository.git("tag", "v1.1.0");
    await repository.git("branch", "v1.1.0");
    const { base, tagsAtCommit } = await facts();
    assert.equal(base?.ref, "v1.0.0");
    assert.deepEqual(tagsAtCommit, ["v1.1.0"]);
  });

  it("ends on files that are made to keep a reader busy", async () => {
    const deep = `${"d/".repeat(28)}a.js`;
    await repository.write(deep, "1");
    await repository.commit("Deep", {
      CODEOWNERS: `${"**/".repeat(12)}nomatch @x\n**/d/**/d/**/d/** @y`,
      "pom.xml": "<parent>".repeat(30_000),
      "pyproject.toml": "\n".repeat(250_000),
      VERSION: " ".repeat(250_000),
    });
    assert.deepEqual(
      (await facts()).codeOwners.map(({ owner }) => owner),
      ["@y"],
    );
  });

  it("owns files by the patterns that people write", () => {
    for (const [pattern, file, owned] of [
      ["*.js", "src/a.js", true],
      ["/src/", "src/deep/a.js", true],
      ["src", "lib/src/a.js", true],
      ["/docs/*", "docs/a.md", true],
      ["/docs/*", "docs/deep/a.md", false],
      ["/a/**/z.js", "a/z.js", true],
      ["/a/**/z.js", "a/b/c/z.js", true],
      ["**/test", "x/test/a.js", true],
      ["/b/**", "a/b/c", false],
    ] as const) {
      assert.equal(codeOwnersOf(`${pattern} @x`, [file]).length > 0, owned, `${pattern} ${file}`);
    }
  });
});
