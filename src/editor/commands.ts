import type { CommandId } from "./commandIds";
import { acceptRewrite } from "./acceptRewrite";
import { addObservation } from "./addObservation";
import { addStep } from "./addStep";
import { addStepFromBreakpoint } from "./addStepFromBreakpoint";
import { addStepFromDiagnostic } from "./addStepFromDiagnostic";
import { addStepFromSelection } from "./addStepFromSelection";
import { addStepFromTerminal } from "./addStepFromTerminal";
import { addVariables } from "./addVariables";
import { approve } from "./approve";
import { assign } from "./assign";
import { attachFile } from "./attachFile";
import { attachFromCi } from "./attachFromCi";
import { attachBaseTests } from "./attachBaseTests";
import { attachTestFile, attachTests } from "./attachTests";
import { captureAgain, chooseBase } from "./captureAgain";
import { captureEnvironment } from "./captureEnvironment";
import { copyCli } from "./copyCli";
import { copyToTree } from "./copyToTree";
import { doNext } from "./doNext";
import { draft } from "./draft";
import { lift, overrule, withdraw } from "./endHalt";
import { copyAnnouncement, copyBrief, copyBriefRich, copyInvitation, saveBrief } from "./exportBrief";
import { findChange } from "./findChange";
import { exportScript } from "./exportScript";
import { haltNow } from "./haltNow";
import { place } from "./placeHalt";
import { openHalt } from "./openHalt";
import { reconcile } from "./reconcile";
import { recordReproduction, stopRecording } from "./recordReproduction";
import { discardRecording, reviewRecording } from "./reviewRecording";
import { runTests } from "./runTests";
import type { Services } from "./services";
import { share } from "./share";
import { showRecord } from "./showRecord";
import { sync } from "./syncNow";
import { updateTests } from "./updateTests";
import { verifyReproduction } from "./verifyReproduction";

/** What a command does. Its arguments come from menus, trees, pages and other extensions, so they are not trusted. */
export type Handler = (services: Services, ...args: readonly unknown[]) => Promise<unknown>;

/** Every command of the manifest. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
  draft,
  haltNow,
  place,
  lift,
  withdraw,
  overrule,
  approve,
  share,
  copyToTree,
  sync,
  acceptRewrite,
  reconcile,
  showRecord,
  open: openHalt,
  attachTests,
  attachBaseTests,
  attachTestFile,
  updateTests,
  attachFromCi,
  runTests,
  addStep,
  addStepFromSelection,
  addStepFromDiagnostic,
  addStepFromBreakpoint,
  addStepFromTerminal,
  recordReproduction,
  stopRecording,
  reviewRecording,
  discardRecording,
  addObservation,
  verify: verifyReproduction,
  findChange,
  captureEnvironment,
  addVariables,
  exportScript,
  attachFile,
  chooseBase,
  captureAgain,
  copyBrief,
  copyBriefRich,
  saveBrief,
  copyInvitation,
  copyAnnouncement,
  assign,
  doNext,
  refresh: async ({ files, facts, ledgers }) => {
    files.refresh();
    facts.forget();
    ledgers.forget();
    return files.list();
  },
  copyCli,
  installGate: async (services) => (await import("./installGate")).installGate(services),
  uninstallGate: async (services) => (await import("./installGate")).uninstallGate(services),
  testGate: async (services) => (await import("./installGate")).testGate(services),
};
