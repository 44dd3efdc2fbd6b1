import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { installKinds } from "../../src/gate/install/kinds";
import { detectedKinds, planInstall } from "../../src/gate/install/planInstall";
import { carryOut, readInstallPlace, type InstallPlace } from "../../src/gate/install/repositoryFacts";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { standInGate, standInOptions, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";

async function placeIn(folder: string): Promise<InstallPlace> {
  const read = await readInstallPlace(createGit(), folder);
  assert.ok(read.ok);
  return read.place;
}

describe("What the gate is installed into", () => {
  const folder = temporaryFolder();

  async function detected(
    files: Readonly<Record<string, string>>,
    ...config: readonly string[]
  ): Promise<readonly string[]> {
    const repository = await makeRepository(join(folder(), "work"));
    for (const [path, text] of Object.entries(files)) await repository.write(path, text);
    if (config.length > 0) await repository.git("config", ...config);
    await mkdir(join(repository.folder, "deep", "er"), { recursive: true });
    return detectedKinds((await placeIn(join(repository.folder, "deep", "er"))).facts).map(({ id }) => id);
  }

  it("is git's own hook where there is nothing else", async () => {
    assert.deepEqual(await detected({}), ["pre-push"]);
  });

  it("is what the repository's files show, and the hooks' manager instead of the hook", async () => {
    const files = {
      "lefthook.yml": "",
      ".github/workflows/ci.yaml": "on: push\n",
      ".gitlab-ci.yml": "",
      "azure-pipelines.yml": "",
      Jenkinsfile: "",
      ".circleci/config.yml": "",
      "release-please-config.json": "{}",
      ".goreleaser.yaml": "",
      ".releaserc": "{}",
      ".changeset/config.json": "{}",
      "package.json": '{"name": "a"}',
    };
    const kinds = [
      "lefthook",
      "github-actions",
      "gitlab-ci",
      "azure-pipelines",
      "jenkins",
      "circleci",
      "semantic-release",
      "release-please",
      "changesets",
      "goreleaser",
      "npm",
    ];
    assert.deepEqual(await detected(files), kinds);
  });

  it("is husky by the folder that git is sent to, and no package that is private", async () => {
    const files = { "web/.husky/_/h": "", "package.json": '{"name": "a", "private": true}' };
    assert.deepEqual(await detected(files, "core.hooksPath", "web/.husky/_"), ["husky"]);
  });

  it("is the server's hook in a bare repository", async () => {
    const repository = await makeRepository(folder());
    await repository.git("init", "-q", "--bare", "bare.git");
    assert.deepEqual(
      detectedKinds((await placeIn(join(folder(), "bare.git"))).facts).map(({ id }) => id),
      ["pre-receive"],
    );
  });
});

describe("Writing an installation", () => {
  const folder = temporaryFolder();
  let repository: Repository;

  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "work"));
  });

  it("writes nothing at all when a file has changed since the preview", async () => {
    await repository.write(".gitlab-ci.yml", "build:\n  script: make\n");
    const place = await placeIn(repository.folder);
    const plan = planInstall(
      place.facts,
      installKinds.filter(({ id }) => ["pre-push", "gitlab-ci"].includes(id)),
      standInOptions,
    );
    await repository.write(".gitlab-ci.yml", "build:\n  script: make all\n");
    const changed = await carryOut(place, plan.changes);
    assert.ok(!changed.ok);
    assert.match(changed.message, /\.gitlab-ci\.yml has changed since the preview.*Nothing was written/);
    assert.equal(await repository.git("status", "--porcelain"), "?? .gitlab-ci.yml");
    assert.ok(!(await readdir(join(repository.folder, ".git", "hooks"))).includes("pre-push"));
  });

  it("writes nothing through a link that leads out of the repository", async () => {
    await mkdir(join(folder(), "outside"));
    await symlink(join(folder(), "outside"), join(repository.folder, ".github"));
    const place = await placeIn(repository.folder);
    const plan = planInstall(
      place.facts,
      installKinds.filter(({ id }) => id === "github-actions"),
      standInOptions,
    );
    const changed = await carryOut(place, plan.changes);
    assert.ok(!changed.ok);
    assert.match(changed.message, /leads out of/);
    assert.deepEqual(await readdir(join(folder(), "outside")), []);
  });

  it("makes hooks executable and keeps the mode of what was there", async () => {
    await repository.write(".githooks/pre-push", "#!/bin/sh\n");
    await repository.git("config", "core.hooksPath", ".githooks");
    await chmod(join(repository.folder, ".githooks", "pre-push"), 0o700);
    const place = await placeIn(repository.folder);
    const plan = planInstall(
      place.facts,
      installKinds.filter(({ id }) => id === "pre-push"),
      standInOptions,
    );
    assert.ok((await carryOut(place, plan.changes)).ok);
    assert.equal((await stat(join(repository.folder, ".githooks", "pre-push"))).mode & 0o777, 0o700);
  });
});

