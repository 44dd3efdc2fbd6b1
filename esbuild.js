// Builds the extension host (one bundle for start-up, one for each dynamic import), the command line and the page.
//   node esbuild.js            once
//   node esbuild.js --watch    again on each change
//   node esbuild.js --tests    the in-editor test suites as well
const esbuild = require("esbuild");
const fs = require("node:fs");
const path = require("node:path");

const watch = process.argv.includes("--watch");
const tests = process.argv.includes("--tests");

/** What the extension has in common with the command line, whose bundle holds it: loaded from there when first used. */
const shared = {
  "src/capture/attachTests.ts": "results",
  "src/capture/ci/openCi.ts": "ci",
  "src/capture/redaction/redact.ts": "redaction",
  "src/brief/renderBrief.ts": "brief",
  "src/prove/verifyHalt.ts": "prove",
  "src/prove/searchHalt.ts": "search",
  "src/system/repositorySettings.ts": "settings",
  "src/editor/resultsWorker.ts": "worker",
};

/**
 * Files that load when first used. A dynamic `import()` on the way of the extension host must name one of these; it
 * becomes a `require` of its own file, so start-up reads none of them.
 */
const lazy = {
  "src/editor/features.ts": "features",
  "src/editor/installGate.ts": "install",
  ...shared,
};

/** The command line's bundle, which runs when it is the program, and else hands out what it shares. */
const commandLine = {
  contents: [
    "exports.shared = {",
    ...Object.entries(shared).map(([file, name]) => `  ${name}: () => require("./${file}"),`),
    "};",
    'exports.run = () => require("./src/cli.ts");',
  ].join("\n"),
  resolveDir: __dirname,
  sourcefile: "commandLine.js",
};

const splitDynamicImports = {
  name: "split-dynamic-imports",
  setup(build) {
    build.onResolve({ filter: /^\./ }, (args) => {
      const ours = args.importer.startsWith(path.join(__dirname, "src"));
      if (args.kind !== "dynamic-import" || !ours) return undefined;
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
  // The other form of jsonc-parser loads its parts by names that no bundler sees.
  mainFields: ["module", "main"],
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Node's own `import()` sees only the names that stand in a file as text; a `require` has all that it exports.
  supported: { "dynamic-import": false },
  minify: !watch,
  sourcemap: watch,
  logLevel: "warning",
  legalComments: "none",
};

/** The JSON Schema that VS Code offers for `*.halt.json`, made from the schema in `src/halt`. */
const schemaBuild = {
  ...node,
  entryPoints: { schema: "src/halt/jsonSchema.ts" },
  outdir: "dist",
  write: false,
  // Its only output is run, and a map would be another one.
  sourcemap: false,
  plugins: [
    {
      name: "write-json-schema",
      setup(build) {
        build.onEnd((result) => {
          const [file] = result.outputFiles ?? [];
          if (file === undefined) return;
          const module = { exports: {} };
          new Function("module", "exports", "require", file.text)(module, module.exports, require);
          fs.mkdirSync("dist", { recursive: true });
          fs.writeFileSync(
            "dist/halt.schema.json",
            `${JSON.stringify(module.exports.haltJsonSchema(), undefined, 1)}\n`,
          );
        });
      },
    },
  ],
};

const testBuild = {
  ...node,
  minify: false,
  sourcemap: "inline",
  entryPoints: tests
    ? {
        suite: "test/editor/suite.ts",
        bench: "test/bench/inEditor.ts",
        readResultFile: "test/bench/readResultFile.ts",
        editorExecutable: "test/editor/harness/editorExecutable.ts",
        ...Object.fromEntries(
          fs
            .readdirSync("test/editor", { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".test.ts"))
            .map((file) => [`editor/${file.slice(0, -".ts".length)}`, path.join("test/editor", file)]),
        ),
      }
    : {},
  outdir: "dist/test",
  external: ["vscode", "mocha", "playwright-core"],
  banner: { js: "#!/usr/bin/env node" },
};

/** npm packages whose files went into a bundle, by their folder. */
const bundled = new Set();

/** What is bundled keeps its licence: most of them ask that copies come with it. */
function noteBundled(result) {
  for (const output of Object.values(result.metafile?.outputs ?? {})) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? [];
      if (folder !== undefined && bytesInOutput > 0) bundled.add(folder);
    }
  }
}

/** Of packages without a licence file, the licence that their repository names. */
const withoutFile = {
  // https://github.com/lddubeau/saxes/blob/main/LICENSE; it was made from sax.
  saxes: [
    isc("Contributors"),
    "The licence of sax, from which it was made:",
    isc("Isaac Z. Schlueter and Contributors"),
  ].join("\n\n"),
};

/** The ISC licence as another package of ours carries it, with the holder that is named. */
function isc(holder) {
  const text = fs.readFileSync(path.join(__dirname, "node_modules", "semver", "LICENSE"), "utf8");
  return text.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`).trim();
}

function writeNotices() {
  const notices = [...bundled].map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const [file] = fs
      .readdirSync(folder)
      .filter((one) => /^(licen[sc]e|copying)/i.test(one))
      .sort();
    const text = file === undefined ? withoutFile[name] : fs.readFileSync(path.join(folder, file), "utf8");
    if (text === undefined) throw new Error(`${name} is bundled, and its package has no licence file.`);
    return `${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
  });
  const head = "Release Halt includes parts of these packages. Each has its own licence.\n";
  const line = `\n${"-".repeat(80)}\n\n`;
  fs.writeFileSync("dist/THIRD-PARTY-NOTICES.txt", [head, ...[...new Set(notices)].sort()].join(line));
}

