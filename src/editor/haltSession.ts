import * as vscode from "vscode";
import { pageMessageSchema, type HostMessage, type PageMessage, type PageView } from "./protocol";
import type { EditResult, HaltDocument } from "./haltDocument";
import { tellFailure } from "./failure";
import { haltMessage } from "./haltMessage";
import { pathKey, type Intent } from "../halt/intent";
import { showProblem } from "./messages";
import { pageHtml } from "./pageHtml";
import type { Services } from "./services";

/** What one halt editor does with the commands of its page. */
export type RunPageCommand = (
  session: HaltSession,
  message: PageMessage & { kind: "command" },
) => Promise<unknown>;

/**
 * One open halt editor: hears what the page wants, and sends it the whole state after each change. The page holds
 * nothing that the file does not hold, so any state may be dropped for a newer one.
 */
export class HaltSession {
  readonly #services: Services;
  readonly #run: RunPageCommand;
  readonly #subscriptions: vscode.Disposable[];
  readonly #copied = new vscode.EventEmitter<string | null>();
  readonly #waiting: HostMessage[] = [];
  #view: PageView | undefined;
  #updating: Promise<void> | undefined;
  #again = false;
  #gone = false;
  #disposed = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly halt: HaltDocument,
    services: Services,
    run: RunPageCommand,
  ) {
    this.#services = services;
    this.#run = run;
    const { webview } = panel;
    const extension = services.context.extensionUri;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extension, "dist"), vscode.Uri.joinPath(extension, "media")],
    };
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, ".."), this.uri.path.split("/").at(-1) ?? ""),
    );
    this.#subscriptions = [
      watcher,
      watcher.onDidDelete(() => this.#fileGone(true)),
      watcher.onDidCreate(() => this.#fileGone(false)),
      webview.onDidReceiveMessage((raw: unknown) => void this.#receive(raw)),
      panel.onDidChangeViewState(() => void this.#viewStateChanged()),
      halt.onDidRefuse(({ field, message }) => this.post({ kind: "refused", field, message })),
      services.documents.onDidChange((changed) => {
        if (changed === halt) this.update();
      }),
      services.facts.onDidChange(() => this.update()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.update()),
    ];
    webview.html = pageHtml(webview, extension);
  }

  get uri(): vscode.Uri {
    return this.halt.document.uri;
  }

  /** What is on screen; undefined until the page has loaded. */
  get view(): PageView | undefined {
    return this.#view;
  }

  /** Whether the file was deleted while the editor shows it. */
  get fileGone(): boolean {
    return this.#gone;
  }

  /** Sends the newest state, once, however often it is called meanwhile. */
  update(): void {
    if (this.#updating !== undefined) {
      this.#again = true;
      return;
    }
    const sending = this.#sendState().catch((error: unknown) => {
      tellFailure(this.#services.log, error);
    });
    this.#updating = sending.then(() => {
      this.#updating = undefined;
      if (this.#again && !this.#disposed) {
        this.#again = false;
        this.update();
      }
    });
  }

  /** Sends a message as soon as the page has loaded. */
  post(message: HostMessage): void {
    if (this.#disposed) return;
    if (this.#view === undefined) this.#waiting.push(message);
    else void this.panel.webview.postMessage(message);
  }

  /** Opens an evidence item and puts the focus into a field of it. */
  reveal(item: string, field?: string): void {
    this.panel.reveal();
    this.post({ kind: "reveal", item, ...(field === undefined ? {} : { field }) });
  }

  /**
   * Puts HTML and plain text on the clipboard together, which only a page with the focus can. Answers with the reason when
   * it could not, also when the page has not answered in ten seconds.
   */
  async copyRich(html: string, text: string): Promise<string | null> {
    this.panel.reveal();
    const answer = new Promise<string | null>((resolve) => {
      const late = setTimeout(() => {
        subscription.dispose();
        resolve("the editor did not get the focus");
      }, 10_000);
      const subscription = this.#copied.event((problem) => {
        clearTimeout(late);
        subscription.dispose();
        resolve(problem);
      });
    });
    this.post({ kind: "copyRich", html, text });
    return answer;
  }

  dispose(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#copied.dispose();
  }

  async #receive(raw: unknown): Promise<void> {
    const parsed = pageMessageSchema.safeParse(raw);
    if (!parsed.success) {
      this.#services.log.error(
        `The page of ${this.uri.fsPath} sent what is no message: ${parsed.error.message}`,
      );
      showProblem(
        "The editor's last change was not understood and is not in the halt; it is still on the screen.",
      );
      return;
    }
    try {
      await this.#handle(parsed.data);
    } catch (error) {
      tellFailure(this.#services.log, error);
    }
  }

  async #handle(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case "ready":
      case "view":
        this.#view = message.view;
        this.update();
        if (message.kind === "ready") for (const waiting of this.#waiting.splice(0)) this.post(waiting);
        return;
      case "typed":
        this.halt.type(message.path, message.value);
        return;
      case "settle":
        await this.halt.settle();
        return;
      case "intents":
        this.#tell(message.intents, await this.halt.apply(message.intents));
        return;
      case "undo":
      case "redo":
        await this.halt.settle();
        await vscode.commands.executeCommand(message.kind);
        this.update();
        return;
      case "command":
        await this.halt.settle();
        await this.#run(this, message);
        return;
      case "link":
        await this.#openLink(message.url);
        return;
      case "copied":
        this.#copied.fire(message.problem);
        return;
      default:
        message satisfies never;
    }
  }

  #tell([first]: readonly Intent[], result: EditResult): void {
    if (first === undefined || result.ok) return;
    this.post({ kind: "refused", field: pathKey(first.path), message: result.message });
  }

  async #openLink(address: string): Promise<void> {
    const uri = vscode.Uri.parse(address, true);
    if (uri.scheme === "https" || uri.scheme === "http") await vscode.env.openExternal(uri);
  }

  async #sendState(): Promise<void> {
    if (this.#view === undefined || !this.panel.visible) return;
    const message = await haltMessage(this, this.#view, this.#services);
    if (!this.#disposed) await this.panel.webview.postMessage(message);
  }

  async #viewStateChanged(): Promise<void> {
    this.#services.sessions.activeChanged();
    if (this.panel.visible) this.update();
    else await this.halt.settle();
  }

  #fileGone(gone: boolean): void {
    this.#gone = gone;
    this.update();
  }
}
