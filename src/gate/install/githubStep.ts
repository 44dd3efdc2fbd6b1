import { isRecord } from "../../halt/isRecord";
import type { AskingLines } from "./blockTrials";
import { shellTrial, type Trial, type TriedRelease } from "./trial";
import type { ReadYaml } from "./yamlBlock";

/** Tries a step of a workflow of GitHub as a run for a tag would, with the variables that the step itself sets. */
export function stepTrial(
  { path, lines }: AskingLines,
  value: ReadYaml["value"],
  { tag, commit }: TriedRelease,
  { stops }: { readonly stops: string },
): Trial {
  let step: unknown = value;
  for (const key of path.slice(0, -1)) {
    if (isRecord(step)) step = step[key];
    else if (Array.isArray(step)) step = step[Number(key)];
  }
  const written = isRecord(step) && isRecord(step.env) ? step.env : {};
  const env: Record<string, string> = {};
  for (const [name, text] of Object.entries(written)) {
    const filled = filledIn(String(text));
    if (filled === undefined)
      return { kind: "notTried", why: `What GitHub fills in for ${name} is not known here.` };
    env[name] = filled;
  }
  const given = {
    GITHUB_REF: `refs/tags/${tag}`,
    GITHUB_SHA: commit,
    GITHUB_BASE_REF: "",
    GITHUB_HEAD_REF: "",
  };
  return shellTrial(lines, { ...given, ...env }, stops);
}

/** A push gives a workflow no inputs, so what stands after `||` counts. */
function filledIn(text: string): string | undefined {
  if (!text.includes("${{")) return text;
  const [whole, otherwise = ""] = /^\$\{\{ inputs\.\w+(?: \|\| '((?:[^']|'')*)')? \}\}$/.exec(text) ?? [];
  return whole === undefined ? undefined : otherwise.replaceAll("''", "'");
}
