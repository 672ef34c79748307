// @vitest-environment node
import { describe, expect, it } from "vitest";
import { openFile, reread, type Opened, type OpenProblem } from "./opened";

const opened = (result: Opened | OpenProblem): Opened => {
  if (typeof result === "string") throw new Error(result);
  return result;
};
const file = (content: string | Uint8Array<ArrayBuffer>): File => new File([content], "elenco.csv");
const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("a file that was chosen", () => {
  it("is read as offices write it, and its columns are recognised", async () => {
    const { encoding, delimiter, header, rows, roles } = opened(await openFile(file(latin("Città;Via;N. civico\r\nRho;Via Dante;1\r\n"))));
    expect([encoding, delimiter, header, rows, roles]).toEqual(["windows-1252", ";", ["Città", "Via", "N. civico"], [["Rho", "Via Dante", "1"]], ["municipality", "street", "number"]]);
  });

  it("has its first rows shown, and no more", async () => {
    expect(opened(await openFile(file(`via\n${"Via Dante\n".repeat(100)}`))).rows).toHaveLength(5);
  });

  it("may have no names of columns: then they have numbers, and the first row is a row", async () => {
    const { header, rows, roles } = opened(reread(opened(await openFile(file("1;Via Dante 1\n2;Via Po 2\n"))), { named: false }));
    expect([header, rows.length, roles]).toEqual([["1", "2"], 2, ["none", "none"]]);
  });

  it("is read otherwise where a person says so", async () => {
    const { header } = opened(reread(opened(await openFile(file("a,b;c\n1,2;3\n"))), { delimiter: "," }));
    expect(header).toEqual(["a", "b;c"]);
  });

  it("is refused where it is a spreadsheet, has no rows, or is no list", async () => {
    expect(await openFile(file(new Uint8Array([0x50, 0x4b, 3, 4])))).toBe("noText");
    expect(await openFile(file("indirizzo\n"))).toBe("empty");
    expect(await openFile(file(""))).toBe("empty");
    expect(await openFile(file(`${"a;".repeat(600)}\n${"1;".repeat(600)}\n`))).toBe("tooWide");
  });
});
