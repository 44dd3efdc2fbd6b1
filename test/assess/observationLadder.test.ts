import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { otherMachineWords } from "../../src/assess/environmentWords";
import { observationLadder } from "../../src/assess/observationLadder";
import { renderBrief } from "../../src/brief/renderBrief";
import { observedWhere } from "../../src/capture/observedWhere";
import { haltSchema, type HaltInput, type Observation } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const commit = completeInput.targets?.[0]?.commit ?? "";
type Verified = NonNullable<NonNullable<HaltInput["reproduction"]>["verifications"]>[number];

function verified(id: string, by: string, failures: number, ranAt = commit): Verified {
  return {
    ...{ id, at: now, by, command: "npm test", decidedBy: { kind: "exitCode" }, asked: 5, durationMs: 900 },
    commits: [{ ref: "main", commit: ranAt, role: "target", runs: 5, failures, unusable: 0 }],
  };
}

function haltOf(observations: readonly Partial<Observation>[], reproduction: HaltInput["reproduction"] = {}) {
  const seen = observations.map((one, index) => ({ id: `o${index}`, rung: "observed" as const, ...one }));
  return haltSchema.parse({ ...completeInput, attachments: [], observations: seen, reproduction });
}

const reached = (halt: ReturnType<typeof haltOf>) =>
  observationLadder(halt).flatMap(({ rung, reached: is, verifications }) =>
    is || verifications.length > 0 ? [[rung, is, verifications.join(" ")]] : [],
  );

const item = (halt: ReturnType<typeof haltOf>) => {
  const found = assessHalt(halt, { now }).items.find(({ id }) => id === "reproduction");
  return [found?.state, found?.summary, found?.action];
};

const brief = (halt: ReturnType<typeof haltOf>, audience: "full" | "product" = "full"): string =>
  renderBrief(halt, assessHalt(halt, { now }), { audience, format: "markdown", now });

describe("The observation ladder", () => {
  it("takes what was seen elsewhere for observed, with what is attached", () => {
    assert.deepEqual(reached(haltOf([{ environment: "staging", attachments: ["a1"] }])), [
      ["observed", true, ""],
    ]);
    assert.deepEqual(reached(haltOf([])), []);
  });

  it("puts a verification on its last rung, and on the second where another person made it", () => {
    const seen = [{ by: "Ana Example" }];
    const both = { verifications: [verified("v1", "Ana Example", 5), verified("v2", "Ben Sample", 4)] };
    assert.deepEqual(reached(haltOf(seen, both)), [
      ["observed", true, ""],
      ["confirmed", true, "v2"],
      ["rerunClean", true, "v1 v2"],
    ]);
  });

  it("shows a run in which the bug did not show, or of another commit, and reaches nothing by it", () => {
    const verifications = [verified("v1", "Ben Sample", 0), verified("v2", "Ben Sample", 5, "e".repeat(40))];
    assert.deepEqual(reached(haltOf([{ by: "Ana Example" }], { verifications })), [
      ["observed", true, ""],
      ["rerunClean", false, "v1 v2"],
    ]);
  });

  it("takes a run with changes that are not committed for one on that machine, and for no more in the brief", () => {
    const run = verified("v1", "Ben Sample", 5);
    const commits = run.commits.map((one) => ({ ...one, uncommitted: true }));
    const halt = haltOf([{ by: "Ana Example" }], { verifications: [{ ...run, commits }] });
    assert.deepEqual(reached(halt), [
      ["observed", true, ""],
      ["rerunHere", true, "v1"],
    ]);
    assert.doesNotMatch(brief(halt), /re-run from a clean checkout/);
  });
});

describe("What cannot be re-run in a checkout", () => {
  const results = { expected: "one charge", actual: "two charges" };
  const onlyElsewhere = "it needs the card terminal on staging";

  it("is whole with an observation that says where it was made", () => {
    const placed = [{ environment: "staging", build: "2.4.0-rc1" }];
    assert.deepEqual(item(haltOf(placed, { ...results, onlyElsewhere })), [
      "complete",
      "No re-run, observed on staging, with expected and actual result",
      undefined,
    ]);
    assert.deepEqual(item(haltOf([{}], { ...results, onlyElsewhere })).slice(0, 3), [
      "incomplete",
      "No re-run, with expected and actual result",
      "addObservation",
    ]);
    assert.deepEqual(item(haltOf(placed)), ["incomplete", "No steps yet, observed on staging", "addStep"]);
    assert.equal(item(haltOf([{}]))[0], "missing");
  });

  it("is answered in the brief by who saw it and why, as a fact", () => {
    const text = brief(
      haltOf([{ by: "Ana Example", environment: "staging" }], { ...results, onlyElsewhere }),
    );
    assert.match(
      text,
      /Seen by Ana Example.*It cannot be re-run from a checkout: it needs the card terminal on staging\./,
    );
    assert.doesNotMatch(text, /Not yet re-run from a clean checkout/);
  });
});

describe("Where something was observed, as a person types it", () => {
  it("is an environment, a build and an address, in any order", () => {
    for (const [typed, where] of [
      ["staging", { environment: "staging" }],
      ["staging, build 2.4.0-rc1", { environment: "staging", build: "2.4.0-rc1" }],
      [
        "https://staging.example/cart?a=1, Build #77; Pixel 8",
        { environment: "Pixel 8", build: "77", url: "https://staging.example/cart?a=1" },
      ],
      ["under load on the builder", { environment: "under load on the builder" }],
      ["", {}],
    ] as const)
      assert.deepEqual(observedWhere(typed), where, typed);
  });
});

describe("The environment in a brief", () => {
  const environment = {
    captured: { at: now, by: "Ana Example", commit },
    ...{ system: "Debian GNU/Linux 12", architecture: "x64", within: ["docker"], timeZone: "Europe/Vienna" },
    tools: [{ name: "node", version: "20.1.0" }, { name: "npm" }],
    lockFiles: [{ path: "package-lock.json", sha256: "ab".repeat(32) }],
    variables: [{ id: "variable-1", name: "FEATURES", value: "slow-till" }],
  };
  const halt = haltOf([{}], { ...completeInput.reproduction, environment });

  it("is one row of the evidence for those who run things, and no row for product", () => {
    const row = brief(halt)
      .split("\n")
      .filter((line) => line.includes("Environment: "));
    assert.equal(row.length, 1);
    assert.match(
      row[0] ?? "",
      /Environment: Debian GNU\/Linux 12, x64, in a Docker container; node 20\.1\.0; time zone Europe\/Vienna \| .*by Ana Example, at 9f3c1ab.*1 lock file: package-lock\.json/,
    );
    assert.match(brief(halt), /FEATURES=slow-till/);
    assert.match(brief(halt), /Lock file: a file/);
    assert.doesNotMatch(brief(halt, "product"), /Debian/);
  });

  it("is compared with the machine of a verification: what one of them does not know is no difference", () => {
    const other = {
      ...{ system: "Debian GNU/Linux 12", architecture: "arm64", within: [], timeZone: "UTC", locale: "C" },
      tools: [
        { name: "node", version: "18.19.0" },
        { name: "npm", version: "9.2.0" },
        { name: "go", version: "1.21" },
      ],
    };
    const verification = haltOf([], { verifications: [{ ...verified("v1", "Ben", 5), machine: other }] });
    const [words] = otherMachineWords(halt, verification.reproduction.verifications[0] ?? assert.fail());
    assert.equal(
      words,
      "Other than where it was recorded: arm64 instead of x64; no container instead of in a Docker container; node 18.19.0 instead of 20.1.0; time zone UTC instead of Europe/Vienna.",
    );
  });
});
