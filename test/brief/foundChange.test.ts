import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { renderBrief } from "../../src/brief/renderBrief";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const commit = completeInput.cause?.commit ?? "";
type Found = NonNullable<NonNullable<HaltInput["cause"]>["found"]>;

const found: Found = {
  ...{ at: "2026-11-30T12:40:00+01:00", by: "Ana Example", where: "linux x64", commit, how: "bisection" },
  ...{ target: "2".repeat(40), base: completeInput.base?.commit ?? "", commits: 48, runs: 12 },
  ...{ confidence: 0.9912, command: "npm test -- till", durationMs: 90_000, pullRequest: "77" },
  ...{ files: ["src/till.ts"], goneInBase: true },
};

/** The evidence row of the change, and the whole brief. */
function told(rest: Partial<Found>): { readonly row: string; readonly brief: string } {
  const cause = { ...completeInput.cause, found: { ...found, ...rest } };
  const halt = haltSchema.parse({ ...completeInput, cause });
  const context = { audience: "full", format: "markdown", now } as const;
  const brief = renderBrief(halt, assessHalt(halt, { now }), context);
  const row = brief.split("\n").find((line) => /^\| \d+ \| The change "/.test(line)) ?? "";
  return { row, brief };
}

describe("The change in the brief", () => {
  it("is a row of the evidence, with its commit, how it was found, by which command and when", () => {
    const { row, brief } = told({});
    const [, number = ""] = /^\| (\d+) \|/.exec(row) ?? [];
    assert.match(row, /The change "Retry when the till does not answer" brought it/);
    assert.ok(row.includes(`\`${commit.slice(0, 7)}\``), row);
    assert.match(row, /found by bisection over 48 commits in 12 runs \(99\.1 % confidence\):/);
    assert.ok(row.includes("`npm test -- till`"), row);
    assert.match(row, /30 Nov/);
    assert.match(
      brief,
      new RegExp(
        `It was found by bisection[^\\n]*pull request 77\\. \\[${number}\\]|pull request 77 \\[${number}\\]`,
      ),
    );
    assert.match(brief, /A rollback to v2\.3\.1 removes the change\./);
  });

  it("explains how it was found, and what sure means", () => {
    const [, terms = ""] = told({}).brief.split("\n## Terms\n");
    assert.match(terms, /^- Bisection: running the same check/m);
    assert.match(terms, /^- Confidence: how sure/m);
  });

  it("says of a search by chance what it is, and how sure", () => {
    const { row } = told({ how: "probabilisticSearch", runs: 80, confidence: 0.96 });
    assert.match(row, /found by a probabilistic search over 48 commits in 80 runs \(96 % confidence\)/);
  });

  it("rests on nobody's search where another change is named since", () => {
    const { row, brief } = told({ commit: "3".repeat(40) });
    assert.ok(row.includes(commit.slice(0, 7)) && !row.includes("bisection"), row);
    assert.doesNotMatch(brief, /pull request 77|removes the change/);
  });

  it("never names a person", () => {
    assert.doesNotMatch(told({}).row, /Ana Example/);
  });
});
