import type { BaseTests, KnownTests } from "../capture/attachTests";
import type { CiPlace } from "../capture/ci/ciPlace";
import type { CiResult } from "../capture/ci/ciResult";
import type { CiSource } from "../capture/ci/ciRun";
import type { FetchedContext, FetchedTests } from "../capture/ci/readFetched";
import type { RemovedBase } from "../capture/compareTests";
import type { AttachedResult, LookedAt } from "../capture/newerRun";
import type { AttachContext, AttachedTests } from "../capture/readTestFile";
import type { FinishedRun } from "../capture/run/finishedRun";
import type { RunContext, RunEvidence } from "../capture/run/readRun";
import type { ResultsSeen } from "../capture/run/resultsWritten";
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
  | {
      /** What was fetched from CI. */
      readonly kind: "fetched";
      readonly place: CiPlace;
      readonly source: CiSource;
      readonly file: string;
      readonly context: FetchedContext;
    }
  | { readonly kind: "count"; readonly paths: readonly string[] }
  | {
      readonly kind: "removeBase";
      readonly known: KnownTests;
      /** Of the results that go. */
      readonly id: string;
      readonly top: string;
    }
  | { readonly kind: "newer"; readonly top: string; readonly attached: AttachedResult }
  /** Looks at the result files below a folder, before a run. */
  | { readonly kind: "see"; readonly folder: string }
  /** Reads what a run left behind. */
  | {
      readonly kind: "run";
      readonly known: KnownTests;
      readonly run: FinishedRun;
      readonly context: Omit<RunContext, "onTest">;
      readonly names: readonly string[];
    };

/** What it answers, by what it was asked. */
export interface ResultsAnswers {
  readonly tests: { readonly attached: AttachedTests; readonly seen: readonly ReportedTest[] };
  readonly base: BaseTests;
  readonly fetched: CiResult<FetchedTests>;
  /** By the paths; undefined for one that cannot be read. */
  readonly count: readonly (TestResults | undefined)[];
  readonly removeBase: RemovedBase;
  readonly newer: LookedAt;
  readonly see: ResultsSeen;
  readonly run: { readonly evidence: RunEvidence; readonly seen: readonly ReportedTest[] };
}

export type ResultsAnswer = ResultsAnswers[ResultsJob["kind"]];
