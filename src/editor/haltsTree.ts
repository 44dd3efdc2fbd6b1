import * as vscode from "vscode";
import type { TreeRows } from "./features";
import type { HaltFile } from "./haltFiles";
import type { Services } from "./services";
import type { HaltGroup, HaltNode, TreeNode } from "./treeNode";

const groups: Readonly<Record<HaltGroup, { readonly label: string; readonly icon: string }>> = {
  active: { label: "Active", icon: "stop-circle" },
  unreadable: { label: "Not readable", icon: "warning" },
  draft: { label: "Drafts", icon: "edit" },
  closed: { label: "Closed", icon: "pass" },
};

/** Every halt of the workspace, by status. */
export function haltsTree(services: Services): TreeRows {
  services.context.subscriptions.push(
    services.files.onDidChange(() => {
      services.halts.changed.fire();
    }),
  );
  return {
    children: async (node) => {
      if (node?.kind === "status") return [...node.halts];
      if (node !== undefined) return [];
      const halts = (await services.files.list()).map(nodeOf);
      return (["active", "unreadable", "draft", "closed"] as const)
        .map((status) => ({
          kind: "status" as const,
          status,
          halts: halts.filter((halt) => halt.status === status),
        }))
        .filter((group) => group.halts.length > 0);
    },
    item: (node) => {
      if (node.kind === "status") return groupItem(node);
      return node.kind === "halt" ? haltItem(node) : new vscode.TreeItem("");
    },
  };
}

function nodeOf({ uri, shared, read }: HaltFile): HaltNode {
  const name = uri.path.split("/").at(-1) ?? "";
  if (!read.ok) {
    return {
      kind: "halt",
      uri: uri.toString(),
      title: name,
      status: "unreadable",
      detail: read.problems[0]?.message ?? "",
      shared,
    };
  }
  const { halt } = read;
  const ended = halt.outcome?.kind;
  const detail = [halt.release, ended, shared ? "shared" : "only you see this"].filter(
    (part) => part !== undefined,
  );
  return {
    kind: "halt",
    uri: uri.toString(),
    title: halt.title,
    status: halt.status,
    detail: detail.join(" · "),
    shared,
  };
}

function groupItem({ status, halts }: TreeNode & { kind: "status" }): vscode.TreeItem {
  const item = new vscode.TreeItem(
    groups[status].label,
    status === "closed"
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = `group.${status}`;
  item.description = String(halts.length);
  return item;
}

function haltItem({ uri, title, status, detail, shared }: HaltNode): vscode.TreeItem {
  return {
    id: uri,
    label: title === "" ? "(no title)" : title,
    description: detail,
    tooltip: `${title}\n${detail}\n${vscode.Uri.parse(uri).fsPath}`,
    iconPath: new vscode.ThemeIcon(
      groups[status].icon,
      status === "active" ? new vscode.ThemeColor("errorForeground") : undefined,
    ),
    contextValue: `halt.${status}.${shared ? "shared" : "private"}`,
    command: { command: "releaseHalt.open", title: "Open", arguments: [{ uri }] },
  };
}
