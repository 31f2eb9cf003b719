import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

/**
 * The features by level: a feature may import the features of the levels below its own, so that there are no cycles.
 * A new feature goes to the highest level that the importing features allow.
 */
const LEVELS = [
  ["account", "admin", "cases", "insights", "library", "queue"],
  ["assistant", "facts", "ownership", "risk", "screening"],
  ["documents", "entities", "keys", "usage"],
];

const INDEX = "index.ts";
const toFeatures = (names) => ({ element: { type: "feature", captured: { feature: names }, fileInternalPath: INDEX } });
const below = LEVELS.flatMap((names, level) => {
  const lower = LEVELS.slice(level + 1).flat();
  return lower.length === 0
    ? []
    : [{ from: { element: { type: "feature", captured: { feature: names } } }, allow: { to: toFeatures(lower) } }];
});

const COMPUTED_STYLE = {
  selector:
    "JSXAttribute[name.name='style'] > JSXExpressionContainer > ObjectExpression > Property[value.type='Literal']",
  message: "Inline styles are for computed values only. Use a component's properties or a CSS module.",
};
const TEXT = {
  // The names of keys are the same in every language that the interface is likely to have.
  selector:
    "JSXElement[openingElement.name.name!='Kbd'] > JSXText[value=/[A-Za-z]{2}/], JSXFragment > JSXText[value=/[A-Za-z]{2}/]",
  message: "Texts of the screen are in the feature's texts.en.ts.",
};
const TEXT_ATTRIBUTE = {
  selector:
    "JSXAttribute[name.name=/^(label|title|placeholder|aria-label|description|alt)$/] > Literal[value=/[A-Za-z]{2}/]",
  message: "Texts of the screen are in the feature's texts.en.ts.",
};

export default ts.config(
  { ignores: ["node_modules", "src/api/schema.d.ts"] },
  { files: ["*.js", "*.ts"], languageOptions: { globals: { process: "readonly" } } },
  js.configs.recommended,
  ...ts.configs.recommended,
  a11y.flatConfigs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { boundaries, "react-hooks": hooks },
    settings: {
      "import/resolver": { typescript: { project: "./tsconfig.json" } },
      "boundaries/elements": [
        { type: "feature", pattern: "src/features/*", capture: ["feature"] },
        { type: "api", pattern: "src/api" },
        { type: "shared", pattern: "src/shared" },
        { type: "app", pattern: "src/app" },
      ],
    },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": ["error", COMPUTED_STYLE, TEXT, TEXT_ATTRIBUTE],
      // The first field of a form or dialog that the user has just opened is where the keyboard belongs.
      "jsx-a11y/no-autofocus": "off",
      "boundaries/no-unknown-files": "error",
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            { from: { element: { type: "shared" } }, allow: { to: { element: { type: ["shared", "api"] } } } },
            { from: { element: { type: "api" } }, allow: { to: { element: { type: "api" } } } },
            { from: { element: { type: "feature" } }, allow: { to: { element: { type: ["shared", "api"] } } } },
            {
              from: { element: { type: "feature" } },
              allow: { to: { element: { type: "feature", captured: { feature: "{{ from.captured.feature }}" } } } },
            },
            ...below,
            {
              from: { element: { type: "app" } },
              allow: { to: { element: { type: ["app", "shared", "api"] } } },
            },
            { from: { element: { type: "app" } }, allow: { to: toFeatures(LEVELS.flat()) } },
          ],
        },
      ],
    },
  },
  {
    files: ["src/**/*.test.{ts,tsx}"],
    rules: { "no-restricted-syntax": "off" },
  },
);
