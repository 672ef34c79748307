import { expect, it } from "vitest";
import { languageOf } from "./language";

it("an account page speaks what its address says, then what this window spoke, then what the browser prefers", () => {
  expect(languageOf("?lang=en", "it", ["it"])).toBe("en");
  expect(languageOf("?lang=fr", "en", ["it"])).toBe("en");
  expect(languageOf("?error=expired", null, ["fr-FR", "en-GB", "it"])).toBe("en");
  expect(languageOf("", null, ["fr"])).toBe("it");
});
