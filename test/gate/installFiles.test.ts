import assert from "node:assert/strict";
import fc from "fast-check";
import { gateDefaults } from "../../src/gate/gateDefaults";
import { settingsOfGate } from "../../src/gate/install/installedGate";
import { inTree, keyOf } from "../../src/gate/install/installKind";
import { installKinds } from "../../src/gate/install/kinds";
import {
  detectedKinds,
  installedKinds,
  planInstall,
  planUninstall,
} from "../../src/gate/install/planInstall";
import { readYaml } from "../../src/gate/install/yamlBlock";
import { after, factsOf, installedText, planOf, removalOf, textsOf } from "../support/installFiles";
import { standInGate, standInOptions } from "../support/standInGate";

/** https://semantic-release.gitbook.io/semantic-release/usage/plugins#default-plugins */
const standardPlugins = ["commit-analyzer", "release-notes-generator", "npm", "github"].map(
  (name) => `"@semantic-release/${name}"`,
);

/** By kind: a file, and texts of it as people write them. */
const samples: Readonly<Record<string, readonly [path: string, ...texts: string[]]>> = {
  "gitlab-ci": [
    ".gitlab-ci.yml",
    "# Build\nstages: [build, deploy]\n\nbuild:\n  stage: build\n  script: make # quickly\n",
    "include:\n- local: a.yml\nbuild:\n    script:\n    - |\n      echo a\n      echo b\n    - !reference [.setup, script]\n",
    "build: {script: [make]}",
  ],
  "azure-pipelines": [
    "azure-pipelines.yml",
    "trigger:\n- main\n\npool: {vmImage: ubuntu-latest}\n\nsteps:\n- script: npm ci\n- script: npm test\n",
    "steps:\n  - checkout: self\n    fetchDepth: 0\n  # tests\n  - script: npm test\n",
    "jobs:\n- job: Build\n  steps:\n  - script: make\n- job: Ship\n  dependsOn: Build\n  steps:\n  - script: ship\n- deployment: Early\n  environment: production\n",
    "stages:\n  # first\n  - stage: Build\n    jobs:\n      - job: A\n        steps:\n          - script: make\n  - stage: Ship\n    dependsOn: []\n    jobs: []\n",
  ],
  circleci: [
    ".circleci/config.yml",
    "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\n  ship:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build # first\n      - ship:\n          requires: [build]\n",
    "version: 2.1\nworkflows:\n  version: 2\n  main:\n    jobs:\n    - build:\n        context: org # who\n    - lint\njobs:\n  build:\n    docker:\n    - image: a\n    steps:\n    - checkout\n",
  ],
  jenkins: [
    "Jenkinsfile",
    "// stages { in a comment\npipeline {\n    agent any\n    stages {\n        stage('Build') {\n            steps { sh 'make' }\n        }\n    }\n}\n",
    "#!groovy\npipeline {\n\tagent none\n\toptions { skipDefaultCheckout() }\n\tstages { // all\n\t\tstage(\"it's\") { steps { echo '}' } }\n\t}\n}",
  ],
  lefthook: [
    "lefthook.yml",
    "pre-push:\n  commands:\n    # tests\n    test:\n      run: npm test\n",
    "pre-push:\n  scripts:\n    a.sh:\n      runner: bash\n",
    "pre-commit:\n  jobs:\n    - run: lint",
  ],
  "pre-commit": [
    ".pre-commit-config.yaml",
    "repos:\n-   repo: https://example.test/a\n    rev: v1\n    hooks:\n    -   id: b\n",
    "default_install_hook_types: [pre-push]\nrepos:\n  # first\n  - repo: meta\n    hooks: [{id: check-hooks-apply}]",
  ],
  goreleaser: [
    ".goreleaser.yaml",
    "version: 2\nbefore:\n  hooks:\n    - go mod tidy\nbuilds:\n  - env: [CGO_ENABLED=0]\n",
    "builds: []\n",
    "before:\n  # none\n  other: 1\n",
  ],
  "release-please": [
    ".github/workflows/release.yml",
    "on: {push: {branches: [main]}}\njobs:\n  release-please:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: googleapis/release-please-action@v4\n        id: release\n        with: {release-type: node}\n",
    "on:\n  push:\njobs:\n  a:\n    steps:\n    - run: make\n    # then\n    - name: Release\n      uses: googleapis/release-please-action@v4\n",
  ],
  npm: [
    "package.json",
    '{\n  "name": "a",\n  "version": "1.0.0"\n}\n',
    '{"name":"a","scripts":{}}',
    '{"name": "a", "scripts": {}}',
    '{ "scripts" : { "test" : "mocha" } , "name" : "a" }',
    '{\n\t"name": "a",\n\t"scripts": {\n\t\t"test": "mocha",\n\t\t"prepublishOnly": "npm run \\u0062uild && echo \\"x\\""\n\t}\n}',
    "{}",
  ],
  changesets: [
    "package.json",
    '{\n    "scripts": {\n        "release": "npm run build && changeset publish",\n        "ci": "x"\n    }\n}\n',
  ],
  "semantic-release": [
    "package.json",
    '{\n  "name": "a",\n  "release": {\n    "branches": ["main"]\n  }\n}\n',
    '{"release":{"plugins":[]}}',
    '{\n\t"release": {\n\t\t"plugins": [\n\t\t\t"@semantic-release/npm",\n\t\t\t["@semantic-release/github", {"a": 1}]\n\t\t]\n\t}\n}\n',
    // The list that counts where there is none, and a list elsewhere that is like the one that is made then.
    ...[",", ", "].map(
      (comma) => `{"release": {"extends": "a", "plugins": [${standardPlugins.join(comma)}]}}`,
    ),
    ...[",", ", "].map(
      (comma) =>
        `{"old": {"plugins": [${['"./.release-halt/semantic-release.cjs"', ...standardPlugins].join(comma)}]}, "release": {"plugins": ["a"]}}`,
    ),
  ],
  husky: [
    "package.json",
    '{"husky": {"hooks": {"pre-push": "npm test"}}}',
    '{\n  "husky": {\n    "hooks": {\n      "pre-commit": "lint"\n    }\n  }\n}\n',
  ],
};
const beside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  changesets: { ".changeset/config.json": "{}" },
  "release-please": { ".release-please-manifest.json": "{}" },
};

