import * as vscode from "vscode";
import { notifications, type Notifications } from "./notifications";

/** The list in which a recording is reviewed, as it stands when it opens. */
export interface Review {
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly description: string;
    readonly detail: string;
    readonly isChecked: boolean;
  }[];
  /** What stands above the rows. */
  readonly notes: readonly string[];
}

/** Listens where the extension opens its lists, and ends each as a person would. */
export class Reviews {
  readonly told: Notifications = notifications();
  readonly #createQuickPick = vscode.window.createQuickPick;
  #opened: ((picker: vscode.QuickPick<vscode.QuickPickItem>) => void) | undefined;

  constructor() {
    Object.assign(vscode.window, {
      createQuickPick: (): vscode.QuickPick<vscode.QuickPickItem> => {
        const picker = this.#createQuickPick();
        const show = picker.show.bind(picker);
        picker.show = () => {
          show();
          this.#opened?.(picker);
        };
        return picker;
      },
    });
  }

  /** Runs a command that opens the list, and presses Enter or Escape in it; answers with what it held. */
  async during(command: string, end: "Enter" | "Escape"): Promise<Review> {
    const opened = new Promise<vscode.QuickPick<vscode.QuickPickItem>>((resolve) => {
      this.#opened = resolve;
    });
    const done = Promise.resolve(vscode.commands.executeCommand(`releaseHalt.${command}`));
    const picker = await opened;
    const review = reviewOf(picker);
    const by = end === "Enter" ? "acceptSelectedQuickOpenItem" : "closeQuickOpen";
    const ended = new AbortController();
    void done.finally(() => {
      ended.abort();
    });
    const late = Date.now() + 30_000;
    while (!ended.signal.aborted) {
      await vscode.commands.executeCommand(`workbench.action.${by}`);
      if (Date.now() > late) throw new Error("The list did not close in 30 seconds.");
    }
    await done;
    return review;
  }

  dispose(): void {
    Object.assign(vscode.window, { createQuickPick: this.#createQuickPick });
    this.told.dispose();
  }
}

function reviewOf({ title = "", items, selectedItems }: vscode.QuickPick<vscode.QuickPickItem>): Review {
  const isNote = ({ kind }: vscode.QuickPickItem): boolean => kind === vscode.QuickPickItemKind.Separator;
  return {
    title,
    notes: items.filter(isNote).map(({ label }) => label),
    rows: items
      .filter((item) => !isNote(item))
      .map((item) => ({
        label: item.label.replace(/^\$\([\w-]+\) /, ""),
        description: item.description ?? "",
        detail: item.detail ?? "",
        isChecked: selectedItems.includes(item),
      })),
  };
}
