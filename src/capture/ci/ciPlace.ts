import type { Git } from "../../system/git";
import { remotePlace, type RemotePlace } from "../git/remoteAddress";
import type { CiResult } from "./ciResult";

export type CiProvider = "github" | "gitlab";

/** A project at a host that runs its pipelines. */
export interface CiPlace {
  readonly provider: CiProvider;
  /** As the programs `gh` and `glab` name it. */
  readonly host: string;
  /** `OWNER/REPO`, at GitLab with any groups between. */
  readonly project: string;
  /** Where the REST API is, without a slash at its end. */
  readonly api: string;
}

/** A remote of the repository; what its host is may not be known yet. */
export interface CiRemote extends RemotePlace {
  readonly provider: CiProvider | undefined;
}

/**
 * The remotes of a repository that may have pipelines, each project once: that of the branch's upstream first, then
 * `origin`, then the others.
 */
export async function ciRemotes(
  git: Git,
  top: string,
): Promise<CiResult<readonly [CiRemote, ...CiRemote[]]>> {
  const [config, upstream] = await Promise.all([
    git.run(top, ["config", "--get-regexp", "^remote\\..*\\.url$"]),
    git.run(top, ["rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"]),
  ]);
  const of = upstream.ok ? upstream.out.trim() : "";
  const named = (config.ok ? config.out : "").split("\n").flatMap((line) => {
    const [, name = "", address = ""] = /^remote\.(.+)\.url (.*)$/.exec(line) ?? [];
    const place = remotePlace(address);
    return place === undefined || !place.path.includes("/") ? [] : [{ name, place: withKnownHost(place) }];
  });
  const rank = (name: string): number => (of.startsWith(`${name}/`) ? 0 : name === "origin" ? 1 : 2);
  named.sort((a, b) => rank(a.name) - rank(b.name));
  const once = new Map(named.map(({ place }) => [`${place.host}/${place.path}`, place]));
  const [first, ...rest] = [...once.values()].map((place) => ({
    ...place,
    provider: providerOf(place.host),
  }));
  if (first !== undefined) return { ok: true, value: [first, ...rest] };
  const message =
    "This repository has no remote at a host that runs pipelines. Add the remote, or attach the results from a file.";
  return { ok: false, message };
}

/**
 * The project of a remote whose host is known.
 * @param api where the REST API is, where it is not where the provider has it
 */
export function ciPlace(remote: RemotePlace, provider: CiProvider, api?: string): CiPlace {
  const { host, origin, path } = remote;
  return { provider, host, project: path, api: api ?? apiOf(provider, host, origin) };
}

/** Whom a host belongs to, by its name; undefined for one that has a name of its own. */
function providerOf(host: string): CiProvider | undefined {
  if (host === "github.com" || host.startsWith("github.") || host.endsWith(".ghe.com")) return "github";
  return host === "gitlab.com" || host.startsWith("gitlab.") ? "gitlab" : undefined;
}

/**
 * https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api,
 * https://docs.github.com/en/enterprise-server@3.14/rest/enterprise-admin, https://docs.gitlab.com/api/rest/
 */
function apiOf(provider: CiProvider, host: string, origin: string): string {
  if (provider === "gitlab") return `${origin}/api/v4`;
  if (host === "github.com") return "https://api.github.com";
  // A token goes to it, so it is encrypted, whatever the remote is.
  return host.endsWith(".ghe.com") ? `https://api.${host}` : `${origin.replace(/^http:/, "https:")}/api/v3`;
}

/** The hosts that take SSH where only the port of HTTPS is open have other names than their pages. */
const sshHosts: Readonly<Record<string, string>> = {
  // https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port
  "ssh.github.com": "github.com",
  // https://docs.gitlab.com/user/gitlab_com/#alternative-ssh-port
  "altssh.gitlab.com": "gitlab.com",
};

function withKnownHost(place: RemotePlace): RemotePlace {
  const host = sshHosts[place.host];
  return host === undefined ? place : { ...place, host, origin: `https://${host}` };
}
