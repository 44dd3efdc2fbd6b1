import * as z from "zod";
import type { LineFormat, LineReader } from "./lineFormat";
import { hookOutcome, mochaNames } from "./mochaNames";
import type { ResultCollector } from "./resultCollector";

/** Mocha's reporter `json-stream` (https://mochajs.org/#json-stream). Pending tests have no line. */
export const mochaJsonStream: LineFormat = {
  id: "mocha-ndjson",
  isLine: (text) => /^\["(?:start|pass|fail|end)",\{/.test(text),
  begin: (into) => new MochaStreamReader(into),
};

const test = z.looseObject({
  title: z.string().default(""),
  fullTitle: z.string().default(""),
  file: z.string().nullish(),
  duration: z.number().optional(),
  currentRetry: z.number().default(0),
  err: z.string().default(""),
  stack: z.string().nullish(),
});
const event = z.union([
  z.tuple([z.literal("start"), z.looseObject({ total: z.number().default(0) })]),
  z.tuple([z.enum(["pass", "fail"]), test]),
  z.tuple([
    z.literal("end"),
    z.looseObject({
      tests: z.number().default(0),
      pending: z.number().default(0),
      suites: z.number().default(0),
      failures: z.number().default(0),
    }),
  ]),
]);

class MochaStreamReader implements LineReader {
  readonly #into: ResultCollector;
  #planned = 0;
  #hasEnded = false;
  #ran = 0;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(text: string, _: unknown, number: number): void {
    if (!mochaJsonStream.isLine(text, undefined)) return;
    const read = readEvent(text);
    if (read === undefined) {
      this.#into.problem("error", "A line is not whole, or of another shape.", number);
      return;
    }
    if (read[0] === "start") this.#planned = read[1].total;
    else if (read[0] === "end") this.#end(read[1]);
    else this.#test(read[0], read[1]);
  }

  end(): void {
    if (!this.#hasEnded)
      this.#into.cutOff(`The run has no end: ${this.#ran} of ${this.#planned} tests are listed.`);
  }

  #end({
    tests,
    pending,
    suites,
    failures,
  }: Readonly<Record<"tests" | "pending" | "suites" | "failures", number>>) {
    this.#hasEnded = true;
    this.#into.suites = suites;
    const ran = Math.max(tests, this.#ran + pending);
    if (ran < this.#planned)
      this.#into.problem(
        "warning",
        `${this.#planned - ran} of ${this.#planned} tests never ran, for example because a hook failed.`,
      );
    const listed = this.#into.total + pending;
    if (failures > this.#into.failing || tests > listed)
      this.#into.problem(
        "error",
        `The run states ${tests} tests and ${failures} failures, and lists ${listed} and ${this.#into.failing}: the others are not known.`,
      );
  }

  #test(
    kind: "pass" | "fail",
    { title, fullTitle, file, duration, currentRetry, err, stack }: z.output<typeof test>,
  ) {
    const common = {
      ...mochaNames({ title, fullTitle }),
      ...(duration !== undefined && { durationMs: duration }),
      ...(currentRetry > 0 && { attempts: currentRetry + 1 }),
    };
    const outcome = hookOutcome(title);
    if (outcome === "failed") this.#ran += 1;
    if (kind === "pass") {
      this.#into.count({ ...common, outcome: "passed", ...(currentRetry > 0 && { flaky: true }) });
      return;
    }
    this.#into.fail({
      ...common,
      outcome,
      ...(typeof file === "string" && { file }),
      message: err,
      detail: stack ?? "",
    });
  }
}

function readEvent(text: string): z.output<typeof event> | undefined {
  try {
    return event.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
