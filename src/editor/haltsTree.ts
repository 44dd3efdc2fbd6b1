import * as vscode from "vscode";
import { criteriaLine } from "../gate/criteria/judgeCriteria";
import { eventName } from "../gate/ledger/eventWords";
import { audienceWords, type LedgerHalt } from "../gate/ledger/ledgerOverview";
import type { TreeRows } from "./features";
import type { HaltFile } from "./haltFiles";
import type { Services } from "./services";
import { ledgerArgument } from "./gateTarget";
import { wordsOf } from "./messages";
import type { HaltGroup, HaltNode, RecordNode, TreeNode } from "./treeNode";

const groups: Readonly<Record<HaltGroup, { readonly label: string; readonly icon: string }>> = {
  active: { label: "Active", icon: "stop-circle" },
  unreadable: { label: "Not readable", icon: "warning" },
  draft: { label: "Drafts", icon: "edit" },
  closed: { label: "Closed", icon: "pass" },
};

/** Every halt of the workspace, by status. */
export function haltsTree(services: Services): TreeRows {
  const changed = (): void => {
    services.halts.changed.fire();
  };
  services.context.subscriptions.push(
    services.files.onDidChange(changed),
    services.ledgers.onDidChange(changed),
    services.lifts.onDidChange(changed),
  );
  return {
    children: async (node) => {
      if (node?.kind === "status") return [...node.halts];
      if (node?.kind === "records") return [...node.records];
      if (node !== undefined) return [];
      const known = await knownOf(services);
      const halts = (await services.files.list()).map((file) => nodeOf(file, known));
      const records = await recordsOf(services, known);
      const groupsOfFiles = (["active", "unreadable", "draft", "closed"] as const)
        .map((status) => ({
          kind: "status" as const,
          status,
          halts: halts.filter((halt) => halt.status === status),
        }))
        .filter((group) => group.halts.length > 0);
      return [...groupsOfFiles, ...(records.length === 0 ? [] : [{ kind: "records" as const, records }])];
    },
    item: (node) => {
      if (node.kind === "status") return groupItem(node);
      if (node.kind === "records") return recordsItem(node);
      if (node.kind === "record") return recordItem(node);
      return node.kind === "halt" ? haltItem(node) : new vscode.TreeItem("");
    },
  };
}

/** What the ledgers and git say of halts beyond their files, by repository and id. */
interface Known {
  /** "3 of 4 met", of active halts that declare what lifts them. */
  readonly counts: ReadonlyMap<string, string>;
  /** Who sees a halt, of those that a ledger has. */
  readonly audiences: ReadonlyMap<string, string>;
}

const keyOf = (top: vscode.Uri, id: string): string => `${top.toString()} ${id}`;

async function knownOf({ ledgers, lifts, log }: Services): Promise<Known> {
  const counts = new Map<string, string>();
  const audiences = new Map<string, string>();
  for (const top of vscode.workspace.isTrusted ? await ledgers.tops() : []) {
    try {
      const { halts, remote } = await ledgers.read(top);
      for (const halt of halts) audiences.set(keyOf(top, halt.state.id), audienceWords(halt, remote));
      for (const { id, judged } of await lifts.of(top)) counts.set(keyOf(top, id), criteriaLine(judged));
    } catch (error) {
      log.warn(`What the ledger of ${top.fsPath} says could not be found out: ${wordsOf(error)}`);
    }
  }
  return { counts, audiences };
}

function nodeOf({ uri, shared, read, top }: HaltFile, { counts, audiences }: Known): HaltNode {
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
  const key = keyOf(top, halt.id);
  const detail = [
    halt.status === "active" ? counts.get(key) : undefined,
    halt.release,
    ended,
    audiences.get(key) ?? (shared ? "in the work tree" : "only you see this"),
  ].filter((part) => part !== undefined);
  return {
    kind: "halt",
    uri: uri.toString(),
    title: halt.title,
    status: halt.status,
    detail: detail.join(" · "),
    shared,
  };
}

const mostRecords = 100;

/** The halts that only a ledger knows, active ones first, newest first. */
async function recordsOf({ files, ledgers, log }: Services, said: Known): Promise<readonly RecordNode[]> {
  if (!vscode.workspace.isTrusted) return [];
  const known = await files.list();
  const tops = await ledgers.tops();
  const found = await Promise.all(
    tops.map(async (top) => {
      const here = new Set(
        known.flatMap(({ read, top: of }) =>
          read.ok && of.toString() === top.toString() ? [read.halt.id] : [],
        ),
      );
      try {
        const { halts, remote } = await ledgers.read(top);
        return halts
          .filter(({ state }) => !here.has(state.id))
          .sort((a, b) => Date.parse(b.state.placed.at) - Date.parse(a.state.placed.at))
          .map((halt) => recordNode(halt, top, remote, said));
      } catch (error) {
        log.warn(`The ledger of ${top.fsPath} could not be listed: ${wordsOf(error)}`);
        return [];
      }
    }),
  );
  return found
    .flat()
    .sort((a, b) => Number(b.isActive) - Number(a.isActive))
    .slice(0, mostRecords);
}

function recordNode(
  halt: LedgerHalt,
  top: vscode.Uri,
  remote: string | undefined,
  { counts }: Known,
): RecordNode {
  const { state, shared } = halt;
  const { closed, placed, terms } = state;
  const detail = [
    closed === undefined ? counts.get(keyOf(top, state.id)) : eventName(closed).toLowerCase(),
    terms.release,
    placed.by,
    audienceWords(halt, remote),
  ].filter((part) => part !== undefined);
  return {
    kind: "record",
    id: state.id,
    top: top.toString(),
    title: terms.title,
    isActive: closed === undefined,
    detail: detail.join(" · "),
    shared,
    ledger: state.id,
  };
}

function recordsItem({ records }: TreeNode & { kind: "records" }): vscode.TreeItem {
  const active = records.some(({ isActive }) => isActive);
  const item = new vscode.TreeItem(
    "From the ledger",
    active ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = "group.ledger";
  item.description = String(records.length);
  item.tooltip = "Halts that the ledger knows and whose file is not here";
  return item;
}

function recordItem({ id, top, title, isActive, detail, shared }: RecordNode): vscode.TreeItem {
  return {
    id: `record.${top}.${id}`,
    label: title === "" ? "(no title)" : title,
    description: detail,
    tooltip: `${title}\n${detail}`,
    iconPath: isActive
      ? new vscode.ThemeIcon("stop-circle", new vscode.ThemeColor("errorForeground"))
      : new vscode.ThemeIcon("pass"),
    contextValue: `record.${isActive ? "active" : "closed"}.${shared ? "shared" : "private"}`,
    command: {
      command: "releaseHalt.showRecord",
      title: "Show",
      arguments: [ledgerArgument(vscode.Uri.parse(top), id)],
    },
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
