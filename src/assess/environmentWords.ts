import type { Environment, Halt, Machine, Verification } from "../halt/schema/halt";
import { listed, phrase } from "./phrase";
import { counted } from "./rangeWords";

/** A fact with its name, as a page lists it. */
export interface NamedFact {
  readonly name: string;
  readonly text: string;
}

/** The environment as facts, in the order in which people ask for them. */
export function environmentFacts(environment: Environment): readonly NamedFact[] {
  const { tools, lockFiles, lockFilesNotListed: rest = 0, timeZone, locale } = environment;
  const facts: readonly (readonly [string, string])[] = [
    ["System", systemWords(environment)],
    ["Tools", tools.map(({ name, version }) => `${name} ${version ?? "(version not known)"}`).join(", ")],
    ["Clock and language", clockWords({ timeZone, locale })],
    [
      "Lock files",
      [
        ...lockFiles.map(({ path, sha256 }) => `${path} (${sha256.slice(0, 10)})`),
        ...(rest > 0 ? [`${rest} more`] : []),
      ].join(", "),
    ],
  ];
  return facts.flatMap(([name, text]) => (text === "" ? [] : [{ name, text: phrase(text) }]));
}

/** `Debian GNU/Linux 12 (bookworm), x64, in a Docker container`. */
function systemWords({ system, architecture, within }: Machine): string {
  return [phrase(system), phrase(architecture), ...within.map(withinWords)].join(", ");
}

/** The same on one line, with what a reader compares first: the machine, the tools, the clock. */
export function environmentClaim(environment: Environment): string {
  const tools = environment.tools.flatMap(({ name, version }) =>
    version === undefined ? [] : [`${phrase(name)} ${phrase(version)}`],
  );
  return [systemWords(environment), listed(tools), clockWords(environment)].filter(Boolean).join("; ");
}

/** `2 lock files: package-lock.json, web/package-lock.json`; empty without one. */
export function lockFileWords({ lockFiles, lockFilesNotListed: rest = 0 }: Environment): string {
  const names = lockFiles.slice(0, 3).map(({ path }) => phrase(path));
  const count = lockFiles.length + rest;
  if (count === 0) return "";
  return `${counted(count, "lock file")}: ${names.join(", ")}${count > names.length ? " and more" : ""}`;
}

/** A sentence on how the machine of a verification differs from where the steps were run; none where it does not, or nothing tells. */
export function otherMachineWords({ reproduction }: Halt, { machine }: Verification): readonly string[] {
  const { environment } = reproduction;
  if (environment === undefined || machine === undefined) return [];
  const differences = machineDifferences(environment, machine);
  return differences.length === 0 ? [] : [`Other than where it was recorded: ${differences.join("; ")}.`];
}

/** What differs on another machine, each as in `node 18.19.0 instead of 20.20.2`; what one of them does not know is no difference. */
function machineDifferences(recorded: Machine, other: Machine): readonly string[] {
  const versions = new Map(recorded.tools.map(({ name, version }) => [name, version]));
  return [
    ...instead(recorded.system, other.system),
    ...instead(recorded.architecture, other.architecture),
    ...instead(containerWords(recorded), containerWords(other)),
    ...other.tools.flatMap(({ name, version }) =>
      instead(versions.get(name), version).map((words) => `${phrase(name)} ${words}`),
    ),
    ...instead(recorded.timeZone, other.timeZone).map((words) => `time zone ${words}`),
    ...instead(recorded.locale, other.locale).map((words) => `locale ${words}`),
  ];
}

function containerWords({ within }: Machine): string {
  return within.length === 0 ? "no container" : within.map(withinWords).join(", ");
}

function instead(recorded: string | undefined, other: string | undefined): readonly string[] {
  if (recorded === undefined || other === undefined || recorded === other) return [];
  return [`${phrase(other)} instead of ${phrase(recorded)}`];
}

function clockWords({ timeZone, locale }: Pick<Machine, "timeZone" | "locale">): string {
  return [timeZone && `time zone ${timeZone}`, locale && `locale ${locale}`].filter(Boolean).join(", ");
}

const names: Readonly<Record<string, string>> = {
  docker: "in a Docker container",
  podman: "in a Podman container",
  container: "in a container",
  kubernetes: "in a Kubernetes pod",
  lxc: "in an LXC container",
  wsl: "in WSL",
  codespaces: "in a codespace",
  "ssh-remote": "reached by SSH",
  "dev-container": "in a dev container",
  "attached-container": "in an attached container",
  tunnel: "reached by a tunnel",
};

function withinWords(kind: string): string {
  return Object.hasOwn(names, kind) ? (names[kind] ?? kind) : `remote: ${phrase(kind)}`;
}
