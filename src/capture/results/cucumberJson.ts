import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** Cucumber's JSON (https://cucumber.io/docs/cucumber/reporting): a scenario is a test. */
export const cucumberJson: JsonFormat = {
  id: "cucumber-json",
  isValue: (value) =>
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && ("elements" in one || ("uri" in one && "keyword" in one))),
  read,
};

/** In small letters: passed, failed, skipped, pending, undefined, ambiguous, unknown. */
export type StepStatus = string;

/**
 * What becomes of a scenario with such steps: one that is pending or undefined fails, as it does for Cucumber; without any
 * step, nothing was shown.
 */
export function outcomeOfSteps(statuses: readonly StepStatus[]): "passed" | "failed" | "skipped" {
  if (statuses.length === 0) return "skipped";
  if (statuses.some((status) => status !== "passed" && status !== "skipped")) return "failed";
  return statuses.includes("skipped") ? "skipped" : "passed";
}

const step = z.looseObject({
  keyword: z.string().default(""),
  name: z.string().default(""),
  result: z
    .looseObject({
      status: z.string().default("unknown"),
      error_message: z.string().nullish(),
      duration: z.number().nullish(),
    })
    .default({ status: "unknown" }),
  match: z.looseObject({ location: z.string().nullish() }).nullish(),
});
const element = z.looseObject({
  name: z.string().default(""),
  type: z.string().default("scenario"),
  line: z.number().nullish(),
  before: z.array(step).default([]),
  steps: z.array(step).default([]),
  after: z.array(step).default([]),
});
const report = z.array(
  z.looseObject({
    name: z.string().default(""),
    uri: z.string().default(""),
    elements: z.array(element).default([]),
  }),
);
type Step = z.output<typeof step>;
type Element = z.output<typeof element>;

function read(value: unknown, into: ResultCollector): void {
  const features = parsed(report, value, "a report of Cucumber", into);
  for (const { name, uri, elements } of features ?? []) {
    into.suites += 1;
    for (const scenario of withBackgrounds(elements)) readScenario(scenario, { name, uri }, into);
  }
}

/**
 * The scenarios with all of their steps. Cucumber for Java and for Ruby tell those of a background once for each scenario,
 * in an element before it, and nowhere else that they failed. One that no scenario follows stands for itself.
 */
function withBackgrounds(elements: readonly Element[]): readonly Element[] {
  const scenarios: Element[] = [];
  let background: Element | undefined;
  for (const one of elements) {
    if (one.type === "background") {
      if (background !== undefined) scenarios.push(background);
      background = one;
    } else {
      scenarios.push({ ...one, steps: [...stepsOf(background), ...one.steps] });
      background = undefined;
    }
  }
  return background === undefined ? scenarios : [...scenarios, background];
}

function stepsOf(element: Element | undefined): readonly Step[] {
  return element === undefined ? [] : [...element.before, ...element.steps, ...element.after];
}

function readScenario(
  scenario: Element,
  { name: feature, uri }: { readonly name: string; readonly uri: string },
  into: ResultCollector,
): void {
  const { name, line } = scenario;
  const steps = stepsOf(scenario);
  const nanoseconds = steps.reduce((sum, { result }) => sum + (result.duration ?? 0), 0);
  const common = { suite: feature, name, durationMs: nanoseconds / 1e6 };
  const outcome = outcomeOfSteps(steps.map(({ result }) => result.status.toLowerCase()));
  if (steps.length === 0)
    into.problemOnce("warning", "A scenario has no steps, so it shows nothing: it counts as skipped.");
  if (outcome !== "failed") {
    into.count({ ...common, outcome });
    return;
  }
  const bad = steps.find(({ result }) => !/^(?:passed|skipped)$/i.test(result.status));
  const detail = bad?.result.error_message ?? "";
  into.fail({
    ...common,
    outcome,
    ...(uri !== "" && { file: uri }),
    ...(typeof line === "number" && line > 0 && { line: Math.trunc(line) }),
    type: bad?.result.status ?? "failed",
    message:
      detail === ""
        ? `${bad?.keyword ?? ""}${bad?.name ?? ""}: ${bad?.result.status ?? ""}`
        : firstLine(detail),
    detail,
  });
}
