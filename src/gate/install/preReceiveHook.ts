import { installHook, uninstallHook } from "./gitHook";
import { hookLines } from "./hookLines";
import type { InstallKind, Place } from "./installKind";

/** The hook of a server that takes pushes in. */
export const preReceiveHook: InstallKind = {
  id: "pre-receive",
  title: "git hook pre-receive of a server",
  detect: (facts) => facts.bare,
  install: (facts, options) => {
    const { files, hooks } = facts;
    if (!facts.bare) {
      return {
        files,
        byHand: [
          'pre-receive runs on the server: run "release-halt install pre-receive" in the bare repository there. GitHub.com, GitLab.com, Bitbucket Cloud and Azure DevOps Services let nobody install one.',
        ],
      };
    }
    if (!hooks.ok) {
      return {
        files,
        byHand: [
          `${hooks.message} Add these lines to ${hooks.path}/pre-receive by hand:`,
          ...hookLines("pre-receive"),
        ],
      };
    }
    return installHook(files, placeOf(hooks.place), "pre-receive", "pre-receive", options);
  },
  uninstall: (facts, overwrite) =>
    facts.bare && facts.hooks.ok
      ? uninstallHook(facts.files, placeOf(facts.hooks.place), "pre-receive", overwrite)
      : { files: facts.files, byHand: [] },
  stops: [
    "Every push of a halted branch or tag into this repository, whoever pushes and with whatever options; `--no-verify` does not skip it.",
  ],
  cannotStop: [
    "A person who can write into the repository's folder on the server.",
    "Refs that the server's own software writes without running hooks, as some do for merges in the browser.",
    "A push whose author gives the server a break-glass reason through the environment; it is recorded.",
    "GitLab and Gitea, which run hooks from folders of their own (custom_hooks/pre-receive.d, hooks/pre-receive.d) and may write this file anew: put a copy of the hook there.",
    "A deployment that was started from what is already there.",
  ],
};

function placeOf(hooks: Place): Place {
  return { root: hooks.root, path: `${hooks.path}/pre-receive` };
}
