import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { provideBrowser } from "./provision";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await provideBrowser(), args: flags, headless: true });
}

/** A context that may use the clipboard, as a desktop editor may. */
export async function openContext(
  browser: Browser,
  viewport = { width: 1280, height: 860 },
): Promise<BrowserContext> {
  return browser.newContext({
    viewport,
    permissions: ["clipboard-read", "clipboard-write"],
    locale: "en-GB",
  });
}

/** The address of a folder in the editor, with what the automation of the editor is told. */
export function addressOf(
  port: number,
  folder: string | undefined,
  payload?: readonly (readonly string[])[],
): string {
  const address = new URL(`http://127.0.0.1:${port}/`);
  if (folder !== undefined) address.searchParams.set("folder", folder);
  else address.searchParams.set("ew", "true");
  if (payload !== undefined) address.searchParams.set("payload", JSON.stringify(payload));
  return address.href;
}
