import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { hookOutcome, mochaNames } from "./mochaNames";
import type { ResultCollector } from "./resultCollector";

/** What Mocha's reporter `json` writes (https://mochajs.org/#json). */
export const mochaJson: JsonFormat = {
  id: "mocha-json",
  isValue: (value) =>
    isRecord(value) && isRecord(value["stats"]) && Array.isArray(value["tests"]) && !("results" in value),
  read,
};

const test = z.looseObject({
  title: z.string().default(""),
  fullTitle: z.string().default(""),
  file: z.string().nullish(),
  duration: z.number().nullish(),
  currentRetry: z.number().default(0),
  speed: z.string().nullish(),
  err: z
    .looseObject({
      message: z.string().optional(),
      stack: z.string().optional(),
      name: z.string().optional(),
    })
    .default({}),
});
const count = z.number().optional();
const report = z.looseObject({
  stats: z.looseObject({ suites: count, tests: count, failures: count, pending: count }),
  tests: z.array(test),
  pending: z.array(test).optional(),
  failures: z.array(test).optional(),
  passes: z.array(test).optional(),
});
type Test = z.output<typeof test>;

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of Mocha", into);
  if (whole === undefined) return;
  const { stats, tests } = whole;
  into.suites = stats.suites ?? 0;
  into.declare({
    ...(stats.tests !== undefined && { total: stats.tests }),
    ...(stats.failures !== undefined && { failed: stats.failures }),
    ...(stats.pending !== undefined && { skipped: stats.pending }),
  });
  const { passes, pending, failures } = whole.failures === undefined ? byThemselves(tests) : whole;
  for (const one of passes ?? []) {
    const flaky = one.currentRetry > 0;
    into.count({ ...commonOf(one), outcome: "passed", ...(flaky && { flaky }) });
  }
  for (const one of pending ?? []) into.count({ ...commonOf(one), outcome: "skipped" });
  for (const one of failures ?? []) {
    const { title, file, err } = one;
    into.fail({
      ...commonOf(one),
      outcome: hookOutcome(title),
      ...(typeof file === "string" && { file }),
      ...(err.name !== undefined && { type: err.name }),
      message: err.message ?? "",
      detail: err.stack ?? "",
    });
  }
}

/** Of a report that is cut off before its lists: only a test that passed has a speed, and before Mocha 7 a duration. */
function byThemselves(tests: readonly Test[]): Record<"passes" | "pending" | "failures", readonly Test[]> {
  const failed = ({ err }: Test): boolean => Object.keys(err).length > 0;
  const hasSpeeds = tests.some(({ speed }) => typeof speed === "string");
  const ran = ({ duration, speed }: Test): boolean => typeof (hasSpeeds ? speed : duration) !== "undefined";
  return {
    passes: tests.filter((one) => !failed(one) && ran(one)),
    pending: tests.filter((one) => !failed(one) && !ran(one)),
    failures: tests.filter(failed),
  };
}

function commonOf({ title, fullTitle, duration, currentRetry }: Test) {
  return {
    ...mochaNames({ title, fullTitle }),
    ...(typeof duration === "number" && { durationMs: duration }),
    ...(currentRetry > 0 && { attempts: currentRetry + 1 }),
  };
}
