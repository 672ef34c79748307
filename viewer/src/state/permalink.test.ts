import { describe, expect, it } from "vitest";
import { formatPermalink, parsePermalink, type Permalink } from "./permalink";

const FULL: Permalink = {
  camera: { zoom: 16.5, lat: 45.46423, lon: 9.18999 },
  layers: ["milano.piste-ciclabili", "rho.parchi"],
  hidden: ["addresses"],
  selection: { collection: "addresses", id: "0192f0c1-7c3e-7b3a-9d55-2f1f6f6f0001" },
  job: "0192f0c1-7c3e-7b3a-9d55-2f1f6f6f0002",
  language: "it",
};

describe("permalink", () => {
  it("comes back as it went out", () => {
    expect(parsePermalink(formatPermalink(FULL))).toEqual(FULL);
  });

  it("has the documented form", () => {
    expect(formatPermalink(FULL)).toBe(
      "#map=16.5/45.46423/9.18999&layers=milano.piste-ciclabili,rho.parchi&hide=addresses&sel=addresses/0192f0c1-7c3e-7b3a-9d55-2f1f6f6f0001&job=0192f0c1-7c3e-7b3a-9d55-2f1f6f6f0002&lang=it",
    );
  });

  it("rounds to what a screen can show", () => {
    const link = { ...FULL, camera: { zoom: 12.3456, lat: 45.123456789, lon: 9.1 } };
    expect(formatPermalink(link)).toContain("map=12.35/45.12346/9.1&");
  });

  it("is empty for an empty address", () => {
    expect(parsePermalink("")).toEqual({ camera: null, layers: [], hidden: [], selection: null, job: null, language: null });
  });

  it.each(["#map=99/45/9", "#map=12/95/9", "#map=12/45", "#map=12//9", "#map=a/b/c", "#map=%E0%A4%A"])("ignores the camera %s", (hash) => {
    expect(parsePermalink(hash).camera).toBeNull();
  });

  it.each(["#sel=addresses", "#sel=addresses/a/b", "#sel=addresses/via%20dante%204", "#sel=../x", "#sel=/x"])("ignores the selection %s", (hash) => {
    expect(parsePermalink(hash).selection).toBeNull();
  });

  it.each(["#job=via dante 4", "#job=../x", "#job="])("ignores the job %s", (hash) => {
    expect(parsePermalink(hash).job).toBeNull();
  });

  it("keeps each layer once and drops what is no id", () => {
    expect(parsePermalink("#layers=a,b,a,<script>,via dante,").layers).toEqual(["a", "b"]);
  });

  it("takes a bounded number of layers", () => {
    const ids = Array.from({ length: 300 }, (_, index) => `l${index}`);
    expect(parsePermalink(`#layers=${ids.join(",")}`).layers).toHaveLength(100);
  });

  it("knows no other language", () => {
    expect(parsePermalink("#lang=de").language).toBeNull();
  });
});
