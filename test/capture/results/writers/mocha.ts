import {
  allSuites,
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, identifiers, orLong, paths } from "./texts";

const parts = {
  names: anyText,
  mostTries: 2,
  messages: anyText,
  details: orLong(anyText),
  files: paths("js"),
} as const;
const suites = [filled(anyText)];
const outcomes = ["passed", "failed", "errored", "skipped"] as const;

/**
 * Mocha joins the titles of suites with spaces, so where one ends is not told, nor space at the ends of them all.
 * A title that ends another one is left to chance.
 */
const suiteOf = (path: readonly string[]): string => path.join(" ").trim();
const attemptsOf = ({ outcome, failedTries }: WrittenTest): number =>
  outcome === "passed" || outcome === "failed" ? failedTries + 1 : 1;

/** What breaks outside of a test is a hook, which has a title like this. */
const titleOf = ({ name, outcome }: WrittenTest): string =>
  outcome === "errored" ? `"after all" hook: ${name}` : name;

/** Mocha's reporter `json` (https://mochajs.org/#json, `lib/reporters/json.js`). A hook that broke is a failure and no test. */
export const mochaJson: Writer = {
  title: "Mocha's JSON",
  format: "mocha-json",
  trees: treesOf({
    ...{ levels: [0, 3], suites },
    test: testsOf({ ...parts, types: identifiers, outcomes }),
  }),
  write: (root) => {
    const tests = (...which: readonly WrittenTest["outcome"][]) =>
      listed(root)
        .filter(({ test }) => which.includes(test.outcome))
        .map(({ test, path }) => ({
          ...titlesOf(test, path),
          ...{ duration: 12, currentRetry: attemptsOf(test) - 1 },
          err: isFailure(test) ? { message: test.message, stack: test.detail, name: test.type } : {},
        }));
    return JSON.stringify(
      {
        ...{ stats: statsOf(root), tests: tests("passed", "failed", "skipped"), pending: tests("skipped") },
        ...{ failures: tests("failed", "errored"), passes: tests("passed") },
      },
      undefined,
      2,
    );
  },
  reads: (test, path) => {
    const { message, detail, type, file } = test;
    const names = { suite: suiteOf(path), name: titleOf(test) };
    return { ...names, attempts: attemptsOf(test), ...{ message, detail, type, file } };
  },
  // It counts hooks as failures and not as tests.
  mayTell: /^The totals that the file states differ/,
};

/** Mocha's reporter `json-stream` (https://mochajs.org/#json-stream), which has no line for a pending test. */
export const mochaJsonStream: Writer = {
  title: "Mocha's json-stream",
  format: "mocha-ndjson",
  trees: treesOf({
    ...{ levels: [0, 3], suites },
    test: testsOf({ ...parts, outcomes: ["passed", "failed", "errored"] }),
  }),
  write: (root) =>
    [
      ["start", { total: statsOf(root).tests }],
      ...listed(root).map(({ test, path }) => [
        test.outcome === "passed" ? "pass" : "fail",
        {
          ...titlesOf(test, path),
          ...{ duration: 12, currentRetry: attemptsOf(test) - 1 },
          ...(isFailure(test) && { err: test.message, stack: test.detail }),
        },
      ]),
      ["end", statsOf(root)],
    ]
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(""),
  reads: (test, path) => {
    const { message, detail, file } = test;
    const names = { suite: suiteOf(path), name: titleOf(test) };
    return { ...names, attempts: attemptsOf(test), ...{ message, detail, file } };
  },
};

/** Mochawesome (https://github.com/adamgruber/mochawesome#output-files): suites within suites, and no word of retries. */
export const mochawesome: Writer = {
  title: "Mochawesome",
  format: "mochawesome",
  trees: treesOf({
    ...{ levels: [0, 3], suites },
    test: testsOf({ ...parts, outcomes }),
  }),
  write: (root) =>
    JSON.stringify({
      stats: {
        ...{ ...statsOf(root), failures: countOf(root, "failed"), other: countOf(root, "errored") },
        ...{ testsRegistered: countOf(root), hasOther: true, skipped: 0 },
      },
      results: [awesomeSuite(root, "")],
      meta: { mocha: { version: "12.0.3" } },
    }),
  reads: (test, path) => ({
    ...{ suite: path.join(" › "), name: titleOf(test), file: fileOf(path) },
    ...{ message: test.message, detail: test.detail },
  }),
};

/** A file is of a suite, not of a test. */
function fileOf([outermost]: readonly string[]): string {
  return `/shop/${outermost ?? "root"}.js`;
}

function awesomeSuite(suite: WrittenSuite, outermost: string): object {
  return {
    ...{ uuid: "573b11be", title: suite.name },
    fullFile: fileOf(outermost === "" ? [] : [outermost]),
    beforeHooks: [],
    afterHooks: suite.tests.filter(({ outcome }) => outcome === "errored").map(awesomeTest),
    tests: suite.tests.filter(({ outcome }) => outcome !== "errored").map(awesomeTest),
    suites: suite.suites.map((inner) => awesomeSuite(inner, outermost === "" ? inner.name : outermost)),
  };
}

function awesomeTest(test: WrittenTest): object {
  const { outcome, message, detail } = test;
  const [isHook, pending] = [outcome === "errored", outcome === "skipped"];
  return {
    ...{ title: titleOf(test), fullTitle: titleOf(test), duration: 12, isHook, skipped: false, pending },
    ...{ state: pending ? "pending" : isHook ? "failed" : outcome, pass: outcome === "passed" },
    fail: isFailure(test),
    err: isFailure(test) ? { message, estack: detail, diff: null } : {},
  };
}

function isFailure({ outcome }: WrittenTest): boolean {
  return outcome === "failed" || outcome === "errored";
}

function titlesOf(test: WrittenTest, path: readonly string[]) {
  const title = titleOf(test);
  return { title, fullTitle: [...path, title].join(" "), file: test.file };
}

function statsOf(root: WrittenSuite) {
  return {
    ...{ suites: allSuites(root).length - 1, tests: countOf(root) - countOf(root, "errored") },
    ...{ passes: countOf(root, "passed"), pending: countOf(root, "skipped"), duration: 34 },
    failures: countOf(root, "failed") + countOf(root, "errored"),
  };
}
