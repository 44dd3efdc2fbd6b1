import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import type { ResultCollector } from "./resultCollector";

/** The Common Test Report Format (https://ctrf.io/docs/specification/overview). */
export const ctrf: JsonFormat = {
  id: "ctrf",
  isValue: (value) =>
    isRecord(value) &&
    isRecord(value["results"]) &&
    Array.isArray(value["results"]["tests"]) &&
    isRecord(value["results"]["tool"]),
  read,
};

const test = z.looseObject({
  name: z.string().default(""),
  status: z.string(),
  rawStatus: z.string().nullish(),
  suite: z.union([z.string(), z.array(z.string())]).nullish(),
  duration: z.number().nullish(),
  message: z.string().nullish(),
  trace: z.string().nullish(),
  filePath: z.string().nullish(),
  line: z.number().nullish(),
  retries: z.number().nullish(),
  flaky: z.boolean().nullish(),
});
const count = z.number().optional();
const report = z.looseObject({
  results: z.looseObject({
    summary: z
      .looseObject({ tests: count, failed: count, skipped: count, pending: count, other: count })
      .default({}),
    tests: z.array(test),
  }),
});

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report in CTRF", into);
  if (whole === undefined) return;
  const { summary, tests } = whole.results;
  const suites = new Set<string>();
  for (const one of tests) {
    const suite =
      typeof one.suite === "string" ? one.suite.replaceAll(" > ", " › ") : (one.suite ?? []).join(" › ");
    suites.add(suite);
    readTest(one, suite, into);
  }
  into.suites = suites.size;
  into.declare({
    ...(summary.tests !== undefined && { total: summary.tests }),
    ...(summary.failed !== undefined && { failed: summary.failed }),
  });
}

function readTest(one: z.output<typeof test>, suite: string, into: ResultCollector): void {
  const { name, status, duration, message, trace, filePath, line, retries, flaky } = one;
  const common = {
    suite,
    name,
    ...(typeof duration === "number" && { durationMs: duration }),
    ...(typeof retries === "number" && retries > 0 && { attempts: Math.trunc(retries) + 1 }),
  };
  switch (status) {
    case "passed":
      into.count({ ...common, outcome: "passed", ...(flaky === true && { flaky }) });
      return;
    case "skipped":
    case "pending":
      into.count({ ...common, outcome: "skipped" });
      return;
    case "other":
      // What a tool calls otherwise: a test that is still to be written, or one that broke.
      if (/^(?:todo|pending|skipped|ignored|disabled)$/i.test(one.rawStatus ?? "")) {
        into.count({ ...common, outcome: "skipped" });
        return;
      }
      break;
    case "failed":
      break;
    default:
      into.problemOnce(
        "error",
        `A status is not known: "${status.slice(0, 80)}". The test counts as errored.`,
      );
  }
  into.fail({
    ...common,
    outcome: status === "failed" ? "failed" : "errored",
    ...(typeof filePath === "string" && filePath !== "" && { file: filePath }),
    ...(typeof line === "number" && line > 0 && { line: Math.trunc(line) }),
    message: message ?? one.rawStatus ?? "",
    detail: trace ?? "",
  });
}