/** The same text as other editors and systems write it. */
const written: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "with CRLF": (text) => text.replaceAll("\n", "\r\n"),
  "without an end of line at its end": (text) => text.trimEnd(),
  "with empty lines at its end": (text) => `${text}\n\n`,
  "with a byte order mark": (text) => `\uFEFF${text}`,
  "with tabs and comments": (text) => (text.startsWith("{") ? text : text.replace("\n", "\t# a\ttab\n")),
};

describe("An installation", () => {
  for (const [id, [path, ...texts]] of Object.entries(samples)) {
    it(`of ${id} is taken out to the byte, changes nothing the second time, and keeps what was there`, () => {
      let done = 0;
      for (const text of texts) {
        for (const [how, write] of Object.entries(written)) {
          const facts = factsOf({ ...beside[id], [path]: write(text) });
          const plan = planOf(facts, id);
          const now = after(facts, plan.changes);
          const name = `${how}: ${text}`;
          if (plan.kinds[0]?.installed !== true) {
            assert.deepEqual(plan.changes, [], name);
            assert.match(plan.kinds[0]?.byHand.join("\n") ?? "", /by hand/, name);
            continue;
          }
          done += 1;
          assert.deepEqual(planOf(now, id).changes, [], name);
          assert.deepEqual(
            installedKinds(now).map((kind) => kind.id),
            [id],
            name,
          );
          const removed = after(now, removalOf(now, id).changes);
          assert.deepEqual(textsOf(removed.files), textsOf(facts.files), name);
          if (how === "with CRLF" && text.includes("\n") && path !== "package.json") {
            assert.doesNotMatch(textsOf(now.files)[`tree:${path}`] ?? "", /[^\r]\n/, name);
          }
        }
      }
      assert.ok(done >= texts.length * 4, `${done} of ${texts.length * 6} could be edited`);
    });
  }

  it("of all kinds into one repository comes out again, in whatever order", () => {
    const facts = factsOf({
      ...Object.fromEntries(Object.values(samples).map(([path, text = ""]) => [path, text])),
      "package.json":
        '{\n  "name": "a",\n  "release": {},\n  "scripts": {\n    "release": "changeset publish"\n  }\n}\n',
      ".changeset/a.md": "",
      ".github/workflows/ci.yml": "on: push\n",
    });
    const kinds = detectedKinds(facts).map(({ id }) => id);
    for (const id of ["npm", "changesets", "semantic-release", "github-actions", "release-please"])
      assert.ok(kinds.includes(id), id);
    const now = after(facts, planInstall(facts, detectedKinds(facts), standInOptions).changes);
    assert.deepEqual(planInstall(now, detectedKinds(now), standInOptions).changes, []);
    fc.assert(
      fc.property(fc.shuffledSubarray([...installedKinds(now)]), (some) => {
        const half = after(now, planUninstall(now, some).changes);
        const left = installKinds.filter((kind) => !some.includes(kind));
        assert.equal(
          half.files.has(keyOf(inTree(".release-halt/gate.sh"))),
          some.length < installedKinds(now).length,
        );
        const none = after(half, planUninstall(half, left).changes);
        assert.deepEqual(textsOf(none.files), textsOf(facts.files));
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the order and meaning of what it is put beside", () => {
    const [path, text = ""] = samples.circleci ?? ["", ""];
    const [before, now] = [readYaml(text)?.value, readYaml(installedText(path, text, "circleci"))?.value];
    assert.deepEqual(Object.keys(now?.jobs ?? {}), ["release-halt", ...Object.keys(before?.jobs ?? {})]);
    assert.deepEqual((now?.workflows as { main: { jobs: unknown } }).main.jobs, [
      { "release-halt": { filters: { tags: { only: "/.*/" } } } },
      { build: { requires: ["release-halt"] } },
      { ship: { requires: ["build"] } },
    ]);
  });

  it("leaves a configuration of semantic-release to a person that has no list where one belongs", () => {
    for (const release of ["[]", '["a"]', '{"plugins": {}}', '{"plugins": {"a": 1}}', '{"plugins": null}']) {
      const facts = factsOf({ "package.json": `{"release": ${release}}` });
      const plan = planOf(facts, "semantic-release");
      const text = textsOf(after(facts, plan.changes).files)["tree:package.json"];
      assert.equal(text, `{"release": ${release}}`);
      assert.match(plan.kinds[0]?.byHand.join() ?? "", /to the plugins of package\.json by hand/);
    }
  });

  it("takes semantic-release's plugin out although somebody gave it settings", () => {
    const facts = factsOf({ "package.json": '{"release": {"plugins": ["a"]}}' });
    const now = after(facts, planOf(facts, "semantic-release").changes);
    const text = textsOf(now.files)["tree:package.json"] ?? "";
    const mine = text.replace(/"\.\/\.release-halt[^"]*"/, (entry) => `[${entry}, {"a": 1}]`);
    const files = new Map(now.files).set("tree:package.json", {
      kind: "text",
      text: mine,
      executable: false,
    });
    const removed = after({ ...now, files }, removalOf({ ...now, files }, "semantic-release").changes);
    assert.deepEqual(textsOf(removed.files), textsOf(facts.files));
  });

  it("does not write over a block that was edited by hand, unless it is told to", () => {
    const facts = factsOf({ ".gitlab-ci.yml": "build:\n  script: make\n" });
    const now = after(facts, planOf(facts, "gitlab-ci").changes);
    const edited = after(now, []);
    const text = textsOf(now.files)["tree:.gitlab-ci.yml"] ?? "";
    const files = new Map(edited.files).set("tree:.gitlab-ci.yml", {
      kind: "text",
      text: text.replace("allow_failure: false", "allow_failure: true"),
      executable: false,
    });
    const byHand = { ...edited, files };
    for (const plan of [planOf(byHand, "gitlab-ci"), removalOf(byHand, "gitlab-ci")]) {
      assert.deepEqual(plan.changes, []);
      assert.match(plan.kinds[0]?.byHand.join() ?? "", /edited by hand.*--overwrite/);
    }
    assert.deepEqual(
      textsOf(after(byHand, planOf(byHand, "gitlab-ci", true).changes).files),
      textsOf(now.files),
    );
    assert.deepEqual(
      textsOf(after(byHand, removalOf(byHand, "gitlab-ci", true).changes).files),
      textsOf(facts.files),
    );
  });

  it("of a newer gate changes the gate's file only, and keeps the settings that were edited in it", () => {
    const facts = factsOf({ ".gitlab-ci.yml": "build:\n  script: make\n" });
    const now = after(facts, planOf(facts, "gitlab-ci").changes);
    const gate = textsOf(now.files)["tree:.release-halt/gate.sh"] ?? "";
    const mine = gate.replace("max_age='3600'", "max_age=60").replace(/^remote=.*$/m, `remote='it'\\''s'`);
    const changed = {
      ...now,
      files: new Map(now.files).set("tree:.release-halt/gate.sh", {
        kind: "text",
        text: mine,
        executable: false,
      }),
    } as typeof now;
    const settings = settingsOfGate(changed.files);
    assert.deepEqual(settings, { ...gateDefaults, maxAgeSeconds: 60, remote: "it's" });
    const plan = planOf(changed, "gitlab-ci", false, {
      gate: standInGate.replace("Nobody can tell.", "Nobody knows."),
      settings,
    });
    assert.deepEqual(
      plan.changes.map((change) => (change.kind === "write" ? change.place.path : "")),
      [".release-halt/gate.sh"],
    );
    const newer = textsOf(after(changed, plan.changes).files)["tree:.release-halt/gate.sh"] ?? "";
    assert.match(newer, /max_age='60'\n[\s\S]*Nobody knows/);
    assert.match(newer, /remote='it'\\''s'\n/);
  });

  it("keeps a file that stands in the gate's place and is not ours, and line ends that sh takes", () => {
    const mine = { kind: "text", text: "#!/bin/sh\nexit 0\n", executable: true } as const;
    const clean = factsOf({ ".gitlab-ci.yml": "build:\n  script: make\n" });
    const facts = { ...clean, files: new Map(clean.files).set("tree:.release-halt/gate.sh", mine) };
    const plan = planOf(facts, "gitlab-ci");
    assert.match(plan.kinds.at(-1)?.byHand.join() ?? "", /is there already and is not of release-halt/);
    assert.equal(textsOf(after(facts, plan.changes).files)["tree:.release-halt/gate.sh"], mine.text);
    const attributes = textsOf(after(clean, planOf(clean, "gitlab-ci").changes).files)[
      "tree:.release-halt/.gitattributes"
    ];
    assert.match(attributes ?? "", /^\*\.sh text eol=lf$/m);
  });

  it("writes nothing into a file that it does not understand, and says what to add", () => {
    const odd: readonly (readonly [string, string, string])[] = [
      ["jenkins", "Jenkinsfile", "node {\n  stage('Build') { sh 'make' }\n}\n"],
      ["jenkins", "Jenkinsfile", "pipeline {\n  stages { stage('A') { steps { echo 'x' } } }\n}\n"],
      ["jenkins", "Jenkinsfile", "pipeline {\n  stages {\n    stage('A') {\n"],
      ["gitlab-ci", ".gitlab-ci.yml", "build: [\n"],
      ["gitlab-ci", ".gitlab-ci.yml", "spec:\n  inputs: {}\n---\nbuild:\n  script: x\n"],
      ["gitlab-ci", ".gitlab-ci.yml", "build:\n  script: x\n...\n"],
      ["gitlab-ci", ".gitlab-ci.yml", "release-halt:\n  script: mine\n"],
      ["azure-pipelines", "azure-pipelines.yml", "extends:\n  template: a.yml\n"],
      ["azure-pipelines", "azure-pipelines.yml", "jobs: [{job: A, steps: []}]\n"],
      ["circleci", ".circleci/config.yml", "version: 2.1\nsetup: true\n"],
      ["goreleaser", ".goreleaser.yaml", "before: {hooks: [a]}\n"],
      ["lefthook", "lefthook.yml", "pre-push: {commands: {a: {run: b}}}\n"],
      ["pre-commit", ".pre-commit-config.yaml", "repos: []\n"],
      ["npm", "package.json", "{ broken"],
    ];
    for (const [id, path, text] of odd) {
      const plan = planOf(factsOf({ [path]: text }), id);
      assert.deepEqual(plan.changes, [], text);
      assert.equal(plan.kinds[0]?.installed, false, text);
      assert.match(plan.kinds[0].byHand.join("\n"), /by hand[\s\S]*(gate\.sh|needs)/, text);
    }
  });

  it("says of each kind what it stops and what it cannot", () => {
    for (const { id, stops, cannotStop } of installKinds) {
      assert.ok(stops.length > 0 && cannotStop.length > 0, id);
      for (const sentence of [...stops, ...cannotStop]) assert.match(sentence, /^\S.*[.a-z]$/, id);
    }
    const said = (id: string): string =>
      installKinds.find((kind) => kind.id === id)?.cannotStop.join(" ") ?? "";
    assert.match(said("pre-push"), /--no-verify/);
    assert.match(said("github-actions"), /administrator.*always|always.*administrator/s);
    assert.match(said("npm"), /--ignore-scripts.*token/s);
  });

  it("names the jobs of GitLab and Azure that would not wait", () => {
    const gitlab = planOf(
      factsOf({
        ".gitlab-ci.yml":
          "a:\n  script: x\nb:\n  needs: []\n  script: x\nc:\n  needs: [a]\n  script: x\nd:\n  needs: [b]\n  script: x\ne:\n  when: always\n  script: x\n",
      }),
      "gitlab-ci",
    );
    assert.match(gitlab.kinds[0]?.byHand.join() ?? "", /: b, d, e$/);
    const azure = planOf(
      factsOf({ "azure-pipelines.yml": "stages:\n- stage: A\n- stage: B\n  dependsOn: []\n" }),
      "azure-pipelines",
    );
    assert.match(azure.kinds[0]?.byHand.join() ?? "", /: B$/);
  });
});
