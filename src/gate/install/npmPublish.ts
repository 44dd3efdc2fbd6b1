import { inTree, treeText, withText, type InstallKind } from "./installKind";
import { jsonTree, jsonValue } from "./jsonInsert";
import { guardCommand, guardScript, scriptsOf, scriptTrial, unguardScripts } from "./scriptGuard";

/** https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts: runs before the package is packed, on `npm publish` only. */
export const npmPublish: InstallKind = {
  id: "npm",
  title: "npm prepublishOnly",
  detect: (facts) => {
    const text = treeText(facts, "package.json") ?? "";
    return (
      jsonTree(text) !== undefined &&
      typeof jsonValue(text, ["name"]) === "string" &&
      jsonValue(text, ["private"]) !== true
    );
  },
  install: ({ files, ...facts }, { settings }) => {
    const command = guardCommand(settings.production);
    const text = treeText({ files, ...facts }, "package.json");
    const edited = text === undefined ? undefined : guardScript(text, "prepublishOnly", command);
    return edited === undefined
      ? {
          files,
          byHand: [
            `package.json could not be edited. Add to its scripts by hand: "prepublishOnly": ${JSON.stringify(command)}`,
          ],
        }
      : { files: withText(files, inTree("package.json"), edited), byHand: [] };
  },
  uninstall: (facts) => unguardScripts(facts, (name) => name === "prepublishOnly"),
  trial: (facts) =>
    scriptsOf(facts)
      .filter(([name]) => name === "prepublishOnly")
      .flatMap(([name, command]) =>
        scriptTrial(
          { name, command, upTo: command },
          "Its script fails, and `npm publish` ends before it packs.",
        ),
      ),
  stops: [
    "`npm publish`, `pnpm publish` and `yarn npm publish` of this package from a clone of the repository, while it is halted.",
  ],
  cannotStop: [
    "`npm publish --ignore-scripts`, and publishing a tarball that was packed before.",
    "A person who publishes with a token from elsewhere.",
    "Other packages of a monorepo: each has a package.json of its own.",
    "On Windows npm runs scripts with cmd: without `sh` on the PATH (Git for Windows brings it) publishing fails.",
  ],
};
