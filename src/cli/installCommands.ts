import { resolve } from "node:path";
import type { GateSettings } from "../gate/gateDefaults";
import { planLines } from "../gate/install/changePreview";
import { gateSettings } from "../gate/install/installedGate";
import { readGateScript } from "../gate/install/gateScript";
import type { InstallKind } from "../gate/install/installKind";
import { installKinds } from "../gate/install/kinds";
import {
  detectedKinds,
  installedKinds,
  planInstall,
  planUninstall,
  type Plan,
} from "../gate/install/planInstall";
import { carryOut, readInstallPlace, type InstallPlace } from "../gate/install/repositoryFacts";
import { testGate as tryGates } from "../gate/testGate";
import { refPattern } from "../halt/refPattern";
import { ledgerBranchName, ledgerRemoteName } from "../halt/settings";
import { readTextFile } from "../system/readFiles";
import { done, folderOf, oneOf, print, secondsOf, text, WrongUse, type Flags } from "./command";
import { git, settingsOf } from "./place";

/** `install`: puts the gate into what the repository uses, or into what is named. */
export async function install(flags: Flags, names: readonly string[]): Promise<number> {
  const { place } = done(await readInstallPlace(git, folderOf(flags)));
  const kinds = names.length > 0 ? named(names) : detectedKinds(place.facts);
  const plan = planInstall(place.facts, kinds, await optionsOf(flags, place), flags.overwrite === true);
  return carriedOut(flags, place, plan, "Installed");
}

/** `uninstall`: takes the gate out again, from all that it is in or from what is named. */
export async function uninstall(flags: Flags, names: readonly string[]): Promise<number> {
  const { place } = done(await readInstallPlace(git, folderOf(flags)));
  const kinds = names.length > 0 ? named(names) : installedKinds(place.facts);
  return carriedOut(flags, place, planUninstall(place.facts, kinds, flags.overwrite === true), "Taken out");
}

/** `test-gate`: halts a tag that nobody uses, and tells which of the installed gates refuse it. */
export async function testGate(flags: Flags): Promise<number> {
  const { place } = done(await readInstallPlace(git, folderOf(flags)));
  const { gates } = done(await tryGates(git, place));
  const said = {
    courtesy: "refuses, as a courtesy",
    stops: "stops it",
    silent: "DOES NOT STOP IT",
    edited: "CHANGED BY HAND",
    notTried: "not tried",
  };
  print(flags, { gates }, [
    ...gates.map(({ title, id, result, why }) => `${title} (${id}): ${said[result]}. ${why}`),
    ...(gates.length === 0 ? ['No gate is installed here: "release-halt install" does that.'] : []),
  ]);
  return gates.length > 0 && gates.every(({ result }) => result !== "silent" && result !== "edited") ? 0 : 1;
}

async function carriedOut(flags: Flags, place: InstallPlace, plan: Plan, verb: string): Promise<number> {
  const preview = flags["dry-run"] === true;
  if (!preview) {
    const changed = await carryOut(place, plan.changes);
    if (!changed.ok) {
      const some = changed.written.length === 0 ? "" : ` Already changed: ${changed.written.join(", ")}.`;
      throw new WrongUse(changed.message + some);
    }
  }
  print(flags, { ...plan, written: !preview }, [
    ...planLines(plan, verb === "Installed"),
    conclusion(plan, preview, verb),
  ]);
  return plan.kinds.every(({ installed }) => installed === (verb === "Installed")) ? 0 : 1;
}

function conclusion({ changes, kinds }: Plan, preview: boolean, verb: string): string {
  if (kinds.length === 0) return "There is nothing to do here.";
  if (changes.length === 0) return "All is as it should be; nothing was written.";
  return preview
    ? "This is a preview; nothing was written."
    : `${verb}. Commit what changed in the work tree.`;
}

function named(names: readonly string[]): readonly InstallKind[] {
  const known = installKinds.map(({ id }) => id).join(", ");
  for (const name of names) {
    if (!installKinds.some(({ id }) => id === name)) throw new WrongUse(`"${name}" is none of ${known}.`);
  }
  return installKinds.filter(({ id }) => names.includes(id));
}

async function optionsOf(
  flags: Flags,
  { facts }: InstallPlace,
): Promise<{ gate: string; settings: GateSettings }> {
  const file = text(flags, "gate");
  const script =
    file === undefined
      ? readGateScript(__dirname)
      : readTextFile(resolve(file), 1024 * 1024, { strict: true });
  const before = gateSettings(facts.files, await settingsOf(flags));
  const expected = oneOf(flags, "expected", ["yes", "no"]);
  return {
    gate: done(await script).text,
    settings: {
      ledgerBranch: word(flags, "ledger-branch", ledgerBranchName) ?? before.ledgerBranch,
      remote: word(flags, "remote", ledgerRemoteName) ?? before.remote,
      releaseRefs: words(flags, "release-refs", refPattern) ?? before.releaseRefs,
      production: words(flags, "production") ?? before.production,
      maxAgeSeconds: secondsOf(flags, "max-age", 1) ?? before.maxAgeSeconds,
      expected: expected === undefined ? before.expected : expected === "yes",
    },
  };
}

/** What a word of an option has to be, as in the settings of the repository. */
type Kind = typeof refPattern;

function word(flags: Flags, name: string, kind: Kind): string | undefined {
  const [value, ...more] = words(flags, name, kind) ?? [];
  if (more.length > 0) throw new WrongUse(`--${name} is one name.`);
  return value;
}

function words(flags: Flags, name: string, kind?: Kind): readonly string[] | undefined {
  const value = text(flags, name)?.trim();
  if (value === undefined) return undefined;
  const all = value.split(/\s+/);
  const odd = all.find((one) => one === "" || /\p{Cc}/u.test(one) || kind?.safeParse(one).success === false);
  if (odd !== undefined) throw new WrongUse(`--${name} does not take "${odd}".`);
  return all;
}
