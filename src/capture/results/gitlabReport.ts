import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** What GitLab read from the reports of a pipeline's jobs (https://docs.gitlab.com/api/pipelines/#get-a-test-report-for-a-pipeline). */
export const gitlabReport: JsonFormat = {
  id: "gitlab-test-report",
  isValue: (value) =>
    isRecord(value) && Array.isArray(value["test_suites"]) && typeof value["total_count"] === "number",
  read,
};

/** A failure's text; an element with attributes is an object of them, with its text under `__content__`. */
const output = z.unknown().optional().transform(wordsOf);
const count = z.number();
const testCase = z.looseObject({
  status: z.string().default(""),
  name: z.string().nullish(),
  classname: z.string().nullish(),
  file: z.string().nullish(),
  execution_time: z.number().nullish(),
  system_output: output,
  stack_trace: output,
});
const report = z.looseObject({
  total_count: count,
  failed_count: count.optional(),
  error_count: count.optional(),
  skipped_count: count.optional(),
  test_suites: z.array(
    z.looseObject({
      name: z.string().default(""),
      suite_error: z.string().nullish(),
      test_cases: z.array(testCase).default([]),
    }),
  ),
});

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a test report of GitLab", into);
  if (whole === undefined) return;
  for (const { name, suite_error: broken, test_cases: cases } of whole.test_suites) {
    into.suites += 1;
    if (typeof broken === "string" && broken !== "")
      into.problem("error", `GitLab could not read a report of the job ${quoted(name)}: ${broken}`);
    for (const one of cases) readTest(name, one, into);
  }
  const { failed_count: failed, error_count: errored, skipped_count: skipped } = whole;
  into.declare({
    total: whole.total_count,
    ...(failed !== undefined && { failed }),
    ...(errored !== undefined && { errored }),
    ...(skipped !== undefined && { skipped }),
  });
}

/** A suite is a job; the class of a test, where its report names one, says more. */
function readTest(job: string, test: z.output<typeof testCase>, into: ResultCollector): void {
  const { status, name, classname, file, execution_time: seconds } = test;
  const common = {
    suite: typeof classname === "string" && classname !== "" ? `${job} › ${classname}` : job,
    name: name ?? "",
    ...(typeof seconds === "number" && { durationMs: seconds * 1000 }),
  };
  switch (status) {
    case "success":
      into.count({ ...common, outcome: "passed" });
      return;
    case "skipped":
      into.count({ ...common, outcome: "skipped" });
      return;
    case "failed":
    case "error":
      break;
    default:
      into.problemOnce("error", `A status is not known: ${quoted(status)}. The test counts as errored.`);
  }
  const detail = [test.system_output, test.stack_trace].filter((text) => text !== "").join("\n\n");
  into.fail({
    ...common,
    outcome: status === "failed" ? "failed" : "errored",
    ...(typeof file === "string" && file !== "" && { file }),
    message: firstLine(detail).trim(),
    detail,
  });
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wordsOf).join("\n");
  if (!isRecord(value)) return "";
  return [value["message"], value["__content__"]]
    .filter((text) => typeof text === "string" && text !== "")
    .join("\n");
}

function quoted(text: string): string {
  return `"${text.slice(0, 80)}"`;
}
