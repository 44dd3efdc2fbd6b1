import type { BaseTests, KnownTests } from "../capture/attachTests";
import type { AttachContext, AttachedTests } from "../capture/readTestFile";
import type { ReportedTest, TestResults } from "../halt/testResults";

type Context = Omit<AttachContext, "onTest">;

/** What the thread that reads test results is asked. */
export type ResultsJob =
  | {
      readonly kind: "tests";
      readonly path: string;
      readonly known: KnownTests;
      readonly context: Context;
      /** Names of which the host wants to hear each test that may be meant. */
      readonly names: readonly string[];
    }
  | { readonly kind: "base"; readonly path: string; readonly known: KnownTests; readonly context: Context }
  | { readonly kind: "count"; readonly paths: readonly string[] };

/** What it answers, by what it was asked. */
export interface ResultsAnswers {
  readonly tests: { readonly attached: AttachedTests; readonly seen: readonly ReportedTest[] };
  readonly base: BaseTests;
  /** By the paths; undefined for one that cannot be read. */
  readonly count: readonly (TestResults | undefined)[];
}

export type ResultsAnswer = ResultsAnswers[ResultsJob["kind"]];
