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

export function remember(view: PageView): void {
  api.setState(view);
}

export function post(message: PageMessage): void {
  api.postMessage(message);
}

export function typed(path: HaltPath, value: string | number | readonly string[] | null): void {
  post({
    kind: "typed",
    path: [...path],
    value: typeof value === "object" && value !== null ? [...value] : value,
  });
}

export function settle(): void {
  post({ kind: "settle" });
}

/** Asks for changes that are one undo step together. */
export function intend(...intents: Intent[]): void {
  post({ kind: "intents", intents });
}

export function command(name: PageCommand, item?: string): void {
  post({ kind: "command", command: name, ...(item === undefined ? {} : { item }) });
}
