import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../i18n/language";
import { inOneLine, kindName, sayCandidate, sayFault } from "./words";

afterEach(() => setLanguage("it"));

describe("words of records", () => {
  it("follow the language of the page, and a word that is unknown here stands as it came", () => {
    setLanguage("en");
    expect(sayFault({ token: "kind-missing", message: "manca la specie" })).toBe("the kind of street is missing");
    expect(sayFault({ token: "new-fault", message: "as it came" })).toBe("as it came");
    const review = { kind: "unheard-of", kindLabel: "As it came" };
    expect(kindName(review as never)).toBe("As it came");
  });

  it("put an address into one line", () => {
    expect(inOneLine({ street: "Via Dante", number: "4", municipality: "Rho", postcode: "20017" })).toBe("Via Dante 4, 20017 Rho");
    expect(inOneLine({ street: "Via Dante" })).toBe("Via Dante");
    expect(inOneLine({ q: "via dante, rho" })).toBe("via dante, rho");
  });

  it("say of a place what does not fit, once, and that no record can be linked to it", () => {
    const faults = [{ token: "number-nearest", message: "" }, { token: "kind-missing", message: "" }];
    expect(sayCandidate({ place: { address: "a" }, label: "Via Dante 1", level: "nearest-number", faults, point: null })).toBe("civico più vicino; manca il tipo di strada (via, piazza…)");
    expect(sayCandidate({ place: null, label: "Rho", level: "municipality", faults: [], point: null })).toContain("troppo vago");
  });
});
