import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** What the plugin pytest-json-report writes (https://github.com/numirias/pytest-json-report#format). */
export const pytestJson: JsonFormat = {
  id: "pytest-json",
  isValue: (value) =>
    isRecord(value) &&
    typeof value["exitcode"] === "number" &&
    (isRecord(value["summary"]) || Array.isArray(value["tests"]) || Array.isArray(value["collectors"])),
  read,
};

const stage = z.looseObject({
  outcome: z.string(),
  duration: z.number().nullish(),
  crash: z
    .looseObject({
      path: z.string().default(""),
      lineno: z.number().nullish(),
      message: z.string().default(""),
    })
    .nullish(),
  longrepr: z.string().nullish(),
});
const test = z.looseObject({
  nodeid: z.string(),
  /** From 0. */
  lineno: z.number().nullish(),
  outcome: z.string(),
  setup: stage.optional(),
  call: stage.optional(),
  teardown: stage.optional(),
  /** Where the process of a test is gone, as with pytest-xdist. */
  "???": stage.optional(),
});
const collector = z.looseObject({
  nodeid: z.string().default(""),
  outcome: z.string().default("passed"),
  longrepr: z.string().nullish(),
});
const count = z.number().default(0);
const report = z.looseObject({
  exitcode: z.number(),
  summary: z
    .looseObject({
      ...{ total: count, failed: count, error: count, skipped: count, xfailed: count },
      ...{ collected: z.number().optional(), deselected: count },
    })
    .optional(),
  collectors: z.array(collector).default([]),
  tests: z.array(test).optional(),
});
type Stage = z.output<typeof stage>;
type Test = z.output<typeof test>;

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of pytest-json-report", into);
  if (whole === undefined) return;
  const { summary, tests = [], collectors, exitcode } = whole;
  const suites = new Set<string>();
  for (const one of tests) {
    const names = namesOf(one.nodeid);
    suites.add(names.suite);
    readTest(one, names, into);
  }
  into.suites = suites.size;
  const listed = into.counts;
  for (const one of collectors) readCollector(one, into);
  if (whole.tests === undefined && into.total === 0 && (summary?.total ?? 0) > 0)
    into.problem("error", "It holds the totals alone: its tests were left out, or are missing.");
  else tellHowItEnded(exitcode, into);
  if (summary === undefined) return;
  const { total, failed, error, skipped, xfailed, collected, deselected } = summary;
  const left = (collected ?? total) - deselected - total;
  if (left > 0) {
    const one = left === 1 ? "1 collected test is" : `${left} collected tests are`;
    into.problem("error", `${one} not in it: the run ended before.`);
  }
  into.declare({ total, failed, errored: error, skipped: skipped + xfailed }, listed);
}

/** What pytest's exit codes say (https://docs.pytest.org/en/stable/reference/exit-codes.html) beyond what the tests do. */
function tellHowItEnded(exitcode: number, into: ResultCollector): void {
  if (exitcode === 0 && into.failing > 0)
    into.problem("error", "The file says that the run passed, and lists a test that failed.");
  if (exitcode === 1 && into.failing === 0)
    into.problem("error", "The file says that tests failed, and lists none that did.");
  if (exitcode === 2)
    into.problem("error", "The run was stopped before its end: what did not run is not known.");
  if (exitcode > 2 && exitcode !== 5)
    into.problem("error", `The run itself broke: pytest ended with code ${exitcode}.`);
}

