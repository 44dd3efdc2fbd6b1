import * as vscode from "vscode";
import { assessHalt } from "../assess/assessHalt";
import { shortDateWords } from "../assess/dateWords";
import { withJudged } from "../gate/criteria/withJudged";
import { evidenceTitles } from "../halt/evidence";
import { instantOf } from "../halt/instant";
import type { Checklist, EvidenceState } from "../halt/checklist";
import type { TreeRows } from "./features";
import type { HaltFile } from "./haltFiles";
import { wordsOf } from "./messages";
import type { Services } from "./services";
import type { TreeNode } from "./treeNode";

const icons: Readonly<Record<EvidenceState, { readonly icon: string; readonly color?: string }>> = {
  complete: { icon: "pass", color: "testing.iconPassed" },
  incomplete: { icon: "color-mode", color: "list.warningForeground" },
  stale: { icon: "history", color: "list.warningForeground" },
  missing: { icon: "circle-large-outline" },
};

/** The checklist of the current halt: one row an item, its state, and on the badge how many are still missing. */
export function evidenceTree(services: Services): TreeRows {
  const { view, changed } = services.evidence;
  const refresh = (): void => {
    changed.fire();
    describe(services).catch((error: unknown) => {
      services.log.error(`The checklist could not be shown: ${wordsOf(error)}`);
    });
  };
  services.context.subscriptions.push(
    services.current.onDidChange(refresh),
    services.facts.onDidChange(refresh),
    services.lifts.onDidChange(refresh),
  );
  refresh();
  return {
    children: async (node) => {
      const file = node === undefined ? await services.current.file() : undefined;
      const checklist = file && checklistOf(services, file);
      return (checklist?.items ?? []).map((item): TreeNode => ({
        kind: "evidence",
        uri: file?.uri.toString() ?? "",
        item,
      }));
    },
    item: (node) => (node.kind === "evidence" ? row(node) : new vscode.TreeItem("")),
  };

  async function describe({ current }: Services): Promise<void> {
    const file = await current.file();
    const checklist = file && checklistOf(services, file);
    // A halt that has ended asks for nothing more.
    const ended = file?.read.ok === true && file.read.halt.status === "closed";
    const open = ended ? [] : (checklist?.items ?? []).filter(({ state }) => state !== "complete");
    const count = open.length;
    view.message = checklist?.line ?? "";
    view.description = file?.read.ok === true ? file.read.halt.title : "";
    view.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip: `${count} evidence ${count === 1 ? "item is" : "items are"} not complete`,
          };
    await vscode.commands.executeCommand("setContext", "releaseHalt.hasHalt", file !== undefined);
  }
}

/** The checklist of a halt file as it is now; undefined where the file cannot be read. */
export function checklistOf(services: Services, file: HaltFile): Checklist | undefined {
  const read = services.documents.at(file.uri)?.read() ?? file.read;
  if (!read.ok) return undefined;
  const { halt } = read;
  const judged = services.lifts.lastOf(file.top, halt.id);
  return assessHalt(withJudged(halt, judged), services.facts.of(file.uri, halt, file.top));
}

function row({ uri, item }: TreeNode & { kind: "evidence" }): vscode.TreeItem {
  const title = evidenceTitles[item.id];
  const { icon, color } = icons[item.state];
  const by = item.due === undefined ? undefined : shortDateWords(item.due, instantOf(new Date()));
  const due = [item.owner, by].filter((part) => part !== undefined).join(", ");
  return {
    id: item.id,
    label: title,
    description: due === "" ? item.summary : `${item.summary} · ${due}`,
    tooltip: [`${title}: ${item.state}`, item.reason, item.next].filter((part) => part !== "").join("\n"),
    iconPath: new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color)),
    contextValue: `evidence.${item.state}${item.state === "complete" && item.next !== "" ? ".offer" : ""}.${item.id}`,
    accessibilityInformation: { label: `${title}, ${item.state}. ${item.summary}` },
    command: { command: "releaseHalt.open", title: "Open", arguments: [{ uri, item: item.id }] },
  };
}
