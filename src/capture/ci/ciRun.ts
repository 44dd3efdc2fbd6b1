/** A run of a workflow, or a pipeline, of one commit. */
export interface CiRun {
  readonly id: string;
  /** As people call it, as in `CI #123`. */
  readonly name: string;
  /** What is the same for each run of this workflow, as its file's name. */
  readonly workflow: string;
  /** From 1; undefined where the service counts none. */
  readonly attempt: number | undefined;
  /** In the service's own word: `failure`, `success`, `in_progress`. */
  readonly state: string;
  readonly failed: boolean;
  readonly commit: string;
  /** ISO 8601: when this attempt began. */
  readonly at: string;
  readonly url: string;
  readonly jobs: readonly CiJob[];
  readonly artifacts: readonly CiArtifact[];
  /** The service read reports of its jobs itself, and answers with what they hold. */
  readonly hasReport: boolean;
}

interface CiJob {
  readonly id: string;
  readonly name: string;
  readonly attempt: number | undefined;
  readonly state: string;
  readonly failed: boolean;
  /** ISO 8601: when it ended, else when it began; undefined where it did not begin, and has no log. */
  readonly at: string | undefined;
  readonly url: string;
}

interface CiArtifact {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** The service no longer keeps it. */
  readonly expired: boolean;
  /** ISO 8601; undefined where the service does not say. */
  readonly at: string | undefined;
  /** The job it is of, where the service says. */
  readonly job: string | undefined;
  readonly attempt: number | undefined;
  readonly url: string;
}

/** What can be read as test results. */
export type CiSource =
  | { readonly kind: "artifact"; readonly run: CiRun; readonly artifact: CiArtifact }
  | { readonly kind: "report"; readonly run: CiRun }
  | { readonly kind: "log"; readonly run: CiRun; readonly job: CiJob };

export interface CiListing {
  /** Failed ones first, then the newest. */
  readonly runs: readonly CiRun[];
  /** What could not be listed, as sentences; the rest is there. */
  readonly problems: readonly string[];
}

/** Failed ones first, then the newest: what a person looks for stands on top. */
export function failedFirst(
  a: { readonly failed: boolean; readonly at?: string | undefined },
  b: { readonly failed: boolean; readonly at?: string | undefined },
): number {
  return (
    Number(b.failed) - Number(a.failed) || Date.parse(b.at ?? "1970-01-01") - Date.parse(a.at ?? "1970-01-01")
  );
}
