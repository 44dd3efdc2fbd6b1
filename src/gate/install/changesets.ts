import {
  filesBelow,
  inTree,
  treeText,
  withText,
  type InstallKind,
  type RepositoryFacts,
} from "./installKind";
import { jsonValue } from "./jsonInsert";
import { guardCommand, guardScript, unguardScripts } from "./scriptGuard";
import { isRecord } from "./yamlBlock";

const publishes = /(?:^|[\s;&|(])changeset\s+(?:publish|tag)\b/;

/** https://github.com/changesets/changesets: what publishes is a script that runs `changeset publish`. */
export const changesets: InstallKind = {
  id: "changesets",
  title: "changesets",
  detect: (facts) => filesBelow(facts, ".changeset").length > 0,
  install: (facts, { settings }) => {
    const command = guardCommand(settings.production);
    const names = publishing(facts);
    if (names.length === 0) {
      return {
        files: facts.files,
        byHand: [
          `No script of package.json runs \`changeset publish\`. Where it is run, ask first: ${command}`,
        ],
      };
    }
    let text = treeText(facts, "package.json") ?? "";
    for (const name of names) text = guardScript(text, name, command) ?? text;
    return { files: withText(facts.files, inTree("package.json"), text), byHand: [] };
  },
  uninstall: (facts) => unguardScripts(facts, (_, command) => publishes.test(command)),
  stops: [
    "The scripts of package.json that run `changeset publish` or `changeset tag`, in a pipeline or by hand, while anything that they could release is halted.",
  ],
  cannotStop: [
    "`npx changeset publish` without the script.",
    "A person who publishes a package by hand with a token.",
    "The version pull request, which only prepares a release.",
    "An administrator, or anyone who can change package.json on the branch that is released.",
  ],
};

function publishing(facts: RepositoryFacts): readonly string[] {
  const scripts = jsonValue(treeText(facts, "package.json") ?? "", ["scripts"]);
  if (!isRecord(scripts)) return [];
  return Object.entries(scripts).flatMap(([name, command]) =>
    typeof command === "string" && publishes.test(command) ? [name] : [],
  );
}
