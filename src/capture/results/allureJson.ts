import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import type { ResultCollector } from "./resultCollector";

/**
 * A file of an Allure results folder: one try of one test (https://allurereport.org/docs/how-it-works-test-result-file/),
 * the set-ups and tear-downs of tests (https://allurereport.org/docs/how-it-works-container-file/), or what failed outside
 * of the tests of a run. What is broken is errored. The tries of a test have one `historyId`.
 */
export const allureJson: JsonFormat = {
  id: "allure",
  isValue: (value) => isRecord(value) && (isTest(value) || isContainer(value) || isGlobals(value)),
  read: (value, into) => {
    if (!isRecord(value)) return;
    if (isTest(value)) readTest(value, into);
    else if (isContainer(value)) readContainer(value, into);
    else readGlobals(value, into);
  },
};

type Value = Readonly<Record<string, unknown>>;

function isTest(value: Value): boolean {
  return typeof value["uuid"] === "string" && typeof value["status"] === "string" && "stage" in value;
}

function isContainer(value: Value): boolean {
  const hasFixtures = Array.isArray(value["befores"]) || Array.isArray(value["afters"]);
  return typeof value["uuid"] === "string" && Array.isArray(value["children"]) && hasFixtures;
}

function isGlobals(value: Value): boolean {
  return Array.isArray(value["errors"]) && Array.isArray(value["attachments"]) && !("uuid" in value);
}

const details = z.looseObject({ message: z.string().nullish(), trace: z.string().nullish() });
const testResult = z.looseObject({
  uuid: z.string(),
  historyId: z.string().nullish(),
  name: z.string().default(""),
  fullName: z.string().nullish(),
  status: z.string(),
  statusDetails: details.nullish(),
  start: z.number().nullish(),
  stop: z.number().nullish(),
  labels: z.array(z.looseObject({ name: z.string(), value: z.string().nullish() })).default([]),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z.coerce.string().nullish(),
        excluded: z.boolean().nullish(),
      }),
    )
    .default([]),
});
const fixtures = z
  .array(
    z.looseObject({
      name: z.string().nullish(),
      status: z.string().nullish(),
      statusDetails: details.nullish(),
    }),
  )
  .default([]);
const container = z.looseObject({ befores: fixtures, afters: fixtures });
const globals = z.looseObject({ errors: z.array(details) });

function readTest(value: unknown, into: ResultCollector): void {
  const test = parsed(testResult, value, "a test result of Allure", into);
  if (test === undefined) return;
  const { status, statusDetails, start, stop } = test;
  const durationMs =
    typeof start === "number" && typeof stop === "number" ? Math.max(0, stop - start) : undefined;
  const common = { suite: suiteOf(test), name: nameOf(test), durationMs };
  into.tryOf = { test: test.historyId ?? test.uuid, startedAt: start ?? 0 };
  if (status === "passed" || status === "skipped") {
    into.count({ ...common, outcome: status });
    return;
  }
  if (status !== "failed" && status !== "broken")
    into.problem("error", `A status is not known: "${status.slice(0, 80)}". The test counts as errored.`);
  into.fail({
    ...common,
    outcome: status === "failed" ? "failed" : "errored",
    message: statusDetails?.message ?? "",
    detail: statusDetails?.trace ?? "",
  });
}

function readContainer(value: unknown, into: ResultCollector): void {
  const read = parsed(container, value, "a container of Allure", into);
  into.isOfFixtures = true;
  for (const [what, all] of [
    ["set-up", read?.befores ?? []],
    ["tear-down", read?.afters ?? []],
  ] as const)
    for (const { name, status, statusDetails } of all)
      if (status === "failed" || status === "broken")
        into.failOutside({
          ...{ outcome: "errored", suite: "", name: `(${what}${name ? `: ${name}` : ""})` },
          message: statusDetails?.message ?? "",
          detail: statusDetails?.trace ?? "",
        });
}

function readGlobals(value: unknown, into: ResultCollector): void {
  for (const { message, trace } of parsed(globals, value, "the errors of an Allure run", into)?.errors ?? [])
    into.failOutside({
      outcome: "errored",
      suite: "",
      name: "(outside of the tests)",
      message: message ?? "",
      detail: trace ?? "",
    });
}

function suiteOf({ labels, fullName, name }: z.output<typeof testResult>): string {
  const suites = ["parentSuite", "suite", "subSuite"].flatMap(
    (wanted) => labels.find((label) => label.name === wanted)?.value ?? [],
  );
  if (suites.length > 0) return suites.join(" › ");
  const full = fullName ?? "";
  return full.endsWith(name) ? full.slice(0, full.length - name.length).replace(/[\s.#:>]+$/, "") : full;
}

/** Tests with parameters have one name. */
function nameOf({ name, parameters }: z.output<typeof testResult>): string {
  const told = parameters.filter(({ excluded }) => excluded !== true);
  if (told.length === 0) return name;
  return `${name} (${told.map((one) => `${one.name}: ${one.value ?? ""}`).join(", ")})`;
}
