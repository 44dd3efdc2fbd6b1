import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, factsOf, installedText, planOf, textsOf } from "../support/installFiles";
import { lines, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";
import { commit, hostile, pipelines, runScript } from "./support/pipelines";

describe("A pipeline with the gate in it", () => {
  const folder = temporaryFolder();

  const run = async (script: string, env: Readonly<Record<string, string>>, answer?: string): Promise<Ran> =>
    runScript(folder(), script, env, answer);

  for (const [id, { path, before, script, env }] of Object.entries(pipelines)) {
    const text = (): string =>
      before === ""
        ? (textsOf(after(factsOf({}), planOf(factsOf({}), id).changes).files)[`tree:${path}`] ?? "")
        : installedText(path, before, id);

    it(`of ${id} fails while halted or when nobody can tell, and goes on when open`, async () => {
      const shell = script(text());
      assert.notEqual((await run(shell, env("v1", "tag"), "halted")).code, 0);
      assert.notEqual((await run(shell, env("v1", "tag"), "cannotTell")).code, 0);
      assert.equal((await run(shell, env("v1", "tag"), "open")).code, 0);
      const asked = await lines(join(folder(), "log"));
      assert.equal(asked[1], "guard");
      assert.equal(asked[3], "refs/tags/v1");
      assert.ok(asked.includes("--fetch-history"));
    });

    it(`of ${id} hands names on as they are and runs none of them`, async () => {
      const shell = script(text());
      for (const kind of ["tag", "branch"] as const) {
        for (const name of hostile) {
          await writeFile(join(folder(), "log"), "");
          const { code, err } = await run(shell, env(name, kind));
          assert.equal(code, 0, err);
          const asked = await lines(join(folder(), "log"));
          assert.ok(
            asked.includes(`refs/${kind === "tag" ? "tags" : "heads"}/${name}`),
            `${name}: ${asked.join("\n")}`,
          );
          assert.deepEqual((await readdir(folder())).sort(), [".release-halt", "log", "script.sh"], name);
        }
      }
    });
  }

  it("of Jenkins knows the branch of a job with one branch, and asks about any name where none is known", async () => {
    const shell =
      pipelines.jenkins?.script(installedText("Jenkinsfile", pipelines.jenkins.before, "jenkins")) ?? "";
    for (const [branch, ref] of [
      ["origin/release/1", "refs/heads/release/1"],
      ["refs/tags/v1", "refs/tags/v1"],
      ["detached", ""],
      ["", ""],
    ] as const) {
      await writeFile(join(folder(), "log"), "");
      assert.equal((await run(shell, { TAG_NAME: "", BRANCH_NAME: "", GIT_BRANCH: branch })).code, 0);
      const [, ...asked] = await lines(join(folder(), "log"));
      assert.deepEqual(asked, [
        "guard",
        ...(ref === "" ? [] : ["--ref", ref]),
        "--commit",
        "HEAD",
        "--fetch-history",
      ]);
    }
  });

  it("of a pull request is asked about the branch that it goes into", async () => {
    const text =
      textsOf(after(factsOf({}), planOf(factsOf({}), "github-actions").changes).files)[
        "tree:.github/workflows/release-halt.yml"
      ] ?? "";
    const env = {
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_BASE_REF: "release/2",
      GITHUB_SHA: commit,
      RELEASE_ENVIRONMENT: "production",
      RELEASE_COMPONENT: "the shop",
    };
    assert.equal((await run(pipelines["github-actions"]?.script(text) ?? "", env)).code, 0);
    const asked = await lines(join(folder(), "log"));
    assert.deepEqual(asked.slice(1), [
      "guard",
      "--ref",
      "refs/heads/release/2",
      "--commit",
      commit,
      "--environment",
      "production",
      "--component",
      "the shop",
      "--fetch-history",
    ]);
  });
});
