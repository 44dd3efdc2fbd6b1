import {
  countOf,
  testsOf,
  treesOf,
  type ReadTest,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, firstLineOf, oneLine, oneText, orLong, trimmed } from "./texts";

/** Gherkin's names are the rest of their line (https://cucumber.io/docs/gherkin/reference). */
const names = filled(trimmed(oneLine(anyText)));
const parts = {
  names,
  // A scenario that is not written is failed for Cucumber, as one that breaks is.
  outcomes: ["passed", "failed", "skipped"],
  messages: filled(anyText),
  details: orLong(anyText),
} as const;

function uriOf(feature: string): string {
  return `features/${feature}.feature`;
}

function readOf(test: WrittenTest, [feature = ""]: readonly string[]): ReadTest {
  const detail = oneText(test);
  return {
    ...{ suite: feature, name: test.name, file: uriOf(feature) },
    ...{ message: firstLineOf(detail), detail },
  };
}

/** Cucumber's JSON (https://cucumber.io/docs/cucumber/reporting); of retries it says nothing. */
export const cucumberJson: Writer = {
  title: "Cucumber's JSON",
  format: "cucumber-json",
  trees: treesOf({ levels: [1, 1], suites: [names], test: testsOf(parts) }),
  write: (root) =>
    JSON.stringify(
      root.suites.map((feature) => ({
        ...{ id: "kettle", keyword: "Feature", line: 2, name: feature.name, uri: uriOf(feature.name) },
        elements: feature.tests.map((test) => ({
          ...{ id: "kettle;boils", keyword: "Scenario", line: test.line, name: test.name },
          ...{ type: "scenario", tags: [], steps: stepsOf(test) },
        })),
      })),
      undefined,
      2,
    ),
  reads: (test, path) => ({ ...readOf(test, path), line: test.line, type: "failed" }),
};

/** A step that passes, the one that tells, and one that is skipped behind it. */
function stepsOf(test: WrittenTest): readonly object[] {
  const step = (name: string, result: object) => ({
    ...{ keyword: "Given ", line: 5, name, match: { location: "steps.js:12" } },
    result,
  });
  const failed = { status: "failed", duration: 105027, error_message: oneText(test) };
  const told = test.outcome === "failed" ? failed : { status: test.outcome, duration: 12 };
  const behind = test.outcome === "passed" ? "passed" : "skipped";
  return [
    step("a kettle", { status: "passed", duration: 4334611 }),
    step("it boils", told),
    step("it is hot", { status: behind, duration: 0 }),
  ];
}

/** Cucumber's messages (https://github.com/cucumber/messages, `jsonschema/messages.schema.json`). */
export const cucumberMessages: Writer = {
  title: "Cucumber's messages",
  format: "cucumber-messages",
  trees: treesOf({ levels: [1, 1], suites: [names], test: testsOf({ ...parts, mostTries: 2 }) }),
  write: (root) =>
    [
      { meta: { protocolVersion: "32.2.0", implementation: { name: "cucumber-js", version: "12.9.0" } } },
      ...root.suites.flatMap(featureOf),
      { testRunStarted: { timestamp: { seconds: 1795598202, nanos: 0 } } },
      ...root.suites.flatMap((feature, index) =>
        feature.tests.flatMap((test, at) => runsOf(test, `${index}-${at}`)),
      ),
      { testRunFinished: { success: countOf(root, "failed") === 0 } },
    ]
      .map((envelope) => `${JSON.stringify(envelope)}\n`)
      .join(""),
  reads: (test, path) => ({ ...readOf(test, path), attempts: attemptsOf(test) }),
};

function attemptsOf({ outcome, failedTries }: WrittenTest): number {
  return outcome === "skipped" ? 1 : failedTries + 1;
}

function featureOf(feature: WrittenSuite, index: number): readonly object[] {
  const uri = uriOf(feature.name);
  return [
    { source: { uri, data: "Feature: kettle\n", mediaType: "text/x.cucumber.gherkin+plain" } },
    {
      gherkinDocument: {
        uri,
        feature: { name: feature.name, keyword: "Feature", children: [] },
        comments: [],
      },
    },
    ...feature.tests.map(({ name }, at) => ({ pickle: { id: `p${index}-${at}`, uri, name, steps: [] } })),
    ...feature.tests.map((_, at) => ({
      testCase: { id: `c${index}-${at}`, pickleId: `p${index}-${at}`, testSteps: [] },
    })),
  ];
}

function runsOf(test: WrittenTest, id: string): readonly object[] {
  return Array.from({ length: attemptsOf(test) }, (_, attempt) => {
    const willBeRetried = attempt + 1 < attemptsOf(test);
    const status = willBeRetried ? "FAILED" : test.outcome.toUpperCase();
    const result = { status, duration: { seconds: 0, nanos: 12 } };
    const run = `r${id}-${attempt}`;
    const step = (testStepId: string, testStepResult: object) => ({
      testStepFinished: { testCaseStartedId: run, testStepId, testStepResult },
    });
    return [
      { testCaseStarted: { id: run, testCaseId: `c${id}`, attempt } },
      step("s1", { status: "PASSED", duration: { seconds: 0, nanos: 12 } }),
      step("s2", status === "FAILED" ? { ...result, message: oneText(test) } : result),
      { testCaseFinished: { testCaseStartedId: run, willBeRetried } },
    ];
  }).flat();
}
