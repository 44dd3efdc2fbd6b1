import type { HaltInput } from "../../src/halt/schema/halt";

const culprit = "4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70";
const sha256 = "ab".repeat(32);

/** What the made-up halts are of. */
export const commit = "9f3c1ab4e2d05f6a7b8c9d0e1f2a3b4c5d6e7f80";

/** What `completeInput` shows of the bug: who saw it, how to see it again, and what was captured. */
export const completeProof = {
  observations: [
    {
      id: "observation-1",
      rung: "observed",
      at: "2026-11-30T12:15:00+01:00",
      by: "Ana Example",
      commit,
      environment: "staging",
    },
    {
      id: "observation-2",
      rung: "confirmed",
      text: "Two charges for one order on a second machine",
      at: "2026-11-30T13:10:00+01:00",
      by: "Ben Sample",
      commit,
      attachments: ["attachment-1"],
    },
  ],
  reproduction: {
    preconditions: "The stub of the till is built.",
    steps: [
      {
        id: "step-1",
        text: "Start the till stub with a delay",
        command: "npm run till-stub -- --delay 31s",
        exitCode: 0,
      },
      {
        id: "step-2",
        text: "Order one kettle",
        command: "npx kettle order --card",
        exitCode: 0,
        output: "order 1: charged\norder 1: charged",
      },
      {
        id: "step-3",
        text: "The retry sends a second charge",
        location: {
          path: "src/charge.ts",
          line: 112,
          commit,
          text: "  return send(charge);",
          before: ["if (isTimeout(answer)) {"],
          after: ["}"],
          url: `https://forge.example/kettle/blob/${commit}/src/charge.ts#L112`,
        },
      },
      { id: "step-4", text: "Count the charges", command: "grep -c charged till.log", decides: true },
    ],
    expected: "One charge of 20.00 EUR",
    actual: "Two charges of 20.00 EUR for one order",
  },
  testScope: {
    tested: [{ id: "tested-1", text: "card payments against a slow till" }],
    notTested: [{ id: "tested-2", text: "saved cards with the retry switched off" }],
  },
  cause: { commit: culprit, subject: "Retry when the till does not answer" },
  attachments: [
    {
      id: "attachment-1",
      kind: "screenshot",
      title: "Two charges",
      path: "shots/two-charges.png",
      captured: { at: "2026-11-30T13:10:00+01:00", sha256 },
    },
  ],
  facts: {
    captured: { at: "2026-11-30T12:15:00+01:00", commit, from: "git" },
    repository: "kettle",
    branch: "release/2.4",
    commit,
    commitUrl: `https://forge.example/kettle/commit/${commit}`,
    pushed: true,
    commits: 48,
    changedFiles: 112,
  },
  failingTests: [
    {
      id: "tests-1",
      path: "reports/till.xml",
      format: "junit",
      captured: { at: "2026-11-30T12:41:00+01:00", commit, sha256 },
      totals: { suites: 1, total: 1284, passed: 1278, failed: 3, errored: 0, skipped: 3 },
      failures: [
        {
          id: "failure-1",
          outcome: "failed",
          suite: "charge",
          name: "charges once after a timeout",
          file: "test/charge.test.ts",
          line: 40,
          message: "expected 1 to equal 2",
          detail: "AssertionError: expected 1 to equal 2\n  at test/charge.test.ts:40",
        },
      ],
      failuresNotStored: 2,
    },
  ],
} satisfies Partial<HaltInput>;
