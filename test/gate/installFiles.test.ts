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
import { beside, samples, written } from "./support/configurations";

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