function readTest(one: Test, names: Names, into: ResultCollector): void {
  const stages = [one.setup, one.call, one["???"], one.teardown].filter((part) => part !== undefined);
  const common = {
    ...{ suite: names.suite, name: names.name },
    durationMs: stages.reduce((sum, { duration }) => sum + (duration ?? 0) * 1000, 0),
  };
  const bad = stages.filter(({ outcome }) => outcome === "failed" || outcome === "rerun");
  switch (one.outcome) {
    case "skipped":
    case "xfailed":
      into.count({ ...common, outcome: "skipped" });
      return;
    case "rerun":
      // How often it was tried is not told; the stages are those of the last try.
      if (bad.length > 0 || one.call === undefined) break;
      into.count({ ...common, outcome: "passed", attempts: 2, flaky: true });
      return;
    case "passed":
    case "xpassed":
    case "subtests passed":
      if (bad.length > 0 || one.call === undefined) break;
      if (one.outcome === "subtests passed")
        into.problemOnce(
          "warning",
          "Of a test with subtests the file tells the last; others may have failed.",
        );
      into.count({ ...common, outcome: "passed" });
      return;
  }
  into.fail({
    ...common,
    outcome: /failed$/.test(one.outcome) ? "failed" : "errored",
    ...failureOf(one, names, bad),
  });
}

function failureOf({ outcome, lineno }: Test, { file }: Names, bad: readonly Stage[]) {
  const [first] = bad;
  const detail = bad.flatMap(({ longrepr }) => (longrepr ? [longrepr] : [])).join("\n\n");
  const message = first?.crash?.message || firstWords(detail);
  const place = first?.crash;
  const line = place?.path ? place.lineno : typeof lineno === "number" ? lineno + 1 : undefined;
  const [, type] =
    /^((?:\w+\.)*\w*(?:Error|Exception|Failed|Exit|Interrupt|Warning))(?::|$)/m.exec(message) ?? [];
  return {
    ...(file !== "" && { file: place?.path || file }),
    ...(file !== "" && typeof line === "number" && line > 0 && { line: Math.trunc(line) }),
    ...(type !== undefined && { type }),
    message: message || (/failed$|^error$/.test(outcome) ? "" : "The test began and has no end."),
    detail,
  };
}

/** A file that could not be loaded, or that is skipped as a whole, has no test of its own. */
function readCollector(
  { nodeid, outcome, longrepr }: z.output<typeof collector>,
  into: ResultCollector,
): void {
  if (outcome === "skipped") into.count({ suite: nodeid, name: "(the whole file)", outcome: "skipped" });
  if (outcome !== "failed" && outcome !== "error") return;
  const detail = longrepr ?? "";
  const place =
    /^E\s+File "([^"\n]+)", line (\d+)/m.exec(detail) ?? [...detail.matchAll(/^(\S+\.py):(\d+): /gm)].at(-1);
  const file = place?.[1] ?? nodeid;
  into.fail({
    outcome: "errored",
    suite: nodeid,
    name: "(could not be collected)",
    ...(file !== "" && { file }),
    ...(place !== undefined && { line: Math.max(1, Number(place[2])) }),
    message: raisedLines(detail).at(-1) ?? firstLine(detail).trim(),
    detail,
  });
}

interface Names {
  readonly suite: string;
  readonly name: string;
  readonly file: string;
}

/** `test/test_shop.py::TestCart::test_price[2]`: a file, classes, a function with its parameters, which may hold anything. */
function namesOf(nodeid: string): Names {
  const [file = "", ...rest] = nodeid.split("::");
  if (rest.length === 0) return { suite: "", name: nodeid, file };
  const inside = rest.join("::");
  const bracket = inside.indexOf("[");
  const parts = (bracket === -1 ? inside : inside.slice(0, bracket)).split("::");
  const name = (parts.pop() ?? "") + (bracket === -1 ? "" : inside.slice(bracket));
  return { suite: [file, ...parts].join(" › "), name, file };
}

/** pytest marks the lines of what was raised with an E. */
function raisedLines(longrepr: string): readonly string[] {
  return [...longrepr.matchAll(/^E {3}\s*(\S.*)$/gm)].map(([, line = ""]) => line);
}

function firstWords(longrepr: string): string {
  // With pytest-xdist, the process is named first.
  return raisedLines(longrepr)[0] ?? firstLine(longrepr.replace(/^\[gw\d+\].*/, "")).trim();
}
