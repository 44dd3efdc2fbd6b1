import { pathToFileURL } from "node:url";
import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, orLong, paths } from "./texts";

/**
 * The JSON of `dart test` (https://github.com/dart-lang/test/blob/master/pkgs/test/doc/json_reporter.md). The outermost suite
 * is a file; a test's name has those of its groups in front.
 */
export const dart: Writer = {
  title: "dart test",
  format: "dart-json",
  trees: treesOf({
    levels: [1, 3],
    suites: [paths("dart"), filled(anyText)],
    test: testsOf({
      names: anyText,
      outcomes: ["passed", "failed", "errored", "skipped"],
      messages: anyText,
      details: orLong(anyText),
      files: paths("dart").map((path) => `/shop/100 % water/${path}`),
    }),
  }),
  write: (root) => {
    const count = countOf(root);
    return [
      { protocolVersion: "0.1.1", runnerVersion: "1.23.1", pid: 1719, type: "start", time: 0 },
      ...root.suites.flatMap((suite, index) => suiteOf(suite, index)),
      { count, type: "allSuites", time: 16 },
      { success: countOf(root, "failed") + countOf(root, "errored") === 0, type: "done", time: 9500 },
    ]
      .map((event) => `${JSON.stringify(event)}\n`)
      .join("");
  },
  reads: ({ name, message, detail, file, line }, [path = "", ...groups]) => ({
    suite: path,
    name: [...groups, name].join(" "),
    ...{ message, detail, file, line },
  }),
};

function suiteOf(suite: WrittenSuite, suiteID: number): readonly object[] {
  const loading = suiteID * 1000;
  return [
    { suite: { id: suiteID, platform: "vm", path: suite.name }, type: "suite", time: 0 },
    {
      test: { id: loading, name: `loading ${suite.name}`, suiteID, groupIDs: [] },
      type: "testStart",
      time: 2,
    },
    { testID: loading, result: "success", skipped: false, hidden: true, type: "testDone", time: 3 },
    ...listed(suite).flatMap(({ test, path }, index) =>
      testOf(test, { id: loading + index + 1, name: [...path, test.name].join(" "), suiteID }),
    ),
  ];
}

function testOf(
  { outcome, message, detail, file, line }: WrittenTest,
  names: { readonly id: number; readonly name: string; readonly suiteID: number },
): readonly object[] {
  const testID = names.id;
  const result = outcome === "errored" ? "error" : outcome === "failed" ? "failure" : "success";
  const error = { testID, error: message, stackTrace: detail, isFailure: outcome === "failed" };
  const place = { line, column: 5, url: pathToFileURL(file).href };
  return [
    { test: { ...names, groupIDs: [2], ...place }, type: "testStart", time: 20 },
    { testID, messageType: "print", message: "boils", type: "print", time: 21 },
    ...(result === "success" ? [] : [{ ...error, type: "error", time: 22 }]),
    { testID, result, skipped: outcome === "skipped", hidden: false, type: "testDone", time: 23 },
  ];
}
