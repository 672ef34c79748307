import { describe, expect, it } from "vitest";
import { fieldsOf, guessRoles, planOf, questionOf, type ColumnRole, type Plan } from "./batch-columns";
import { emptyCells, judge, pointOf, type ResultCells } from "./batch-outcome";

const guessed = (header: string): string => guessRoles(header.split(";")).join(" ");
const plan = (roles: ColumnRole[], municipality = ""): Plan => {
  const made = planOf(roles, municipality);
  if (typeof made === "string") throw new Error(made);
  return made;
};
const cells = (given: Partial<Record<keyof ResultCells, string>>): ResultCells => ({ ...emptyCells(), latitude: "45.5", longitude: "9.1", result_score: "1.0", result_type: "house-number", ...given });

describe("the columns of a file", () => {
  it("are guessed from the names that offices use", () => {
    expect(guessed("id;Indirizzo")).toBe("none address");
    expect(guessed("INDIRIZZO;CAP;COMUNE")).toBe("address postcode municipality");
    expect(guessed("Indirizzo;N° civico;Città")).toBe("street number municipality");
    expect(guessed("DUG;DUF;CIVICO;ESPONENTE")).toBe("street street number number");
    expect(guessed("via;numero;cap;comune;indirizzo")).toBe("street number postcode municipality none");
    expect(guessed("a;b")).toBe("none none");
  });

  it("make one text, in the order of an address whatever that of the file", () => {
    const made = plan(["municipality", "none", "address", "postcode"]);
    expect([fieldsOf(made), questionOf(made, ["Rho", "Mario Rossi", " Via  Dante 1 ", "20017"])]).toEqual([["q"], ["Via Dante 1 20017 Rho"]]);
  });

  it("make the fields of an address, several columns of one field together", () => {
    const made = plan(["street", "street", "number", "number", "municipality"]);
    expect(fieldsOf(made)).toEqual(["street", "number", "municipality"]);
    expect(questionOf(made, ["Via", "Dante", "12", "A", "Rho"])).toEqual(["Via Dante", "12 A", "Rho"]);
  });

  it("take the comune of all rows only where no column says it", () => {
    expect(questionOf(plan(["address"], "Rho"), ["Via Dante 1"])).toEqual(["Via Dante 1, Rho"]);
    expect(questionOf(plan(["address"], "Rho"), [""])).toEqual([""]);
    const fields = plan(["street", "number"], "Rho");
    expect([fieldsOf(fields), questionOf(fields, ["Via Dante", "1"])]).toEqual([["street", "number", "municipality"], ["Via Dante", "1", "Rho"]]);
    expect(questionOf(plan(["address", "municipality"], "Rho"), ["Via Dante 1", "Pero"])).toEqual(["Via Dante 1 Pero"]);
  });

  it("hold an address or its street, and not both", () => {
    expect(planOf(["none", "municipality"], "")).toBe("missing");
    expect(planOf(["address", "street"], "")).toBe("either");
    expect(fieldsOf(plan(["address", "number"]))).toEqual(["street", "number"]);
  });
});

describe("what a row got", () => {
  const judged = (given: Parameters<typeof cells>[0], numberAsked = true): ReturnType<typeof judge> => judge(cells(given), numberAsked);

  it("is good where the very number was found, or the street where no number was asked for", () => {
    expect(judged({})).toEqual({ verdict: "matched", reasons: [] });
    expect(judged({ result_type: "street" }, false).verdict).toBe("matched");
    expect(judged({ result_faults: "name-typo", result_score: "0.92" }).verdict).toBe("matched");
  });

  it("is to be looked at where another place may have been meant, with the reasons", () => {
    expect(judged({ result_ambiguous: "true" })).toEqual({ verdict: "check", reasons: [{ kind: "ambiguous" }] });
    expect(judged({ result_type: "street", result_faults: "number-not-found" })).toEqual({ verdict: "check", reasons: [{ kind: "fault", fault: "number-not-found" }] });
    expect(judged({ result_type: "interpolated" }).reasons).toEqual([{ kind: "level", level: "interpolated" }]);
    expect(judged({ result_score: "0.5" })).toEqual({ verdict: "check", reasons: [{ kind: "score" }] });
  });

  it("is to be looked at where a number was asked for and only its street is there, whatever the score", () => {
    expect(judged({ result_type: "street" })).toEqual({ verdict: "check", reasons: [{ kind: "level", level: "street" }] });
  });

  it("is nothing where there is no place, where only the comune of the street is known, or where the server says an error", () => {
    expect(judged({ result_type: "none", latitude: "", longitude: "" })).toEqual({ verdict: "missing", reasons: [{ kind: "none" }] });
    expect(judged({ result_type: "municipality", result_faults: "street-not-found" }).verdict).toBe("missing");
    expect(judge(emptyCells("La riga è vuota."), false)).toEqual({ verdict: "missing", reasons: [{ kind: "error", text: "La riga è vuota." }] });
  });

  it("is a point of longitude and latitude, or none", () => {
    expect(pointOf(cells({}))).toEqual([9.1, 45.5]);
    expect(pointOf(cells({ latitude: "" }))).toBeNull();
  });
});
