import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, runCli } from "../support/commandLine";
import { marked, plain } from "./support/guardedFiles";
import { triedShop } from "./support/triedShop";

describe("Testing the gate of a pipeline or a release tool", () => {
  const cli = commandLine();
  const { repository, install, write, change, tried } = triedShop();

  for (const [name, installed] of Object.entries({ ...marked, ...plain })) {
    const { id, path, says } = installed;

    it(`says of ${name} that it stops a release when what its file runs does`, async () => {
      await install(installed);
      const gate = await tried(id);
      assert.equal(gate?.result, "stops", gate?.why);
      assert.match(gate.why, says);
      assert.equal(
        await repository().git("status", "--porcelain", "built", "failed"),
        "",
        "nothing of others was run",
      );
    });

    it(`says of ${name} that it was changed by hand when its line was`, async () => {
      await install(installed);
      await change(path, (text) => text.replace(/gate\.sh(?: guard|", "guard")/, "$& --offline"));
      const gate = await tried(id);
      assert.equal(gate?.result, "edited", gate?.why);
      assert.ok(gate.why.includes(path), gate.why);
    });

    it(`says of ${name} that it lets a release through where the gate does`, async () => {
      await install(installed);
      await write(".release-halt/gate.sh", "exit 0\n");
      assert.equal((await tried(id))?.result, "silent");
    });
  }

  it("names the jobs of GitHub that need it, in any workflow, and those that run all the same", async () => {
    const github = marked["GitHub Actions"];
    assert.ok(github !== undefined);
    await install(github);
    const job = "    runs-on: ubuntu-latest\n    steps: []\n";
    const calls = "  gate:\n    uses: ./.github/workflows/release-halt.yml\n";
    await write(
      ".github/workflows/deploy.yml",
      `on: push\njobs:\n${calls}  deploy:\n    needs: gate\n${job}  tell:\n    needs: [deploy]\n    if: always()\n${job}  test:\n${job}`,
    );
    assert.equal(
      (await tried("github-actions"))?.why,
      "Its job fails, so what waits for it does not run: deploy (.github/workflows/deploy.yml); these go on all the same: tell (.github/workflows/deploy.yml).",
    );
  });

  it("says that semantic-release asks nobody where no configuration names the plugin, or cannot tell", async () => {
    const installed = plain["semantic-release"];
    assert.ok(installed !== undefined);
    await install(installed);
    await write(".releaserc.yml", "plugins: []\n");
    assert.equal((await tried("semantic-release"))?.result, "silent");
    await rm(join(repository().folder, ".releaserc.yml"));
    await write("release.config.js", "module.exports = {};\n");
    assert.equal((await tried("semantic-release"))?.result, "notTried");
  });

  it("ends on the command line with 1 where something was changed by hand, and says so", async () => {
    const installed = marked["GitLab CI"];
    assert.ok(installed !== undefined);
    await install(installed);
    const good = await runCli(cli(), repository().folder, ["test-gate"]);
    assert.equal(good.code, 0, good.out + good.err);
    assert.match(good.out, /^GitLab CI \(gitlab-ci\): stops it\. Its job fails/);
    await change(installed.path, (text) => text.replace("allow_failure: false", "allow_failure: true"));
    const bad = await runCli(cli(), repository().folder, ["test-gate"]);
    assert.equal(bad.code, 1, bad.out + bad.err);
    assert.match(
      bad.out,
      /^GitLab CI \(gitlab-ci\): CHANGED BY HAND\. Its block in \.gitlab-ci\.yml was changed by hand/,
    );
  });

  it("breaks no glass, whatever the environment says", async () => {
    const installed = plain.npm;
    assert.ok(installed !== undefined);
    await install(installed);
    process.env.RELEASE_HALT_BREAK_GLASS = "The shop is down";
    try {
      assert.equal((await tried("npm"))?.result, "stops");
    } finally {
      delete process.env.RELEASE_HALT_BREAK_GLASS;
    }
  });

  it("places its halt in the name of who asks, to whom a halt of their own is no news", async () => {
    const installed = plain.npm;
    assert.ok(installed !== undefined);
    await install(installed);
    const look = "git cat-file blob refs/release-halt/private:gate >placed\nexit 1\n";
    await writeFile(join(repository().folder, ".release-halt", "gate.sh"), look);
    await tried("npm");
    const who = (await repository().git("config", "user.name")).trim();
    const placed = (await readFile(join(repository().folder, "placed"), "utf8")).split("\n");
    assert.ok(placed.includes(`by ${who}`), placed.join("\n"));
  });
});
