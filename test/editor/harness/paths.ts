import { join } from "node:path";

/** The project's top folder; the tests are started there by npm. */
export const projectFolder = process.cwd();
/** Downloads of editors, and what their runs leave behind; git ignores it. */
export const cacheFolder = join(projectFolder, ".vscode-test");
