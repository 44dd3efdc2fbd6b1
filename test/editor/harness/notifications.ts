import * as vscode from "vscode";

/** The notifications that the extension showed since; they are shown all the same. */
export interface Notifications {
  /** Those that hold a text. */
  about(text: string): readonly string[];
  /** Waits until one holds a text. */
  heard(text: string): Promise<void>;
  dispose(): void;
}

const lateMs = 20_000;

/** Listens where the extension hands its notifications to the editor: both have the same `vscode`. */
export function notifications(): Notifications {
  const messages: string[] = [];
  const arrived = new vscode.EventEmitter<void>();
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const listen =
    (show: (message: string, ...labels: string[]) => unknown) =>
    (message: string, ...labels: string[]): unknown => {
      messages.push(message);
      arrived.fire();
      return show(message, ...labels);
    };
  Object.assign(vscode.window, {
    showInformationMessage: listen(showInformationMessage),
    showWarningMessage: listen(showWarningMessage),
  });
  const about = (text: string): readonly string[] => messages.filter((message) => message.includes(text));
  return {
    about,
    heard: async (text) => {
      if (about(text).length > 0) return;
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => {
          subscription.dispose();
          reject(new Error(`Nobody was told: ${text}\nbut\n${messages.join("\n")}`));
        }, lateMs);
        const subscription = arrived.event(() => {
          if (about(text).length === 0) return;
          clearTimeout(late);
          subscription.dispose();
          resolve();
        });
      });
    },
    dispose: () => {
      Object.assign(vscode.window, { showInformationMessage, showWarningMessage });
      arrived.dispose();
    },
  };
}
