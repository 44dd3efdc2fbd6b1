import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine, withoutColours } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** What Playwright Test's reporter `json` writes (https://playwright.dev/docs/test-reporters#json-reporter). */
export const playwrightJson: JsonFormat = {
  id: "playwright-json",
  isValue: (value) =>
    isRecord(value) &&
    Array.isArray(value["suites"]) &&
    (isRecord(value["config"]) || Array.isArray(value["errors"])),
  read,
};

const error = z.looseObject({
  message: z.string().nullish(),
  stack: z.string().nullish(),
  value: z.string().nullish(),
  location: z.looseObject({ file: z.string(), line: z.number() }).nullish(),
});
const result = z.looseObject({
  status: z.string().nullish(),
  duration: z.number().default(0),
  error: error.nullish(),
  errors: z.array(error).default([]),
});
const test = z.looseObject({
  status: z.string(),
  projectName: z.string().default(""),
  results: z.array(result).default([]),
});
const spec = z.looseObject({
  title: z.string().default(""),
  file: z.string().default(""),
  line: z.number().default(0),
  tests: z.array(test).default([]),
});
type Suite = {
  readonly title: string;
  readonly file: string;
  readonly specs: readonly z.output<typeof spec>[];
  readonly suites: readonly Suite[];
};
const suite: z.ZodType<Suite> = z.looseObject({
  title: z.string().default(""),
  file: z.string().default(""),
  specs: z.array(spec).default([]),
  get suites() {
    return z.array(suite).default([]);
  },
});
const report = z.looseObject({
  suites: z.array(suite),
  errors: z.array(error).default([]),
  stats: z
    .looseObject({ expected: z.number(), skipped: z.number(), unexpected: z.number(), flaky: z.number() })
    .nullish(),
});

/** A test's status decides, not that of its tries: one that is expected to fail and does is as it should be. */
function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of Playwright", into);
  if (whole === undefined) return;
  const { suites, errors, stats } = whole;
  for (const one of suites) readSuite(one, [], into);
  const listed = into.counts;
  for (const one of errors) ofRun(one, into);
  if (listed.passed + listed.failed + listed.skipped === 0 && into.failing > 0)
    into.problem("error", "No test ran: a file could not be loaded.");
  if (!stats) return;
  const { expected, skipped, unexpected, flaky } = stats;
  into.declare({ total: expected + skipped + unexpected + flaky, failed: unexpected, skipped }, listed);
}

function readSuite(
  { title, specs, suites, file }: Suite,
  outer: readonly string[],
  into: ResultCollector,
): void {
  // The outermost suite is the file.
  const path =
    outer.length === 0 || title === "" ? [...outer, title === "" ? file : title] : [...outer, title];
  if (specs.length > 0) into.suites += 1;
  for (const one of specs) {
    for (const each of one.tests) {
      const projects = each.projectName === "" ? [] : [each.projectName];
      readTest(each, { ...one, suite: [...projects, ...path].join(" › ") }, into);
    }
  }
  for (const inner of suites) readSuite(inner, path, into);
}

function readTest(
  { status, results }: z.output<typeof test>,
  { suite: path, title, file, line }: z.output<typeof spec> & { readonly suite: string },
  into: ResultCollector,
): void {
  const common = {
    suite: path,
    name: title,
    durationMs: results.reduce((sum, { duration }) => sum + duration, 0),
    ...(results.length > 1 && { attempts: results.length }),
  };
  if (status === "expected" || status === "flaky") {
    into.count({ ...common, outcome: "passed", ...(status === "flaky" && { flaky: true }) });
    return;
  }
  if (status === "skipped") {
    into.count({ ...common, outcome: "skipped" });
    if (results.some((one) => one.status === "interrupted"))
      into.problemOnce("error", "The run was interrupted: what did not run to its end counts as skipped.");
    return;
  }
  const last = results.at(-1);
  const [first] = [last?.error, ...(last?.errors ?? [])].filter((one) => one !== undefined && one !== null);
  const message = withoutColours(first?.message ?? first?.value ?? "");
  const place = first?.location;
  into.fail({
    ...common,
    outcome: "failed",
    ...(file !== "" && { file: place?.file ?? file }),
    ...((place?.line ?? line) > 0 && { line: Math.trunc(place?.line ?? line) }),
    ...(last?.status && last.status !== "failed" && { type: last.status }),
    message: firstLine(message),
    detail: withoutColours(first?.stack ?? message),
  });
}

/** Something went wrong outside of any test: a file could not be loaded, the time for all was over. */
function ofRun({ message, stack, location }: z.output<typeof error>, into: ResultCollector): void {
  const text = withoutColours(message ?? "");
  if (/No tests found/.test(text)) {
    into.problem("error", "No tests were found.");
    return;
  }
  if (/^Timed out waiting/.test(text)) {
    into.problem("error", `The run itself broke: ${text.slice(0, 500)}`);
    return;
  }
  into.fail({
    outcome: "errored",
    suite: location?.file ?? "",
    name: "(outside of any test)",
    ...(location && { file: location.file, line: Math.max(1, Math.trunc(location.line)) }),
    message: firstLine(text),
    detail: withoutColours(stack ?? text),
  });
}
