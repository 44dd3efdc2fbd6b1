import * as z from "zod";
import type { FailureCollector } from "./failureCollector";

const test = z.looseObject({
  title: z.string().default(""),
  fullTitle: z.string().default(""),
  file: z.string().nullish(),
  err: z
    .looseObject({
      message: z.string().optional(),
      stack: z.string().optional(),
      name: z.string().optional(),
    })
    .default({}),
});
const report = z.looseObject({
  stats: z.looseObject({
    suites: z.number().optional(),
    tests: z.number().optional(),
    failures: z.number().optional(),
    pending: z.number().optional(),
  }),
  tests: z.array(test),
  pending: z.array(test).default([]),
  failures: z.array(test),
  passes: z.array(test).default([]),
});

/** Reads what Mocha's `json` reporter writes (https://mochajs.org/#json). False where the value is something else. */
export function readMochaJson(value: unknown, into: FailureCollector): boolean {
  const parsed = report.safeParse(value);
  if (!parsed.success) return false;
  const { stats, pending, failures, passes } = parsed.data;
  into.suites = stats.suites ?? 0;
  into.declared = {
    ...(stats.tests === undefined ? {} : { total: stats.tests }),
    ...(stats.failures === undefined ? {} : { failed: stats.failures }),
    ...(stats.pending === undefined ? {} : { skipped: stats.pending }),
  };
  for (const one of passes) into.count({ ...namesOf(one), outcome: "passed" });
  for (const one of pending) into.count({ ...namesOf(one), outcome: "skipped" });
  for (const { title, fullTitle, file, err } of failures) {
    into.fail({
      outcome: "failed",
      ...namesOf({ title, fullTitle }),
      ...(file === undefined || file === null ? {} : { file }),
      ...(err.name === undefined ? {} : { type: err.name }),
      message: err.message ?? "",
      detail: err.stack ?? "",
    });
  }
  return true;
}

function namesOf({ title, fullTitle }: Pick<z.output<typeof test>, "title" | "fullTitle">): {
  readonly suite: string;
  readonly name: string;
} {
  const suite = fullTitle.endsWith(title)
    ? fullTitle.slice(0, fullTitle.length - title.length).trim()
    : fullTitle;
  return { suite, name: title };
}
