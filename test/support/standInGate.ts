import { execFile, type ExecFileOptions } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createGit } from "../../src/system/git";
import { gateDefaults } from "../../src/gate/gateDefaults";
import type { InstallOptions } from "../../src/gate/install/installKind";
import { installKinds } from "../../src/gate/install/kinds";
import { planInstall, planUninstall, type Plan } from "../../src/gate/install/planInstall";
import { carryOut, readInstallPlace } from "../../src/gate/install/repositoryFacts";

/**
 * A gate with the interface of the real one. It answers what STAND_IN says (halted, unless told), and writes its
 * arguments, one a line, and what it reads into the file STAND_IN_LOG.
 */
export const standInGate = `#!/bin/sh
# release-halt settings: begin
ledger_branch='release-halts'
remote=''
release_refs='refs/tags/*'
production='production prod live'
max_age='3600'
expected='no'
# release-halt settings: end
log=\${STAND_IN_LOG:-/dev/null}
printf '%s\\n' "asked $*" "$@" >>"$log"
case $1 in pre-push | pre-receive) sed 's/^/read /' >>"$log" ;; esac
environment=
while [ $# -gt 0 ]; do
  if [ "$1" = --environment ]; then environment=$2; fi
  shift
done
case \${STAND_IN:-halted} in
open) exit 0 ;;
cannotTell)
  echo "Nobody can tell." >&2
  case " $production " in *" \${environment:-production} "*) exit 1 ;; esac
  exit 0
  ;;
*)
  echo "The release is halted." >&2
  exit 1
  ;;
esac
`;

export const standInOptions: InstallOptions = { gate: standInGate, settings: gateDefaults };

/** Installs into a real repository what is named, and answers with the plan. */
export async function installed(folder: string, ...ids: readonly string[]): Promise<Plan> {
  const read = await readInstallPlace(createGit(), folder);
  if (!read.ok) throw new Error(read.message);
  const kinds = installKinds.filter(({ id }) => ids.includes(id));
  const plan = planInstall(read.place.facts, kinds, standInOptions);
  const done = await carryOut(read.place, plan.changes);
  if (!done.ok) throw new Error(done.message);
  return plan;
}

/** Takes out what is named; all that is there, if nothing is. */
export async function uninstalled(folder: string, ...ids: readonly string[]): Promise<Plan> {
  const read = await readInstallPlace(createGit(), folder);
  if (!read.ok) throw new Error(read.message);
  const kinds = installKinds.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const plan = planUninstall(read.place.facts, kinds);
  const done = await carryOut(read.place, plan.changes);
  if (!done.ok) throw new Error(done.message);
  return plan;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program; a refusal is a result. */
export async function ran(
  folder: string,
  env: Readonly<Record<string, string>>,
  file: string,
  ...args: readonly string[]
): Promise<Ran> {
  const options: ExecFileOptions = { cwd: folder, env: { ...process.env, ...env } };
  return new Promise((done) => {
    const child = execFile(file, [...args], options, (error, out, err) => {
      done({
        code: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
        out: String(out),
        err: String(err),
      });
    });
    child.stdin?.end();
  });
}

export async function lines(path: string): Promise<readonly string[]> {
  return (await readFile(path, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
}
