import { ciPlace, type CiPlace, type CiProvider, type CiRemote } from "./ciPlace";
import type { CiResult } from "./ciResult";
import type { CiListing, CiSource } from "./ciRun";
import type { CiTransport } from "./ciTransport";
import { fetchSource, type UseFetched } from "./fetchSource";
import { githubRuns } from "./githubRuns";
import { gitlabPipelines } from "./gitlabPipelines";
import { isSignedIn, programTransport } from "./programTransport";
import { webTransport } from "./webTransport";

/** A project's pipelines, open for reading. */
export interface Ci {
  readonly place: CiPlace;
  readonly as: CiTransport["as"];
  list(commit: string, signal?: AbortSignal): Promise<CiResult<CiListing>>;
  /** Fetches an artifact or a log, and answers with what is made of it. */
  fetch<Value>(source: CiSource, use: UseFetched<Value>, signal?: AbortSignal): Promise<CiResult<Value>>;
}

export interface OpenCiOptions {
  /**
   * Asks the person for a token of GitHub; undefined when they gave none. Asked only where `gh` is not signed in.
   * @param isPublic whether everybody may read the project, so that a token that may read nothing more will do
   */
  readonly askToken: (place: CiPlace, isPublic: boolean) => Promise<string | undefined>;
  /** Where the REST API is, where it is not where the provider has it. */
  readonly api?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens the pipelines of a remote: through `gh` or `glab` where it is signed in, else at GitHub with the token that the
 * person gives, else as nobody, for what is public.
 */
export async function openCi(remote: CiRemote, options: OpenCiOptions): Promise<CiResult<Ci>> {
  const found = await findProvider(remote, options.signal);
  if (!found.ok) return found;
  const { provider, signedIn } = found.value;
  const place = ciPlace(remote, provider, options.api);
  if (signedIn) return { ok: true, value: ciOf(programTransport(place)) };
  if (provider === "gitlab") return { ok: true, value: ciOf(webTransport(place, undefined)) };
  const nobody = webTransport(place, undefined);
  const project = place.project.split("/").map(encodeURIComponent).join("/");
  const seen = await nobody.get(`repos/${project}`, options.signal);
  if (seen.kind !== "answered") {
    const cancelled = seen.kind === "cancelled";
    return { ok: false, ...(cancelled && { cancelled }), message: seen.message };
  }
  const isPublic = seen.status === 200;
  const token = await options.askToken(place, isPublic);
  if (token !== undefined) return { ok: true, value: ciOf(webTransport(place, token)) };
  if (isPublic) return { ok: true, value: ciOf(nobody) };
  const message = `${place.host} shows ${place.project} only to those who are signed in. Sign in with "gh auth login --hostname ${place.host}", or use VS Code's sign-in.`;
  return { ok: false, message };
}

interface FoundProvider {
  readonly provider: CiProvider;
  readonly signedIn: boolean;
}

/** A host with a name of its own is what the person's program is signed in to. */
async function findProvider(
  { host, provider }: CiRemote,
  signal: AbortSignal | undefined,
): Promise<CiResult<FoundProvider>> {
  if (provider !== undefined)
    return { ok: true, value: { provider, signedIn: await isSignedIn(provider, host, signal) } };
  const [gitlab, github] = await Promise.all([
    isSignedIn("gitlab", host, signal),
    isSignedIn("github", host, signal),
  ]);
  if (gitlab) return { ok: true, value: { provider: "gitlab", signedIn: true } };
  if (github) return { ok: true, value: { provider: "github", signedIn: true } };
  const message = `The remote is at ${host}, which is not known to be a GitHub or a GitLab. If it is one, sign in with "gh auth login --hostname ${host}" or "glab auth login --hostname ${host}"; else attach the results from a file.`;
  return { ok: false, message };
}

function ciOf(transport: CiTransport): Ci {
  const list = { github: githubRuns, gitlab: gitlabPipelines }[transport.place.provider];
  return {
    place: transport.place,
    as: transport.as,
    list: async (commit, signal) => list(transport, commit, signal),
    fetch: async (source, use, signal) => fetchSource(transport, source, use, signal),
  };
}
