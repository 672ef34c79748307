import tseslint from "typescript-eslint";

/** What only one folder may import. */
const mapLibraryStaysInMap = {
  "no-restricted-imports": ["error", { patterns: [{ group: ["maplibre-gl*"], message: "Only src/map/ touches the map." }] }],
};

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }],
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", 350],
      "max-lines-per-function": ["error", 70],
    },
  },
  { files: ["src/**/*.ts"], ignores: ["src/map/**"], rules: mapLibraryStaysInMap },
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
);
