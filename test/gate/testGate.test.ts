import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gateDefaults } from "../../src/gate/gateDefaults";
import { installKinds } from "../../src/gate/install/kinds";
import { markedBlock } from "../../src/gate/install/markedBlock";
import { planInstall } from "../../src/gate/install/planInstall";
import { carryOut, readInstallPlace } from "../../src/gate/install/repositoryFacts";
import { testGate } from "../../src/gate/testGate";
import { createGit } from "../../src/system/git";
import { commandLine, runCli } from "../support/commandLine";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

interface Installed {
  readonly id: string;
  /** The file that asks the gate. */
  readonly path: string;
  readonly before: Readonly<Record<string, string>>;
  /** What is said when it stops. */
  readonly says: RegExp;
}

const please = "googleapis/release-please-action@v4";
const release = `on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${please}\n`;
const jenkins =
  "pipeline {\n  agent any\n  stages {\n    stage('Build') {\n      steps { sh 'make' }\n    }\n  }\n}\n";

/** Pipelines and tools whose lines stand between marks. */
const marked: Readonly<Record<string, Installed>> = {
  "GitHub Actions": {
    id: "github-actions",
    path: ".github/workflows/release-halt.yml",
    before: {},
    says: /^Its job fails, but nothing in a workflow here waits for it\.$/,
  },
  "GitLab CI": {
    id: "gitlab-ci",
    path: ".gitlab-ci.yml",
    before: {
      ".gitlab-ci.yml":
        "build:\n  script: make\npages:\n  script: make\n  needs: []\nlater:\n  script: make\n  needs: [build]\n",
    },
    says: /does not run: build, later; these go on all the same: pages\.$/,
  },
  "Azure's steps": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml":
        "steps:\n- script: make\n- script: tell\n  displayName: Tell\n  condition: always()\n",
    },
    says: /does not run: number 3 of its steps; these go on all the same: Tell\.$/,
  },
  "Azure's jobs": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml": "jobs:\n- job: A\n  steps: []\n- job: B\n  dependsOn: [A]\n  steps: []\n",
    },
    says: /does not run: A, B\.$/,
  },
  "Azure's stages": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml":
        "stages:\n- stage: A\n  jobs: []\n- stage: B\n  jobs: []\n- stage: C\n  dependsOn: []\n  jobs: []\n",
    },
    says: /does not run: A, B; these go on all the same: C\.$/,
  },
  CircleCI: {
    id: "circleci",
    path: ".circleci/config.yml",
    before: {
      ".circleci/config.yml":
        "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build\n      - deploy:\n          requires: [build]\n  night:\n    jobs:\n      - look: {requires: []}\n",
    },
    says: /does not run: build \(main\), deploy \(main\); these go on all the same: look \(night\)\.$/,
  },
  Jenkins: {
    id: "jenkins",
    path: "Jenkinsfile",
    before: { Jenkinsfile: jenkins },
    says: /^Its stage fails, and a declarative pipeline ends there/,
  },
  "release-please": {
    id: "release-please",
    path: ".github/workflows/release.yml",
    before: { ".github/workflows/release.yml": release },
    says: /^Its step fails, and release-please does not run after it\.$/,
  },
  GoReleaser: {
    id: "goreleaser",
    path: ".goreleaser.yaml",
    before: { ".goreleaser.yaml": "before:\n  hooks:\n    - go mod tidy\n" },
    says: /^Its hook fails, and GoReleaser ends/,
  },
};

