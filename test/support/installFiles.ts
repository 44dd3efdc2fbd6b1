import {
  inTree,
  keyOf,
  type FileFact,
  type Files,
  type RepositoryFacts,
} from "../../src/gate/install/installKind";
import { installKinds } from "../../src/gate/install/kinds";
import { planInstall, planUninstall, type FileChange, type Plan } from "../../src/gate/install/planInstall";
import { standInOptions } from "./standInGate";

/** A work tree as a plan sees it. */
export function factsOf(files: Readonly<Record<string, string>>): RepositoryFacts {
  const facts = new Map<string, FileFact>();
  for (const [path, text] of Object.entries(files))
    facts.set(keyOf(inTree(path)), { kind: "text", text, executable: false });
  return {
    bare: false,
    hooks: { ok: true, place: { root: "git", path: "hooks" } },
    files: facts,
    settingsFrom: "none",
  };
}

export function planOf(
  facts: RepositoryFacts,
  id: string,
  overwrite = false,
  options = standInOptions,
): Plan {
  return planInstall(
    facts,
    installKinds.filter((kind) => kind.id === id),
    options,
    overwrite,
  );
}

export function removalOf(facts: RepositoryFacts, id: string, overwrite = false): Plan {
  return planUninstall(
    facts,
    installKinds.filter((kind) => kind.id === id),
    overwrite,
  );
}

/** The files after a plan's changes. */
export function after(facts: RepositoryFacts, changes: readonly FileChange[]): RepositoryFacts {
  const files = new Map(facts.files);
  for (const change of changes) {
    if (change.kind === "move") {
      const fact = files.get(keyOf(change.from));
      files.delete(keyOf(change.from));
      if (fact !== undefined) files.set(keyOf(change.to), fact);
    } else if (change.after === null) files.delete(keyOf(change.place));
    else files.set(keyOf(change.place), { kind: "text", text: change.after, executable: change.executable });
  }
  return { ...facts, files };
}

export function textsOf(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].map(([key, fact]) => [key, fact.kind === "text" ? fact.text : "?"]));
}

/** The text of a file after an installation into it. */
export function installedText(path: string, text: string, id: string): string {
  const facts = factsOf({ [path]: text });
  const plan = planOf(facts, id);
  const file = after(facts, plan.changes).files.get(keyOf(inTree(path)));
  if (file?.kind !== "text") throw new Error(plan.kinds.flatMap(({ byHand }) => byHand).join("\n"));
  return file.text;
}