const builds = [
  {
    ...node,
    entryPoints: {
      extension: "src/extension.ts",
      ...Object.fromEntries(
        Object.entries(lazy)
          .filter(([file]) => !(file in shared))
          .map(([file, name]) => [name, file]),
      ),
    },
    outdir: "dist",
    external: ["vscode"],
    plugins: [splitDynamicImports],
  },
  {
    ...node,
    stdin: commandLine,
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
    footer: { js: "if (require.main === module) module.exports.run();" },
  },
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
    loader: { ".svg": "text" },
    logLevel: "warning",
    legalComments: "none",
  },
  schemaBuild,
  ...(tests ? [testBuild] : []),
];

/** The gate for where there is no Node ships as it is written. */
function copyShellGate() {
  fs.mkdirSync("dist", { recursive: true });
  fs.copyFileSync("src/gate/release-halt.sh", "dist/release-halt.sh");
  fs.chmodSync("dist/release-halt.sh", 0o755);
}

function writeShared() {
  fs.mkdirSync("dist", { recursive: true });
  for (const name of Object.values(shared))
    fs.writeFileSync(`dist/${name}.js`, `module.exports = require("./cli.js").shared.${name}();\n`);
}

let running = 0;

/** Tells when all bundles are there: the editor's task waits for these words before it starts what it debugs. */
const tellProgress = {
  name: "tell-progress",
  setup(build) {
    build.onStart(() => {
      if (running === 0) console.log("[watch] build started");
      running += 1;
    });
    build.onEnd(() => {
      running -= 1;
      if (running === 0) console.log("[watch] build finished");
    });
  },
};

async function main() {
  // A test that was renamed must not run by its old name.
  fs.rmSync("dist/test", { recursive: true, force: true });
  copyShellGate();
  writeShared();
  if (!watch) {
    const shipped = builds.filter((options) => options !== testBuild && options !== schemaBuild);
    const results = await Promise.all(
      builds.map((options) => esbuild.build({ ...options, metafile: shipped.includes(options) })),
    );
    results.forEach(noteBundled);
    writeNotices();
    fs.chmodSync("dist/cli.js", 0o755);
    if (tests) fs.chmodSync("dist/test/editorExecutable.js", 0o755);
    return;
  }
  const contexts = await Promise.all(
    builds.map((options) =>
      esbuild.context({ ...options, plugins: [...(options.plugins ?? []), tellProgress] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
