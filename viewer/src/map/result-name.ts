/** The source of the result of an analysis, and what its features are called where somebody points at them. */
export const RESULT = "civico-result";
