import { withoutBlocksIn } from "./blockFile";
import { inTree, treeText, withText, type InstallKind } from "./installKind";
import { pushCannotStop, pushStops } from "./pushSentences";
import { appendToYaml, prependInYaml, readYaml } from "./yamlBlock";

const path = ".pre-commit-config.yaml";

/**
 * pre-commit reads git's lines itself and tells the first ref of the push in variables (https://pre-commit.com/#pre-push);
 * the commit is not told when all of the history is new.
 */
const hook = (stage: string): readonly string[] => [
  "- repo: local",
  "  hooks:",
  "    - id: release-halt",
  "      name: release gate",
  "      language: system",
  `      stages: [${stage}]`,
  "      always_run: true",
  "      pass_filenames: false",
  "      entry: >-",
  '        sh -c \'commit=$(git rev-parse --verify --quiet "${PRE_COMMIT_TO_REF:-$PRE_COMMIT_LOCAL_BRANCH}") || exit 1;',
  '        printf "%s %s %s %s\\n" "$PRE_COMMIT_LOCAL_BRANCH" "$commit" "$PRE_COMMIT_REMOTE_BRANCH"',
  '        "${PRE_COMMIT_FROM_REF:-0000000000000000000000000000000000000000}" |',
  '        sh .release-halt/gate.sh pre-push "$PRE_COMMIT_REMOTE_NAME" "$PRE_COMMIT_REMOTE_URL"\'',
];

export const preCommitHook: InstallKind = {
  id: "pre-commit",
  title: "pre-commit hook at the stage pre-push",
  detect: (facts) => treeText(facts, path) !== undefined,
  install: (facts) => {
    const text = treeText(facts, path);
    if (text === undefined)
      return { files: facts.files, byHand: [`There is no ${path}: pre-commit is not used here.`] };
    const lines = hook(stageName(text));
    const edited = prependInYaml(text, ["repos"], lines);
    if (!edited.ok)
      return {
        files: facts.files,
        byHand: [`${path} was left as it is: ${edited.why}. Add to its repos by hand:`, ...lines],
      };
    const types = readYaml(text)?.value.default_install_hook_types;
    if (types === undefined) {
      const installed = appendToYaml(edited.text, ["default_install_hook_types: [pre-commit, pre-push]"]);
      return {
        files: withText(facts.files, inTree(path), installed.ok ? installed.text : edited.text),
        byHand: [once],
      };
    }
    const named = Array.isArray(types) && types.includes("pre-push");
    return {
      files: withText(facts.files, inTree(path), edited.text),
      byHand: named ? [once] : ["Add pre-push to default_install_hook_types, or nobody gets the hook.", once],
    };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, [inTree(path)], overwrite),
  stops: pushStops,
  cannotStop: [
    "A tag on a commit that is on the remote already: pre-commit runs no hook then. The hook pre-push of this clone, which is installed as well, covers it here.",
    "The second and later refs of a push of several: pre-commit looks at the first one.",
    "SKIP=release-halt in the environment.",
    ...pushCannotStop,
  ],
};

const once = "Run `pre-commit install` once in each clone.";

/** Before 3.2 pre-commit knew the stage as "push" only; a file that uses the old names may be read by such a version. */
function stageName(text: string): "push" | "pre-push" {
  return /^[^#\n]*\bstages\s*:\s*\[[^\]]*(?<!-)\b(?:push|commit)\b(?!-)/m.test(text) ? "push" : "pre-push";
}
