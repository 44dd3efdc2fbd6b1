import type { Repository } from "../../support/repository";

/**
 * Makes git know no name and no address for who commits in a repository, and refuse to guess one.
 * @param home an empty folder
 * @returns the environment in which it is so
 */
export async function withoutName(
  repository: Pick<Repository, "git">,
  home: string,
): Promise<Readonly<Record<string, string>>> {
  await repository.git("config", "--unset", "user.name");
  await repository.git("config", "--unset", "user.email");
  await repository.git("config", "user.useConfigOnly", "true");
  return {
    HOME: home,
    XDG_CONFIG_HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    EMAIL: "",
  };
}
