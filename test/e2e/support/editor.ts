import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { addressOf, openContext, startBrowser } from "../../editor/harness/browser";
import { cacheFolder } from "../../editor/harness/paths";
import {
  installExtension,
  startServer,
  writeSettings,
  type RunningServer,
} from "../../editor/harness/server";

export interface EditorOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Leaves Workspace Trust on, so that folders open in Restricted Mode. */
  readonly restricted?: boolean;
  /** Where the editor looks for programs, instead of where this process does. */
  readonly path?: string;
}

/** A VS Code with the packaged extension, and a browser to look into it. */
export class Editor {
  /** The windows that are open, for a picture of each when a test fails. */
  static readonly windows = new Set<EditorWindow>();

  private constructor(
    readonly folder: string,
    readonly browser: Browser,
    readonly server: RunningServer,
    private readonly userData: string,
  ) {}

  static async start(options: EditorOptions = {}): Promise<Editor> {
    const folder = await mkdtemp(join(tmpdir(), "release-halt-window-"));
    const userData = join(folder, "user data");
    const extensions = join(folder, "extensions");
    await mkdir(extensions, { recursive: true });
    await installExtension(join("dist", "release-halt.vsix"), { userData, extensions });
    const server = await startServer({
      userData,
      extensions,
      flags: options.restricted === true ? [] : ["--disable-workspace-trust"],
      settings: options.settings ?? {},
      ...(options.path !== undefined && { path: options.path }),
    });
    return new Editor(folder, await startBrowser(), server, userData);
  }

  async open(
    workspace: string | undefined,
    viewport?: { width: number; height: number },
  ): Promise<EditorWindow> {
    const context = await openContext(this.browser, viewport);
    const page = await context.newPage();
    await page.goto(addressOf(this.server.port, workspace));
    const window = new EditorWindow(context, page);
    Editor.windows.add(window);
    context.once("close", () => Editor.windows.delete(window));
    await window.ready();
    return window;
  }

  /** Changes settings of the running editor. */
  async set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(this.userData, settings);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One window, used as a person uses it: each method that clicks or types counts as one interaction. */
export class EditorWindow {
  /** Keystroke chords, texts and clicks since the window opened. */
  interactions = 0;

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Waits until the extension's icon is in the Activity Bar. */
  async ready(): Promise<void> {
    await this.page.locator('.activitybar [aria-label^="Release Halt"]').first().waitFor({ timeout: 60_000 });
  }

  async press(chord: string): Promise<void> {
    this.interactions += 1;
    await this.page.keyboard.press(chord);
  }

  async type(text: string): Promise<void> {
    this.interactions += 1;
    await this.page.keyboard.type(text);
  }

  async click(target: Locator): Promise<void> {
    this.interactions += 1;
    await target.click();
  }

  /** Runs a command from the palette: open it, type the name, Enter. */
  async palette(name: string): Promise<void> {
    await this.pick("F1", `>${name}`, name);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.pick("Control+p", name, name);
  }

  /** Types into the input box or the list that is open, and presses Enter; wherever the focus was on its way to. */
  async answer(text: string): Promise<void> {
    this.interactions += 2;
    await this.quickInput.fill(text);
    await this.quickInput.press("Enter");
  }

  /** What took the focus a moment ago may close the list as it opens: it is opened again, as a person would. */
  private async pick(chord: string, text: string, row: string): Promise<void> {
    this.interactions += 3;
    for (let tries = 1; ; tries += 1) {
      await this.page.keyboard.press(chord);
      try {
        await this.quickInput.fill(text, { timeout: 8000 });
        await this.row(row).first().waitFor({ timeout: 20_000 });
        break;
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
    await this.quickInput.press("Enter");
  }

  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible input.input");
  }

  row(text: string): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text });
  }

  /** Waits for an input box whose title or prompt holds a text. */
  async asked(text: string): Promise<void> {
    await this.page.locator(".quick-input-widget:visible", { hasText: text }).waitFor();
    await this.quickInput.waitFor();
  }

  /** Chooses a file in the dialog of a title, which overlooks what is typed while it lists a folder. */
  async chooseFile(title: string, path: string): Promise<void> {
    await this.asked(title);
    const dialog = this.page.locator(".quick-input-widget:visible", { hasText: title });
    const input = dialog.locator("input.input");
    await until(`the dialog takes ${path}`, async () => {
      try {
        if ((await input.inputValue({ timeout: 5000 })) !== path) await input.fill(path, { timeout: 5000 });
        // Never by the keyboard of the window: it may be in the page by now.
        await input.press("Enter", { timeout: 5000 });
      } catch (error) {
        if (await dialog.isVisible()) throw error;
      }
      // A second key would be for the button that opened the dialog: it has the focus again once that is gone.
      return dialog.waitFor({ state: "hidden", timeout: 5000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** The page of the halt editor that is in front. */
  get halt(): FrameLocator {
    return this.page
      .locator("iframe.webview.ready")
      .locator("visible=true")
      .contentFrame()
      .locator("iframe#active-frame")
      .contentFrame();
  }

  field(label: string): Locator {
    return this.halt.getByLabel(label, { exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.halt.getByRole("button", { name });
  }

  /** Waits until a field of the halt editor has the focus. */
  async focused(label: string): Promise<void> {
    await this.field(label).and(this.halt.locator(":focus")).waitFor();
  }

  /** Waits for a message in the status bar. */
  async status(text: string): Promise<void> {
    await this.page.locator(".statusbar", { hasText: text }).waitFor();
  }

  tab(name: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: name });
  }

  async showEvidence(): Promise<void> {
    // Its badge lies over the icon, so the item around both is what a person clicks.
    const icon = this.page.locator('[aria-label^="Release Halt"]').first();
    await this.page.locator(".activitybar li.action-item", { has: icon }).click();
    await this.page.locator('.sidebar [role="tree"]').locator("visible=true").first().waitFor();
  }

  evidenceRow(title: string): Locator {
    return this.page.locator(".sidebar .monaco-list-row", { hasText: title });
  }

  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async screenshot(name: string, folder = join(cacheFolder, "screenshots")): Promise<string> {
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Waits until a condition holds, asking again and again; fails with `what` after 15 seconds. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const late = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > late) throw new Error(`In 15 seconds it did not happen that ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
