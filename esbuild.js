// Builds the extension host (one bundle for start-up, one for each dynamic import), the command line and the page.
//   node esbuild.js            once
//   node esbuild.js --watch    again on each change
//   node esbuild.js --tests    the in-editor test suites as well
const esbuild = require("esbuild");
const fs = require("node:fs");
const path = require("node:path");

const watch = process.argv.includes("--watch");
const tests = process.argv.includes("--tests");

/**
 * Bundles that load when first used. A dynamic `import()` in `src/editor` or `src/extension.ts` must name one of these;
 * it becomes a `require` of its own file, so start-up reads none of them.
 */
const lazy = {
  "src/editor/features.ts": "features",
  "src/capture/results/readResults.ts": "results",
  "src/capture/redaction/redact.ts": "redaction",
  "src/brief/renderBrief.ts": "brief",
  "src/system/repositorySettings.ts": "settings",
};

const splitDynamicImports = {
  name: "split-dynamic-imports",
  setup(build) {
    build.onResolve({ filter: /^\./ }, (args) => {
      if (args.kind !== "dynamic-import") return undefined;
      const file =
        path.relative(__dirname, path.join(args.resolveDir, args.path)).replaceAll(path.sep, "/") + ".ts";
      const bundle = lazy[file];
      if (bundle === undefined)
        return { errors: [{ text: `${file} is imported dynamically but is no bundle of its own` }] };
      return { path: `./${bundle}.js`, external: true };
    });
  },
};

const node = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: !watch,
  sourcemap: watch,
  logLevel: "info",
  legalComments: "none",
};

const builds = [
  {
    ...node,
    entryPoints: {
      extension: "src/extension.ts",
      ...Object.fromEntries(Object.entries(lazy).map(([file, name]) => [name, file])),
    },
    outdir: "dist",
    external: ["vscode"],
    plugins: [splitDynamicImports],
  },
  { ...node, entryPoints: { cli: "src/cli.ts" }, outdir: "dist", banner: { js: "#!/usr/bin/env node" } },
  {
    entryPoints: { page: "src/webview/page.tsx" },
    outdir: "dist",
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    minify: !watch,
    sourcemap: watch ? "inline" : false,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "info",
  },
];
