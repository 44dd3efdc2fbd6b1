import type { HaltPath, Intent } from "../halt/intent";
import type { PageCommand, PageMessage, PageView } from "../editor/protocol";

interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageView): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** What was on screen before the page was hidden or the window reloaded; the host checks it. */
export function rememberedView(): unknown {
  return api.getState();
}

/** Keeps what is on screen for when the page comes back. */
export function remember(view: PageView): void {
  api.setState(view);
}

/** Sends a message to the host. */
export function post(message: PageMessage): void {
  api.postMessage(message);
}

/** Tells each keystroke: the field's whole value, which the host gathers into one edit; null empties the field. */
export function typed(path: HaltPath, value: string | number | readonly string[] | null): void {
  post({
    kind: "typed",
    path: [...path],
    value: typeof value === "object" && value !== null ? [...value] : value,
  });
}

/** Tells that a field lost the focus: what was typed becomes an edit now. */
export function settle(): void {
  post({ kind: "settle" });
}

/** Asks for changes that are one undo step together. */
export function intend(...intents: Intent[]): void {
  post({ kind: "intents", intents });
}

/**
 * Asks for a command of the editor.
 * @param item the id of the evidence item or list item that it is about
 */
export function command(name: PageCommand, item?: string): void {
  post({ kind: "command", command: name, ...(item === undefined ? {} : { item }) });
}
