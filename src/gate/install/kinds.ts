import { azurePipelines } from "./azurePipelines";
import { changesets } from "./changesets";
import { circleCi } from "./circleCi";
import { githubActions } from "./githubActions";
import { gitlabCi } from "./gitlabCi";
import { goreleaser } from "./goreleaser";
import { huskyHook } from "./huskyHook";
import type { InstallKind } from "./installKind";
import { jenkinsfile } from "./jenkinsfile";
import { lefthookHook } from "./lefthookHook";
import { npmPublish } from "./npmPublish";
import { preCommitHook } from "./preCommitHook";
import { prePushHook } from "./prePushHook";
import { preReceiveHook } from "./preReceiveHook";
import { releasePlease } from "./releasePlease";
import { semanticRelease } from "./semanticRelease";

/** All that a release gate can be installed into; in this order, because a later one may edit what an earlier one did. */
export const installKinds: readonly InstallKind[] = [
  prePushHook,
  huskyHook,
  lefthookHook,
  preCommitHook,
  preReceiveHook,
  githubActions,
  gitlabCi,
  azurePipelines,
  jenkinsfile,
  circleCi,
  semanticRelease,
  releasePlease,
  changesets,
  goreleaser,
  npmPublish,
];
