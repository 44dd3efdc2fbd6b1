import { countOf, listed, testsOf, treesOf, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, identifiers, orLong } from "./texts";

/**
 * Bazel's events of a build (https://bazel.build/remote/bep, `build_event_stream.proto`): suites are packages, a test is a
 * target. What the summary says counts; an error is a test that took too long, and what is skipped does not fit the platform.
 */
export const bazel: Writer = {
  title: "Bazel's build events",
  format: "bazel-events",
  trees: treesOf({
    levels: [0, 3],
    suites: [identifiers],
    test: testsOf({
      names: identifiers,
      outcomes: ["passed", "failed", "errored", "skipped"],
      mostTries: 3,
      messages: filled(anyText),
      details: orLong(filled(anyText)),
    }),
  }),
  write: (root) => {
    const failing = countOf(root, "failed") + countOf(root, "errored");
    const code = failing > 0 ? { name: "TESTS_FAILED", code: 3 } : { name: "SUCCESS" };
    const events = [
      { id: { started: {} }, started: { uuid: "c0ffee", command: "test", buildToolVersion: "7.4.1" } },
      ...listed(root).flatMap(({ test, path }) => eventsOf(test, `//${path.join("/")}:${test.name}`)),
      { id: { buildFinished: {} }, finished: { exitCode: code } },
      { id: { buildMetrics: {} }, buildMetrics: {}, lastMessage: true },
    ];
    return events.map((event) => `${JSON.stringify(event)}\n`).join("");
  },
  reads: ({ name, outcome, failedTries, message, detail }, path) => ({
    ...{ suite: `//${path.join("/")}`, name, message, detail: `${detail}\n` },
    type: outcome === "errored" ? "TIMEOUT" : "FAILED",
    attempts: outcome === "skipped" ? 1 : failedTries + 1,
  }),
};

const line = "=".repeat(80);

function eventsOf(test: WrittenTest, label: string): readonly object[] {
  const about = { label, configuration: { id: "k8" } };
  const configured = { id: { targetConfigured: { label } }, configured: { targetKind: "sh_test rule" } };
  const completed = { targetCompleted: about };
  if (test.outcome === "skipped") return [configured, { id: completed, aborted: { reason: "SKIPPED" } }];
  const last = { passed: "PASSED", failed: "FAILED", errored: "TIMEOUT" }[test.outcome];
  const tries = [...Array.from({ length: test.failedTries }, () => "FAILED"), last];
  const isFlaky = test.outcome === "passed" && test.failedTries > 0;
  return [
    configured,
    {
      id: completed,
      children: [{ testResult: { ...about, run: 1, shard: 1, attempt: 1 } }, { testSummary: about }],
      completed: { success: true },
    },
    ...tries.map((status, index) => ({
      id: { testResult: { ...about, run: 1, shard: 1, attempt: index + 1 } },
      testResult: {
        ...{ status, testAttemptDurationMillis: "120", testAttemptDuration: "0.120s" },
        ...(status !== "PASSED" && { statusDetails: test.message }),
      },
    })),
    {
      id: { testSummary: about },
      testSummary: { overallStatus: isFlaky ? "FLAKY" : last, totalRunCount: tries.length, runCount: 1 },
    },
    {
      id: { progress: { opaqueCount: 1 } },
      progress: {
        stdout: `==================== Test output for ${label}:\n${test.detail}\n${line}\n`,
        stderr: `FAIL: ${label}\n`,
      },
    },
  ];
}
