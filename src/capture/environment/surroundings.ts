import type { MachineFacts } from "../../system/machineFacts";

/** Presence of a variable tells; its value never leaves this place. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a machine certainly is within: a kind of container, and how an editor reaches it. A container that leaves no sign
 * is not named, and neither is a guess.
 * @param remote the editor's name for how it reaches the machine, as in `ssh-remote`
 */
export function surroundingsOf(
  facts: MachineFacts,
  variables: Variables,
  remote?: string,
): readonly string[] {
  const { cgroup = "", hasDockerenv, containerenv } = facts;
  const kinds = [
    ...(variables["KUBERNETES_SERVICE_HOST"] !== undefined || /\/kubepods/.test(cgroup)
      ? ["kubernetes"]
      : []),
    ...(hasDockerenv || /\/docker[-/]/.test(cgroup) ? ["docker"] : []),
    ...(containerenv === undefined ? [] : [/^engine="?podman/m.test(containerenv) ? "podman" : "container"]),
    ...(/\/lxc[./]/.test(cgroup) ? ["lxc"] : []),
    // Docker Desktop's containers have the kernel of WSL, and not its variable.
    ...(variables["WSL_DISTRO_NAME"] !== undefined ? ["wsl"] : []),
    ...(variables["CODESPACES"] === "true" ? ["codespaces"] : []),
    // A server's own page gives its address instead of a kind, and that is nobody's business.
    ...(remote !== undefined && /^[a-z][a-z-]*$/.test(remote) ? [remote] : []),
  ];
  return [...new Set(kinds)];
}
