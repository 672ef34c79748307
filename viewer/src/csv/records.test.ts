// @vitest-environment node
import { describe, expect, it } from "vitest";
import { firstRecords, fit, records, UnclosedQuote, writeRecord } from "./records";
import { guessDelimiter, guessEncoding, isNoText } from "./sniff";
import { textOf } from "./text";

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function read(text: string, delimiter: string, size: number): Promise<string[][]> {
  const all: string[][] = [];
  for await (const rows of records(pieces(text, size), delimiter)) all.push(...rows);
  return all;
}
const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

describe("records of CSV", () => {
  it("are the same however the text comes", async () => {
    const text = 'a;b\r\n\r\n"x\ny";"dice ""sì"""\r\n1;"p;q"\r\nlast;';
    for (let size = 1; size <= text.length; size += 1) {
      expect(await read(text, ";", size), String(size)).toEqual([["a", "b"], ["x\ny", 'dice "sì"'], ["1", "p;q"], ["last", ""]]);
    }
  });

  it("end with any end of line, and with none", async () => {
    expect(await read("a,b\rc,d\r", ",", 2)).toEqual([["a", "b"], ["c", "d"]]);
    expect(await read("a\nb", ",", 1)).toEqual([["a"], ["b"]]);
  });

  it("are not looked for without end behind a quote that nobody closes", async () => {
    await expect(read(`1,"via\n${"2,una riga\n".repeat(120_000)}`, ",", 65_536)).rejects.toBeInstanceOf(UnclosedQuote);
  });

  it("are whole in a preview, whose text is cut off anywhere", () => {
    expect(firstRecords("a;b\n1;2\n3;4", ";", 9, false)).toEqual([["a", "b"], ["1", "2"]]);
    expect(firstRecords("a;b\n1;2\n3;4", ";", 9, true)).toHaveLength(3);
  });

  it("come back as they were written", async () => {
    const row = ["via Roma, 1", 'dice "sì"', "due\nrighe", "", "a;b"];
    expect(await read(`${writeRecord(row, ",")}\n`, ",", 5)).toEqual([row]);
    expect(writeRecord(["a;b", "c,d"], ";")).toBe('"a;b";c,d');
  });

  it("are made as wide as the table", () => {
    expect(fit(["a"], 3, ",")).toEqual(["a", "", ""]);
    expect(fit(["via Roma", "1", "Rho"], 2, ",")).toEqual(["via Roma", "1,Rho"]);
  });
});

describe("what a file is", () => {
  it("is UTF-8 where its bytes are, even cut in the middle of a letter, else what Windows writes", () => {
    expect(guessEncoding(bytes(0x63, 0x69, 0x74, 0x74, 0xc3, 0xa0))).toBe("utf-8");
    expect(guessEncoding(bytes(0x74, 0xc3))).toBe("utf-8");
    expect(guessEncoding(bytes(0x63, 0x69, 0x74, 0x74, 0xe0, 0x0a))).toBe("windows-1252");
    expect(guessEncoding(bytes(0xff, 0xfe, 0x61, 0x00))).toBe("utf-16le");
  });

  it("is no table of text where it is a spreadsheet or has zeros in it", () => {
    expect(isNoText(bytes(0x50, 0x4b, 3, 4))).toBe(true);
    expect(isNoText(bytes(0x61, 0, 0x62))).toBe(true);
    expect(isNoText(bytes(0xff, 0xfe, 0x61, 0))).toBe(false);
    expect(isNoText(bytes(0x61, 0x3b))).toBe(false);
  });

  it("has the delimiter that parts all of its lines", () => {
    expect(guessDelimiter("id;via\n1;Via Roma, 1\n2;Via Po, 2\n", true)).toBe(";");
    expect(guessDelimiter("id\tvia\n1\tVia Roma\n", true)).toBe("\t");
    expect(guessDelimiter("id,via\n1,Roma\n3,Po", false)).toBe(",");
  });

  it("is decoded across the pieces in which it comes", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of [bytes(0xef, 0xbb, 0xbf, 0x63, 0xc3), bytes(0xa0)]) controller.enqueue(piece);
        controller.close();
      },
    });
    let text = "";
    const seen: number[] = [];
    for await (const piece of textOf(stream, "utf-8", (count) => seen.push(count))) text += piece;
    expect([text, seen.at(-1)]).toEqual(["cà", 6]);
  });
});
