import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { verdictOf, verificationWords } from "../../src/assess/verificationVerdict";
import { renderBrief } from "../../src/brief/renderBrief";
import { haltSchema, type HaltInput, type VerifiedCommitEntry } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const commit = haltSchema.parse(completeInput).targets[0]?.commit ?? "";
const older = "2".repeat(40);

function ran(role: "target" | "base", failures: number, runs: number, unusable = 0): VerifiedCommitEntry {
  const [ref, at] = role === "target" ? ["v2.4.0", commit] : ["v2.3.1", older];
  return { ref, commit: at, role, runs, failures, unusable, remarks: [], log: [] };
}

type Input = NonNullable<NonNullable<HaltInput["reproduction"]>["verifications"]>[number];

function verification(commits: readonly VerifiedCommitEntry[], rest: Partial<Input> = {}): Input {
  return {
    ...{ id: "v1", at: now, by: "Ana Example", where: "linux x64", command: "npm test -- till" },
    ...{ decidedBy: { kind: "exitCode" }, asked: 5, durationMs: 5000, commits: [...commits] },
    ...rest,
  };
}

function told(
  verifications: readonly Input[],
  moved = false,
): { readonly brief: string; readonly line: string } {
  const reproduction = { ...completeInput.reproduction, verifications: [...verifications] };
  const halt = haltSchema.parse({ ...completeInput, reproduction });
  const targetCommits = moved ? Object.fromEntries(halt.targets.map(({ id }) => [id, "3".repeat(40)])) : {};
  const checklist = assessHalt(halt, { now, targetCommits });
  const item = checklist.items.find(({ id }) => id === "reproduction");
  const brief = renderBrief(halt, checklist, { audience: "full", format: "markdown", now });
  return { brief, line: `${item?.state ?? ""}: ${item?.summary ?? ""}` };
}

const verdicts = [
  [[ran("target", 5, 5), ran("base", 0, 5)], "regression"],
  [[ran("target", 3, 3), ran("base", 0, 3)], "reproducible"],
  [[ran("target", 5, 5)], "reproducible"],
  [[ran("target", 5, 5), ran("base", 0, 0, 1)], "reproducible"],
  [[ran("target", 2, 5), ran("base", 0, 5)], "intermittent"],
  [[ran("target", 30, 100), ran("base", 0, 100)], "regression"],
  [[ran("target", 0, 5), ran("base", 5, 5)], "not-reproduced"],
  [[ran("target", 5, 5), ran("base", 1, 5)], "also-in-base"],
  [[ran("target", 0, 0, 5), ran("base", 0, 5)], "cannot-tell"],
  [[], "cannot-tell"],
] as const;

describe("A verification in checklist and brief", () => {
  for (const [commits, verdict] of verdicts) {
    it(`is ${verdict} by ${commits.map(({ ref, failures, runs }) => `${failures} of ${runs} at ${ref}`).join(", ") || "nothing"}`, () => {
      assert.equal(verdictOf(commits), verdict);
    });
  }

  it("speaks of a regression with its figures, and names what it rests on", () => {
    const { brief, line } = told([verification([ran("target", 5, 5), ran("base", 0, 5)])]);
    const words =
      "It showed in 5 of 5 runs at v2.4.0 and in none of 5 at v2.3.1. That is a regression since v2.3.1";
    const [, row] = /\(p = 0\.008\) \[(\d+)\]\./.exec(brief) ?? [];
    assert.ok(brief.includes(words), brief);
    assert.match(brief, new RegExp(`^\\| ${row ?? "none"} \\| It showed in 5 of 5 runs`, "m"));
    assert.match(brief, /re-run from a clean checkout/);
    assert.doesNotMatch(brief, /Not yet re-run/);
    assert.match(line, /^complete: .*verified: a regression/);
  });

  it("stands on the first page in plain words, without a probability or an interval", () => {
    const page = (...commits: VerifiedCommitEntry[]): string =>
      told([verification(commits)]).brief.split("\n## ")[0] ?? "";
    const regression = page(ran("target", 5, 5), ran("base", 0, 5));
    const [, row = "none"] =
      /none of 5 at v2\.3\.1\. It is new since v2\.3\.1 \[(\d+)\]\./.exec(regression) ?? [];
    assert.match(regression, /^\*\*How we know\.\*\* Seen by two people/m);
    assert.match(regression, new RegExp(`re-run from a clean checkout \\[1, 2, ${row}\\]`));
    const intermittent = page(ran("target", 2, 5), ran("base", 0, 5));
    assert.match(intermittent, /It shows now and then, not in each run/);
    assert.match(page(ran("target", 5, 5), ran("base", 1, 5)), /It is not new: v2\.3\.1 has it, too/);
    for (const text of [regression, intermittent, page(ran("target", 0, 5))])
      assert.doesNotMatch(text, /p = |confidence|between \d+ %|at most/);
  });

  it("says how rare the bug is at most where it did not show, and calls it no re-run that saw it", () => {
    const { brief } = told([verification([ran("target", 0, 5)])]);
    assert.match(
      brief,
      /It did not show in 5 runs at v2\.4\.0\. If it shows there, it does so in at most 43 % of runs/,
    );
  });

  it("speaks of the last one at the target, and counts the people", () => {
    const { brief } = told([
      verification([ran("target", 5, 5)]),
      verification([ran("target", 2, 2)], { id: "v2", by: "Ben Example" }),
      verification([{ ...ran("target", 0, 9), commit: older }], { id: "v3" }),
    ]);
    assert.match(brief, /It showed in 2 of 2 runs at v2\.4\.0 \[5\]\. It was run by two people/);
  });

  it("explains clean checkouts and regressions, and calls a checkout by no other name", () => {
    const { brief } = told([verification([ran("target", 5, 5), ran("base", 0, 5)])]);
    const [, terms = ""] = brief.split("\n## Terms\n");
    assert.match(terms, /^- Clean checkout: the source/m);
    assert.match(terms, /^- Regression: something that worked/m);
    assert.doesNotMatch(terms, /Regression testing/);
    assert.doesNotMatch(brief, /worktree/);
  });

  it("answers how sure we are by itself, where nobody wrote steps", () => {
    const commits = [ran("target", 5, 5), ran("base", 0, 5)];
    const halt = haltSchema.parse({
      ...completeInput,
      reproduction: { verifications: [verification(commits)] },
    });
    const options = { audience: "engineering", format: "markdown", now } as const;
    const brief = renderBrief(halt, assessHalt(halt, { now }), options);
    const [, answer = ""] = brief.split("**How sure are we? It works on my machine.**");
    assert.match(
      answer,
      /^ \(engineering lead\)\\\nSeen by two people .*It showed in 5 of 5 runs at v2\.4\.0/,
    );
    assert.doesNotMatch(brief, /steps that others can follow/);
    const [, toPaste = ""] = brief.split("## See it yourself");
    const lines = [
      `git checkout --detach ${commit}`,
      "npm test -- till",
      "# The bug shows where it ends with",
    ];
    assert.ok(toPaste.includes(lines.join("\n")), toPaste);
  });

  it("is stale once the target has moved", () => {
    assert.match(told([verification([ran("target", 5, 5)])], true).line, /^stale/);
  });

  it("says why nothing could be told", () => {
    const entry = {
      outcome: "unusable" as const,
      why: "the shell could not find it",
      at: now,
      durationMs: 1,
    };
    const commits = [{ ...ran("target", 0, 0, 1), log: [entry] }];
    assert.equal(
      verificationWords({ commits }),
      "It could not be run at v2.4.0: the shell could not find it.",
    );
  });
});
