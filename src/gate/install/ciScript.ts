/**
 * The lines of a pipeline that ask the gate. Names of tags and branches come from anyone who may push, so they stand in
 * variables of the environment and in double quotes only; nothing of them is ever part of the script.
 * @param tag variable with the tag's name, empty when no tag is built
 * @param branch shell text with the branch's name
 * @param commit shell text with the commit
 */
export function refScript(tag: string, branch: string, commit: string): readonly string[] {
  return [
    `if [ -n "\${${tag}:-}" ]; then ref="refs/tags/$${tag}"; else ref="refs/heads/${branch}"; fi`,
    `sh .release-halt/gate.sh guard --ref "$ref" --commit "${commit}" --fetch-history`,
  ];
}

/** Lines one level deeper. */
export function deeper(lines: readonly string[], spaces = 2): readonly string[] {
  return lines.map((line) => (line === "" ? line : " ".repeat(spaces) + line));
}

/** What no job of a pipeline can stop. */
export const ciCannotStop = [
  "A person with the credentials who deploys or publishes without the pipeline.",
  "An administrator, who can change the pipeline, skip it or turn a required check off.",
  "A branch whose copy of the pipeline or of .release-halt/gate.sh was changed, or is older than the gate.",
  "A deployment from a branch that is no release branch: name it in the gate's release refs (--release-refs), or give the job that deploys its environment: sh .release-halt/gate.sh guard --environment production --fetch-history",
];
