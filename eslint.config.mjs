import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** A folder of `src` imports only from the folders to its left. */
const layers = ["halt", "system", "capture", "prove", "assess", "brief", "gate", "editor"];

const zodNamed = {
  selector: "ImportDeclaration[source.value='zod'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  message:
    'Import zod as a namespace: `import * as z from "zod"`; the named import bundles five times as much.',
};

/** Forbids static and dynamic imports whose path matches `pattern`. */
function forbid(pattern, message, { types = false } = {}) {
  return {
    imports: { regex: pattern, message, allowTypeImports: types },
    dynamic: { selector: `ImportExpression[source.value=/${pattern.replaceAll("/", "\\/")}/]`, message },
  };
}

const nodeModules = forbid("^node:", "halt/ imports no Node module.");
const vscode = forbid("^vscode$", "Only editor/ and extension.ts import vscode.");
const machine = forbid(
  "^(node:)?(fs|fs/promises|child_process)$",
  "Only system/ and editor/ touch files and processes.",
);

function rules(...bans) {
  return {
    "no-restricted-imports": "off",
    "@typescript-eslint/no-restricted-imports": ["error", { patterns: bans.map((ban) => ban.imports) }],
    "no-restricted-syntax": ["error", zodNamed, ...bans.map((ban) => ban.dynamic)],
  };
}

function layer(folder, index) {
  const bans = [];
  const right = [...layers.slice(index + 1), "webview", "cli", "extension"].join("|");
  bans.push(forbid(`^(\\.\\./)+(${right})(/|$)`, `${folder}/ imports only from folders to its left.`));
  if (folder === "halt") bans.push(nodeModules);
  if (folder !== "editor") bans.push(vscode);
  if (folder !== "system" && folder !== "editor") bans.push(machine);
  return { files: [`src/${folder}/**/*.{ts,tsx}`], rules: rules(...bans) };
}

export default tseslint.config(
  { ignores: ["dist/", "demo-out/", ".vscode-test/", "test/fixtures/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.{ts,tsx}"] })),
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./src/webview/tsconfig.json", "./test/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
      "no-restricted-syntax": ["error", zodNamed],
    },
  },
  { files: ["src/**/*.{ts,tsx}"], rules: { "@typescript-eslint/no-non-null-assertion": "error" } },
  // VS Code declares as classes what it takes as plain objects, too.
  {
    files: ["src/editor/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-class-instance-assignment": "off" },
  },
  // What a terminal or a test runner prints is full of control characters; these files take them out.
  { files: ["src/capture/**/*.ts"], rules: { "no-control-regex": "off" } },
  ...layers.map(layer),
  {
    files: ["src/cli.ts", "src/cli/**/*.ts"],
    rules: rules(
      forbid("^\\.{1,2}/(editor|webview)/", "The command line knows nothing of the editor."),
      vscode,
      machine,
    ),
  },
  {
    files: ["src/webview/**/*.{ts,tsx}"],
    rules: rules(
      forbid(
        "^(\\.\\./)+(system|capture|prove|assess|brief|gate)/",
        "The page imports nothing from the host.",
      ),
      forbid("^(\\.\\./)+(halt|editor)/", "The page imports halt/ and editor/protocol as types only.", {
        types: true,
      }),
      forbid("^(\\.\\./)+editor/(?!protocol$)", "Of the editor the page knows only the protocol."),
      forbid("^node:", "The page runs in a browser."),
      vscode,
    ),
  },
  {
    files: ["test/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
  {
    files: ["esbuild.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly", process: "readonly", console: "readonly", __dirname: "readonly" },
    },
  },
);
