import {
  filesBelow,
  inTree,
  treeText,
  withText,
  type InstallKind,
  type RepositoryFacts,
} from "./installKind";
import { guardCommand, guardScript, scriptsOf, scriptTrial, unguardScripts } from "./scriptGuard";
import type { Trial } from "./trial";

const publishes = /(?:^|[\s;&|(])changeset\s+(?:publish|tag)\b/;

/** https://github.com/changesets/changesets: what publishes is a script that runs `changeset publish`. */
export const changesets: InstallKind = {
  id: "changesets",
  title: "changesets",
  detect: (facts) => filesBelow(facts, ".changeset").length > 0,
  install: (facts, { settings }) => {
    const command = guardCommand(settings.production);
    const names = publishing(facts).map(([name]) => name);
    if (names.length === 0) {
      return {
        files: facts.files,
        byHand: [
          `No script of package.json runs \`changeset publish\`. Where it is run, ask first: ${command}`,
        ],
      };
    }
    let text = treeText(facts, "package.json") ?? "";
    const byHand: string[] = [];
    for (const name of names) {
      const edited = guardScript(text, name, command);
      if (edited === undefined)
        byHand.push(
          `The script ${name} of package.json could not be edited safely. Ask first there: ${command}`,
        );
      else text = edited;
    }
    return names.length === byHand.length
      ? { files: facts.files, byHand }
      : { files: withText(facts.files, inTree("package.json"), text), byHand };
  },
  uninstall: (facts) => unguardScripts(facts, (_, command) => publishes.test(command)),
  trial: tried,
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

function publishing(facts: RepositoryFacts): readonly (readonly [string, string])[] {
  return scriptsOf(facts).filter(([, command]) => publishes.test(command));
}

/** Each script that publishes has to ask; where none does, no gate was put in. */
function tried(facts: RepositoryFacts): readonly Trial[] {
  const scripts = publishing(facts).map(([name, command]) => ({
    name,
    command,
    upTo: command.slice(0, command.search(publishes)),
  }));
  const stops = "Its script fails before it publishes.";
  const trials = scripts.map((script) => ({ script, found: scriptTrial(script, stops) }));
  if (trials.every(({ found }) => found.length === 0)) return [];
  return trials.flatMap(({ script, found }): readonly Trial[] =>
    found.length > 0
      ? found
      : [
          {
            kind: "silent",
            why: `The script ${script.name} of package.json publishes without asking the gate.`,
          },
        ],
  );
}
