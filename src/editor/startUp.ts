import * as vscode from "vscode";
import { gateDefaults } from "../gate/gateDefaults";
import { commandIds } from "./commandIds";
import type { Features } from "./features";
import { hasHalts } from "./privateFolder";
import { TerminalHistory } from "./terminalHistory";
import type { TreeNode } from "./treeNode";

/** What exists from start-up on and is handed to the features once they load. */
export interface StartUp {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly terminals: TerminalHistory;
  readonly statusBar: vscode.StatusBarItem;
  readonly evidence: LazyTree;
  readonly halts: LazyTree;
}

interface LazyTree {
  readonly view: vscode.TreeView<TreeNode>;
  /** Asks for the tree's rows again. */
  readonly changed: vscode.EventEmitter<void>;
}

/**
 * Registers the entry points. The features behind them are a bundle of their own, loaded when the person first uses one
 * or when the workspace holds a halt, so that a window without a halt pays next to nothing. Answers with what ends them.
 */
export function registerReleaseHalt(context: vscode.ExtensionContext): () => Promise<void> {
  let loading: Promise<Features> | undefined;
  const features = (): Promise<Features> => (loading ??= load(startUp));
  const log = vscode.window.createOutputChannel("Release Halt", { log: true });
  const startUp: StartUp = {
    context,
    log,
    terminals: new TerminalHistory(log),
    statusBar: vscode.window.createStatusBarItem("releaseHalt", vscode.StatusBarAlignment.Left, -10),
    evidence: lazyTree("releaseHalt.evidence", features, "evidence"),
    halts: lazyTree("releaseHalt.halts", features, "halts"),
  };
  context.subscriptions.push(
    log,
    startUp.terminals,
    startUp.statusBar,
    startUp.evidence.view,
    startUp.halts.view,
    vscode.window.registerCustomEditorProvider(
      "releaseHalt.haltEditor",
      { resolveCustomTextEditor: async (document, panel) => (await features()).openEditor(document, panel) },
      // A page that is taken down while its last keystrokes are on their way would lose them.
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(`releaseHalt.${id}`, async (...args: unknown[]) =>
        (await features()).run(id, args),
      ),
    ),
  );
  showIdleStatus(startUp.statusBar);
  const look = (): void => {
    hasHalts().then(
      (found) => (found ? features() : undefined),
      (error: unknown) => {
        log.error("Looking for halts failed.", error instanceof Error ? error : String(error));
      },
    );
  };
  context.subscriptions.push(
    ...watchForFirst(() => void features()),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && loading === undefined) look();
    }),
  );
  look();
  return async () => (await loading)?.end();
}

/** A halt may come by a pull or from the command line, long after start-up. */
function watchForFirst(found: () => void): vscode.Disposable[] {
  return [
    "**/.release-halt/*.halt.json",
    "**/.git/release-halt/*.halt.json",
    "**/.git/refs/release-halt/*",
    `**/.git/refs/remotes/*/${gateDefaults.ledgerBranch}`,
  ].map((pattern) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, true);
    watcher.onDidCreate(found);
    return watcher;
  });
}

async function load(startUp: StartUp): Promise<Features> {
  const { createFeatures } = await import("./features");
  return createFeatures(startUp);
}

function lazyTree(id: string, features: () => Promise<Features>, tree: "evidence" | "halts"): LazyTree {
  const changed = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<TreeNode>(id, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: async (node) => (await features())[tree].item(node),
      getChildren: async (node) => (await features())[tree].children(node),
      getParent: () => undefined,
    },
    ...(tree === "evidence" && {
      dragAndDropController: {
        dragMimeTypes: [],
        dropMimeTypes: ["text/uri-list"],
        handleDrop: async (_target: TreeNode | undefined, data: vscode.DataTransfer) => {
          const dropped = await data.get("text/uri-list")?.asString();
          if (dropped !== undefined) await (await features()).run("attachTestFile", [dropped]);
        },
      },
    }),
  });
  return { view, changed };
}

function showIdleStatus(item: vscode.StatusBarItem): void {
  item.name = "Release Halt";
  item.text = "$(stop-circle) Halt release";
  item.tooltip = "Halt Release Now: two prompts, works offline";
  item.command = "releaseHalt.haltNow";
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) item.show();
}