describe("The command line, for the release gate", () => {
  const folder = temporaryFolder();
  let repository: Repository;

  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "the shop"));
    await writeFile(join(folder(), "gate.sh"), standInGate);
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    const command = [
      "--import",
      pathToFileURL(resolve("node_modules/tsx/dist/loader.mjs")).href,
      resolve("src/cli.ts"),
    ];
    const gate = args[0] === "install" ? ["--gate", join(folder(), "gate.sh")] : [];
    return new Promise((done) => {
      execFile(
        process.execPath,
        [...command, ...args, ...gate],
        { cwd: repository.folder },
        (error, out, err) => {
          done({ code: typeof error?.code === "number" ? error.code : 0, out, err });
        },
      );
    });
  }

  it("previews, installs, installs again with nothing to do, and takes it out", async () => {
    await repository.commit("one", { ".gitlab-ci.yml": "build:\n  script: make\n" });
    const preview = await run("install", "--dry-run");
    assert.equal(preview.code, 0, preview.err);
    assert.match(preview.out, /^\(git folder\)\/hooks\/pre-push \(new\)$/m);
    assert.match(
      preview.out,
      /^\.gitlab-ci\.yml\n {4}build:\n {6}script: make\n {2}\+ # >>> release-halt >>>/m,
    );
    assert.match(preview.out, /cannot stop: `git push --no-verify`/);
    assert.equal(preview.out.match(/gate\.sh \(new\): the same script$/gm)?.length, 1);
    assert.match(preview.out, /This is a preview; nothing was written\./);
    assert.equal(await repository.git("status", "--porcelain"), "");
    const wrote = await run(
      "install",
      "--json",
      "--release-refs",
      "refs/tags/* refs/heads/main",
      "--max-age",
      "600",
    );
    const plan = JSON.parse(wrote.out) as { written: boolean; changes: object[]; kinds: { id: string }[] };
    assert.equal(plan.written, true);
    assert.deepEqual(
      plan.kinds.map(({ id }) => id),
      ["pre-push", "gitlab-ci"],
    );
    assert.equal(await repository.git("status", "--porcelain"), " M .gitlab-ci.yml\n?? .release-halt/");
    assert.match(
      await readFile(join(repository.folder, ".release-halt", "gate.sh"), "utf8"),
      /^release_refs='refs\/tags\/\* refs\/heads\/main'$/m,
    );
    const again = await run("install");
    assert.match(again.out, /All is as it should be; nothing was written\./);
    const removed = await run("uninstall");
    assert.equal(removed.code, 0, removed.out + removed.err);
    assert.equal(await repository.git("status", "--porcelain"), "");
    assert.match((await run("uninstall")).out, /nothing to do/);
  });

  it("says what is left to do by hand, with exit code 1, and refuses what it does not know", async () => {
    await repository.write("Jenkinsfile", "node { sh 'make' }\n");
    const left = await run("install", "jenkins");
    assert.equal(left.code, 1);
    assert.match(left.out, /by hand: Jenkinsfile was left as it is: it is a scripted pipeline/);
    const unknown = await run("install", "travis");
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /"travis" is none of pre-push, husky/);
    for (const [option, value] of [
      ["--release-refs", "main"],
      ["--release-refs", "refs/tags/[v]*"],
      ["--ledger-branch", "refs/heads/halts"],
      ["--ledger-branch", "halts.lock"],
      ["--remote", "a'b"],
    ] as const) {
      const refused = await run("install", option, value);
      assert.equal(refused.code, 2, refused.out);
      assert.match(refused.err, /does not take/);
    }
    assert.equal((await run("install", "--max-age", "soon")).code, 2);
  });
});
