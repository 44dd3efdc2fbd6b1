import * as vscode from "vscode";
import { askText } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

interface HaltItem extends vscode.QuickPickItem {
  readonly answer: string | vscode.Uri;
}

const title = "Halt Release Now (1 of 2)";

/**
 * Asks what goes wrong, in one sentence. Where the repository holds drafts they are offered beside it: who drafted a halt
 * and now stops the release means that one. Answers with the sentence or the draft's address; undefined when the person left.
 */
export async function askWhatToHalt(
  services: Services,
  top: vscode.Uri,
): Promise<string | vscode.Uri | undefined> {
  const drafts = await draftsOf(services, top);
  return drafts.length === 0
    ? askText(title, { prompt: "What goes wrong? One sentence." })
    : typeOrPick(drafts);
}

async function draftsOf({ files }: Services, top: vscode.Uri): Promise<readonly HaltItem[]> {
  return (await files.list()).flatMap(({ uri, top: of, read }) =>
    read.ok && read.halt.status === "draft" && of.toString() === top.toString()
      ? [
          {
            label: plainLabel(read.halt.title === "" ? "(no title)" : read.halt.title),
            description: plainLabel(["your draft", read.halt.release].filter(Boolean).join(" · ")),
            iconPath: new vscode.ThemeIcon("edit"),
            answer: uri,
          },
        ]
      : [],
  );
}

async function typeOrPick(drafts: readonly HaltItem[]): Promise<string | vscode.Uri | undefined> {
  const picker = vscode.window.createQuickPick<HaltItem>();
  picker.title = title;
  picker.placeholder = "What goes wrong? Write one sentence, or choose a draft.";
  picker.ignoreFocusOut = true;
  picker.items = drafts;
  picker.onDidChangeValue((value) => {
    const typed = value.trim();
    const fresh =
      typed === ""
        ? []
        : [
            {
              ...{ label: plainLabel(typed), description: "a new halt", alwaysShow: true },
              ...{ iconPath: new vscode.ThemeIcon("add"), answer: typed },
            },
          ];
    picker.items = [...fresh, ...drafts];
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      // Who types fast accepts before the sentence is among the items.
      const answer = picker.selectedItems[0]?.answer ?? picker.value.trim();
      if (answer === "") return;
      resolve(answer);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
