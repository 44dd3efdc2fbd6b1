import { join } from "node:path";
import { withTemporaryFolder } from "../../system/temporaryFolder";
import type { CiPlace } from "./ciPlace";
import type { CiResult } from "./ciResult";
import type { CiSource } from "./ciRun";
import { sourceWords } from "./ciSources";
import type { CiTransport } from "./ciTransport";
import { githubArtifactPath, githubLogPath } from "./githubRuns";
import { gitlabArtifactPath, gitlabLogPath, gitlabReportPath } from "./gitlabPipelines";
import { refusalOf } from "./refusal";

const maxFetchedBytes = 500 * 1024 * 1024;

/** Reads a file that was fetched, which is gone once this has answered. */
export type UseFetched<Value> = (place: CiPlace, source: CiSource, file: string) => Promise<CiResult<Value>>;

/**
 * Fetches a report, an artifact or a log. It lies in a temporary folder for as long as it is used.
 */
export async function fetchSource<Value>(
  transport: CiTransport,
  source: CiSource,
  use: UseFetched<Value>,
  signal?: AbortSignal,
): Promise<CiResult<Value>> {
  const { place } = transport;
  const words = sourceWords(place, source);
  if (source.kind === "artifact") {
    const { expired, bytes } = source.artifact;
    if (expired)
      return {
        ok: false,
        message: `${words}: it has expired, and ${place.host} no longer keeps it. Run it again to have it anew.`,
      };
    if (bytes > maxFetchedBytes)
      return { ok: false, message: `${words}: it is larger than ${maxFetchedBytes / 1024 / 1024} MB.` };
  }
  return withTemporaryFolder("release-halt-ci-", async (folder) => {
    const file = join(folder, fileNames[source.kind]);
    const answer = await transport.download(pathOf(transport, source), file, maxFetchedBytes, signal);
    const refused = refusalOf(answer, words, transport);
    if (refused !== undefined) return refused;
    return use(place, source, file);
  });
}

const fileNames = { report: "report.json", artifact: "artifact.zip", log: "log.txt" } as const;

function pathOf({ place: { provider, project } }: CiTransport, source: CiSource): string {
  const of = {
    github: { artifact: githubArtifactPath, log: githubLogPath },
    gitlab: { artifact: gitlabArtifactPath, log: gitlabLogPath },
  }[provider];
  // No other service has a report of its own.
  if (source.kind === "report") return gitlabReportPath(project, source.run.id);
  return source.kind === "log" ? of.log(project, source.job.id) : of.artifact(project, source.artifact.id);
}
