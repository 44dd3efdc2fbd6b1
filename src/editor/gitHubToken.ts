import * as vscode from "vscode";
import type { CiPlace } from "../capture/ci/ciPlace";

/**
 * A token of the person's sign-in at GitHub, asked for when it is needed; undefined where they do not want it, or where VS
 * Code knows no sign-in for the host: the token of one host goes to no other, whatever a remote is called.
 *
 * GitHub has no scope that only reads what is private: of a private project, runs, logs and artifacts are shown to `repo`
 * alone (https://docs.github.com/en/rest/actions/artifacts#download-an-artifact). Of a public one they are shown to anybody
 * who is signed in, for which `read:user` does
 * (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps). Nothing is ever written.
 */
export async function gitHubToken(
  { host }: Pick<CiPlace, "host">,
  isPublic: boolean,
): Promise<string | undefined> {
  const provider =
    host === "github.com" ? "github" : host === enterpriseHost() ? "github-enterprise" : undefined;
  if (provider === undefined) return undefined;
  const scopes = [isPublic ? "read:user" : "repo"];
  try {
    const detail = `To read the runs and test results of this ${isPublic ? "public" : "private"} repository. Nothing is written there.`;
    const session = await vscode.authentication.getSession(provider, scopes, { createIfNone: { detail } });
    return session.accessToken;
  } catch {
    // The person closed the question; some versions say so in other words.
    return undefined;
  }
}

/** The one host beside github.com that VS Code signs in to. */
function enterpriseHost(): string | undefined {
  const uri = vscode.workspace.getConfiguration("github-enterprise").get<unknown>("uri");
  return typeof uri === "string" && URL.canParse(uri) ? new URL(uri).host.toLowerCase() : undefined;
}