const manifest = (scripts: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ name: "kettles", version: "1.0.0", scripts }, undefined, 2)}\n`;

/** Release tools whose files have no marks. */
const plain: Readonly<Record<string, Installed>> = {
  npm: {
    id: "npm",
    path: "package.json",
    before: { "package.json": manifest({ prepublishOnly: "touch built && touch ';'" }) },
    says: /^Its script fails, and `npm publish` ends/,
  },
  changesets: {
    id: "changesets",
    path: "package.json",
    before: {
      ".changeset/config.json": "{}",
      "package.json": manifest({ release: "touch built && changeset publish || touch failed" }),
    },
    says: /^Its script fails before it publishes\.$/,
  },
  "semantic-release": {
    id: "semantic-release",
    path: ".release-halt/semantic-release.cjs",
    before: { ".releaserc.yml": "plugins:\n  - '@semantic-release/npm'\n" },
    says: /^Its plugin throws, and semantic-release ends/,
  },
};

describe("Testing the gate of a pipeline or a release tool", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let shop: Repository;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "kettle shop"));
    await shop.commit("Sell kettles", { "README.md": "Kettles\n" });
  });

  async function place(): ReturnType<typeof readInstallPlace> {
    return readInstallPlace(git, shop.folder);
  }

  async function install({ id, before }: Installed): Promise<void> {
    for (const [path, text] of Object.entries(before)) await write(path, text);
    const read = await place();
    assert.ok(read.ok);
    const options = { gate: await readFile("src/gate/release-halt.sh", "utf8"), settings: gateDefaults };
    const kinds = installKinds.filter((kind) => kind.id === id);
    assert.ok((await carryOut(read.place, planInstall(read.place.facts, kinds, options).changes)).ok);
  }

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(shop.folder, path)), { recursive: true });
    await writeFile(join(shop.folder, path), text);
  }

  const read = async (path: string): Promise<string> => readFile(join(shop.folder, path), "utf8");

  async function change(path: string, how: (text: string) => string): Promise<void> {
    const before = await read(path);
    const after = how(before);
    assert.notEqual(after, before);
    await write(path, after);
  }

  /** What is said of a kind; nothing where it is not known to be here. */
  async function tried(id: string): Promise<{ readonly result: string; readonly why: string } | undefined> {
    const found = await place();
    assert.ok(found.ok);
    const result = await testGate(git, found.place);
    assert.ok(result.ok);
    return result.gates.find((gate) => gate.id === id);
  }

  for (const [name, installed] of Object.entries({ ...marked, ...plain })) {
    const { id, path, says } = installed;

    it(`says of ${name} that it stops a release when what its file runs does`, async () => {
      await install(installed);
      const gate = await tried(id);
      assert.equal(gate?.result, "stops", gate?.why);
      assert.match(gate.why, says);
      assert.equal(
        await shop.git("status", "--porcelain", "built", "failed"),
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

  for (const [name, installed] of Object.entries(marked)) {
    const { id, path } = installed;
    const asking =
      /^[ \t]*(?:#|\/\/) >>> release-halt >>> \w+\n(?:(?!.*<<< release-halt).*\n)*?.*gate\.sh guard(?:(?!.*<<< release-halt).*\n)*.*<<< release-halt <<<\n?/m;

    it(`runs what stands in the file of ${name}, and not what should stand there`, async () => {
      await install(installed);
      for (const [line, result] of [
        ["true .release-halt/gate.sh guard", "silent"],
        ["sh .release-halt/gone.sh || sh .release-halt/gate.sh guard --environment production", "stops"],
        ["sh .release-halt/gone.sh # .release-halt/gate.sh guard", "silent"],
      ] as const) {
        const before = await read(path);
        await write(path, withLine(before, line));
        const gate = await tried(id);
        assert.equal(gate?.result, result, `${line}: ${gate?.why ?? "not there"}`);
        await write(path, before);
      }
    });

    it(`does not say of ${name} that it stops where the block, or half of it, is gone or a comment`, async () => {
      await install(installed);
      const whole = await read(path);
      const comment = path === "Jenkinsfile" ? "// " : "# ";
      for (const [broken, how] of [
        ["no start", (text: string) => text.replace(/^.*>>> release-halt >>>.*\n/m, "")],
        ["no end", (text: string) => text.replace(/^.*<<< release-halt <<<.*\n?/m, "")],
        [
          "comments inside",
          (text: string) => text.replace(/^.*gate\.sh guard.*$/m, (line) => comment + line),
        ],
        [
          "all a comment",
          (text: string) => text.replaceAll(/^(?=[^\n])(?!#!)/gm, comment).replace(/(?:# |\/\/ )$/, ""),
        ],
      ] as const) {
        await write(path, how(whole));
        const gate = await tried(id);
        // Without the line with which release-please runs, there is no such tool.
        if (broken === "all a comment" && gate === undefined) continue;
        assert.equal(gate?.result, "edited", `${broken}: ${gate?.why ?? "not there"}`);
        await write(path, whole);
      }
      await write(path, whole.replace(asking, ""));
      assert.notEqual((await tried(id))?.result, "stops");
    });
  }

  /** The block that asks, whole and with its sum, with another line. */
  function withLine(text: string, line: string): string {
    return text.replaceAll(
      /^([ \t]*)(#|\/\/) >>> release-halt >>> \w+\n([^]*?\n)[ \t]*(?:#|\/\/) <<< release-halt <<<$/gm,
      (all, indent: string, comment: string, inside: string) => {
        if (!inside.includes("gate.sh guard")) return all;
        const lines = inside
          .split("\n")
          .slice(0, -1)
          .map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one))
          .map((one) => one.replace(/sh \.release-halt\/gate\.sh guard.*?(?=\{\{ end \}\}"$|$)/, line));
        return markedBlock(lines, { indent, eol: "\n", comment: comment === "#" ? "#" : "//" });
      },
    );
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

  it("sees what was added to the gate's job or step after the block", async () => {
    for (const [name, line] of [
      ["GitHub Actions", "        continue-on-error: true\n"],
      ["GitHub Actions", "    continue-on-error: true\n"],
      ["GitLab CI", "  when: manual\n"],
    ] as const) {
      const installed = marked[name];
      assert.ok(installed !== undefined);
      await install(installed);
      await change(installed.path, (text) => `${text.trimEnd()}\n${line}`);
      assert.equal((await tried(installed.id))?.result, "edited", line);
      await rm(join(shop.folder, installed.path));
    }
  });

  it("says that a whole block does nothing where its file does not run it", async () => {
    const elsewhere: readonly (readonly [string, (text: string) => string])[] = [
      [
        "GitLab CI",
        (text) => text.replace(/(# >>>[^]*)/, (all) => `.off:\n${all.replaceAll(/^(?=.)/gm, "  ")}`),
      ],
      ["CircleCI", (text) => text.replace(/workflows:[^]*/, "workflows: {}\n")],
      ["CircleCI", (text) => `${text}jobs: {}\n`],
      ["Jenkins", (text) => text.replace("    // >>>", "/*\n    // >>>").replace("<<<\n", "<<<\n*/\n")],
      [
        "Jenkins",
        (text) => text.replace("stages {\n", "stages {\n    stage('First') { steps { sh 'make' } }\n"),
      ],
      [
        "release-please",
        (text) => text.replace(`- uses: ${please}`, `$&\n        if: \${{ !cancelled() || always() }}`),
      ],
      [
        "release-please",
        (text) => `${text}  other:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${please}\n`,
      ],
      ["GoReleaser", (text) => text.replace("before:", "after:")],
    ];
    for (const [name, how] of elsewhere) {
      const installed = marked[name];
      assert.ok(installed !== undefined);
      await install(installed);
      await change(installed.path, how);
      const gate = await tried(installed.id);
      assert.equal(
        gate?.result,
        "silent",
        `${name}: ${gate?.why ?? "not there"}\n${await read(installed.path)}`,
      );
      await rm(join(shop.folder, installed.path));
    }
  });

  it("says that a script which goes on after the gate's line lets a release through", async () => {
    for (const script of ["make || true", "make; make", "make & make", "make\nmake", "( a; b ) || ( c )"]) {
      await write(
        "package.json",
        manifest({ prepublishOnly: `sh .release-halt/gate.sh guard --fetch-history && ${script}` }),
      );
      assert.match((await tried("npm"))?.why ?? "", /goes on after it/, script);
    }
    const script = "sh .release-halt/gate.sh guard --fetch-history && make; changeset publish";
    await write("package.json", manifest({ release: script, again: "changeset publish" }));
    assert.match((await tried("changesets"))?.why ?? "", /goes on after it.*again.*without asking/);
  });

  it("says that semantic-release asks nobody where no configuration names the plugin, or cannot tell", async () => {
    const installed = plain["semantic-release"];
    assert.ok(installed !== undefined);
    await install(installed);
    await write(".releaserc.yml", "plugins: []\n");
    assert.equal((await tried("semantic-release"))?.result, "silent");
    await rm(join(shop.folder, ".releaserc.yml"));
    await write("release.config.js", "module.exports = {};\n");
    assert.equal((await tried("semantic-release"))?.result, "notTried");
  });

  it("ends on the command line with 1 where something was changed by hand, and says so", async () => {
    const installed = marked["GitLab CI"];
    assert.ok(installed !== undefined);
    await install(installed);
    const good = await runCli(cli(), shop.folder, ["test-gate"]);
    assert.equal(good.code, 0, good.out + good.err);
    assert.match(good.out, /^GitLab CI \(gitlab-ci\): stops it\. Its job fails/);
    await change(installed.path, (text) => text.replace("allow_failure: false", "allow_failure: true"));
    const bad = await runCli(cli(), shop.folder, ["test-gate"]);
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
    await writeFile(join(shop.folder, ".release-halt", "gate.sh"), look);
    await tried("npm");
    const who = (await shop.git("config", "user.name")).trim();
    const placed = (await readFile(join(shop.folder, "placed"), "utf8")).split("\n");
    assert.ok(placed.includes(`by ${who}`), placed.join("\n"));
  });
});
