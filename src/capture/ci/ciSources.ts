import type { CiPlace } from "./ciPlace";
import type { CiListing, CiRun, CiSource } from "./ciRun";

/** What of the runs can be read, run by run: the service's own report, artifacts, then the logs of jobs that ended, failed ones first. */
export function ciSources({ runs }: CiListing): readonly CiSource[] {
  return runs.flatMap((run): CiSource[] => [
    ...(run.hasReport ? [{ kind: "report", run } as const] : []),
    ...run.artifacts.map((artifact): CiSource => ({ kind: "artifact", run, artifact })),
    ...run.jobs.flatMap((job): CiSource[] => (job.at === undefined ? [] : [{ kind: "log", run, job }])),
  ]);
}

/**
 * Whether a source is worth reading before anybody says so: of a run that failed, the service's own report; where there is
 * none, the artifacts that are named as results; and where there are none either, the logs of the jobs that failed. The
 * same tests are not counted twice.
 */
export function isLikely(source: CiSource): boolean {
  if (!source.run.failed) return false;
  switch (source.kind) {
    case "report":
      return true;
    case "artifact":
      return !source.run.hasReport && isNamedAsReport(source);
    case "log":
      return source.job.failed && !hasReport(source.run);
    default:
      return source satisfies never;
  }
}

function hasReport(run: CiRun): boolean {
  return (
    run.hasReport || run.artifacts.some((artifact) => isNamedAsReport({ kind: "artifact", run, artifact }))
  );
}

function isNamedAsReport({ artifact }: Extract<CiSource, { kind: "artifact" }>): boolean {
  return (
    !artifact.expired &&
    /tests?\b|test[-_.]|junit|report|results?|spec|surefire|\btrx|\btap\b|ctrf|allure|playwright|e2e/i.test(
      artifact.name,
    )
  );
}

/** `GitHub Actions: CI #123 (attempt 2), artifact junit`. */
export function sourceWords({ provider }: CiPlace, source: CiSource): string {
  const service = provider === "github" ? "GitHub Actions" : "GitLab";
  const of = `${service}: ${source.run.name}`;
  switch (source.kind) {
    case "log":
      return `${of}${attemptWords(source.job.attempt)}, log of job ${source.job.name}`;
    case "report":
      return `${of}, test report`;
    case "artifact": {
      const { name, job, attempt } = source.artifact;
      const what = job === undefined ? `artifact ${name}` : `artifacts of job ${job}`;
      return `${of}${attemptWords(attempt)}, ${what}`;
    }
    default:
      return source satisfies never;
  }
}

/** A first attempt needs no word. */
export function attemptWords(attempt: number | undefined): string {
  return attempt === undefined || attempt === 1 ? "" : ` (attempt ${attempt})`;
}

/**
 * The name of a source in a halt, the same for each run of it, so that a newer one takes the place of an older:
 * `ci:github/OWNER/REPO/WORKFLOW/ARTIFACT`, with the host for one that has a name of its own.
 */
export function sourcePath({ provider, host, project }: CiPlace, source: CiSource): string {
  const isOwn = host !== "github.com" && host !== "gitlab.com";
  const of = [isOwn ? `${provider}/${host}` : provider, project, part(source.run.workflow)];
  return `ci:${[...of, part(nameOf(source))].join("/")}`;
}

function nameOf(source: CiSource): string {
  switch (source.kind) {
    case "report":
      return "test report";
    case "artifact":
      return source.artifact.name;
    case "log":
      return `${source.job.name}.log`;
    default:
      return source satisfies never;
  }
}

function part(name: string): string {
  return name.replaceAll("%", "%25").replaceAll("/", "%2F");
}
