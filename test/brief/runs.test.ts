import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { runCircumstances } from "../../src/assess/runWords";
import { renderBrief } from "../../src/brief/renderBrief";
import { haltSchema, type CommandRun, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const run: CommandRun = {
  command: "npm test",
  folder: ".",
  startedAt: "2026-11-30T13:40:00+01:00",
  durationMs: 12_400,
  exitCode: 1,
};
const [tests] = completeInput.failingTests ?? [];

function said(input: Partial<HaltInput>): {
  readonly brief: string;
  readonly reason: string;
  readonly line: string;
} {
  const halt = haltSchema.parse({ ...completeInput, ...input });
  const checklist = assessHalt(halt, { now });
  const item = checklist.items.find(({ id }) => id === "failingTests");
  const brief = renderBrief(halt, checklist, { audience: "full", format: "markdown", now });
  return { brief, reason: item?.reason ?? "", line: item?.summary ?? "" };
}

describe("A run of the tests in checklist and brief", () => {
  it("is named as where the results are from", () => {
    assert.ok(tests);
    const captured = { ...tests.captured, run: { ...run, uncommitted: true } };
    const { brief } = said({ failingTests: [{ ...tests, captured }] });
    assert.match(
      brief,
      /`reports\/[^`]+` \(junit, at [0-9a-f]+\) from `npm test` \(exit code 1, ran 12 s from Mon 30 Nov 13:40, with uncommitted changes\)/,
    );
  });

  it("that left no results counts no test, and is no all-clear, however it ended", () => {
    for (const exitCode of [0, 1]) {
      const captured = { at: now, run: { ...run, exitCode } };
      const testRuns = [{ id: "run-1", captured, output: "Error: charged twice" }];
      const { brief, reason, line } = said({ failingTests: [], testRuns });
      assert.match(
        line,
        new RegExp(`^The command npm test ended with ${exitCode}, and left no test result$`),
      );
      assert.match(reason, /which tests ran is not known/);
      assert.match(
        brief,
        new RegExp(`The command npm test ended with ${exitCode}; which tests ran is not known`),
      );
      assert.match(brief, /Error: charged twice/);
      assert.doesNotMatch(brief, /0 of 0|0 tests/);
    }
  });

  it("that contradicts its results is said as that, and they are not counted", () => {
    assert.ok(tests);
    const message = "The command ended with 1, though no test failed.";
    const green = {
      ...tests,
      captured: { ...tests.captured, run },
      totals: { suites: 1, total: 12, passed: 12, failed: 0, errored: 0, skipped: 0 },
      failures: [],
      problems: [{ severity: "error" as const, message, about: "exitCode" as const }],
    };
    const { brief, reason } = said({ failingTests: [green] });
    assert.match(reason, /None of 12 tests failed, but the command ended with 1/);
    assert.match(brief, /None of 12 tests failed, but the command ended with 1/);
    assert.doesNotMatch(brief, /could not be read whole/);
  });

  it("is told with how long it took and how it ended", () => {
    const words = (about: Partial<CommandRun>): string =>
      runCircumstances({ ...run, ...about }, () => "13:40");
    const unknown: CommandRun = { ...run, exitCode: undefined };
    assert.equal(words({ durationMs: 430 }), "exit code 1, ran 0.4 s from 13:40");
    assert.equal(
      words({ durationMs: 4_800_000, folder: "shop" }),
      "in shop, exit code 1, ran 80 min from 13:40",
    );
    assert.equal(words({ durationMs: 8_400_000 }), "exit code 1, ran 2 h 20 min from 13:40");
    assert.equal(
      runCircumstances(unknown, () => "13:40"),
      "exit code not known, ran 12 s from 13:40",
    );
    assert.equal(
      runCircumstances({ ...unknown, timedOut: true, durationMs: 300_000 }, () => "13:40"),
      "was stopped after 5 min, ran 5 min from 13:40",
    );
    assert.match(
      runCircumstances({ ...unknown, signal: "SIGKILL" }, () => "13:40"),
      /^was ended by SIGKILL/,
    );
  });
});
