import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import type { ResultCollector } from "./resultCollector";

/** The JSON of Mochawesome (https://github.com/adamgruber/mochawesome#output-files). */
export const mochawesome: JsonFormat = {
  id: "mochawesome",
  isValue: (value) => isRecord(value) && isRecord(value["stats"]) && Array.isArray(value["results"]),
  read,
};

const test = z.looseObject({
  title: z.string().default(""),
  state: z.string().nullish(),
  pass: z.boolean().default(false),
  fail: z.boolean().default(false),
  duration: z.number().nullish(),
  err: z.looseObject({ message: z.string().nullish(), estack: z.string().nullish() }).nullish(),
});
type Suite = {
  readonly title: string;
  readonly fullFile: string;
  readonly tests: readonly z.output<typeof test>[];
  readonly beforeHooks: readonly z.output<typeof test>[];
  readonly afterHooks: readonly z.output<typeof test>[];
  readonly suites: readonly Suite[];
};
const suite: z.ZodType<Suite> = z.looseObject({
  title: z.string().default(""),
  fullFile: z.string().default(""),
  tests: z.array(test).default([]),
  beforeHooks: z.array(test).default([]),
  afterHooks: z.array(test).default([]),
  get suites() {
    return z.array(suite).default([]);
  },
});
const count = z.number().optional();
const report = z.looseObject({
  stats: z.looseObject({ tests: count, failures: count, other: count, skipped: count }),
  // A run without a test has `false` in place of its root suite.
  results: z.array(z.union([suite, z.literal(false), z.null()])),
});

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of Mochawesome", into);
  if (whole === undefined) return;
  const { stats, results } = whole;
  for (const root of results) if (root !== false && root !== null) readSuite(root, [], into, root.fullFile);
  const stopped = stats.skipped ?? 0;
  if (stopped > 0) into.problem("warning", `${stopped} tests never ran, because a hook failed.`);
  const failures = (stats.failures ?? 0) + (stats.other ?? 0);
  if (failures > into.failing)
    into.problem(
      "error",
      `The file states ${failures} failures and lists ${into.failing}: the others are not known.`,
    );
}

function readSuite(one: Suite, outer: readonly string[], into: ResultCollector, fileOfOuter: string): void {
  const path = one.title === "" ? outer : [...outer, one.title];
  const file = one.fullFile === "" ? fileOfOuter : one.fullFile;
  if (one.tests.length > 0) into.suites += 1;
  for (const hook of [...one.beforeHooks, ...one.afterHooks])
    if (hook.fail) into.fail({ ...failureOf(hook, path, file), outcome: "errored" });
  for (const each of one.tests) {
    const { title, pass, fail, duration } = each;
    if (fail) into.fail({ ...failureOf(each, path, file), outcome: "failed" });
    else {
      into.count({
        suite: path.join(" › "),
        name: title,
        outcome: pass ? "passed" : "skipped",
        ...(typeof duration === "number" && { durationMs: duration }),
      });
    }
  }
  for (const inner of one.suites) readSuite(inner, path, into, file);
}

function failureOf({ title, err, duration }: z.output<typeof test>, path: readonly string[], file: string) {
  return {
    suite: path.join(" › "),
    name: title,
    ...(file !== "" && { file }),
    ...(typeof duration === "number" && { durationMs: duration }),
    message: err?.message ?? "",
    detail: err?.estack ?? "",
  };
}
