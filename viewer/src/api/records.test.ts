import { describe, expect, it } from "vitest";
import { Client } from "./client";
import { decideReview, decodeReviews, listReviews } from "./records";

const REVIEW = {
  id: "r1", ente: "015182", kind: "social-service", kind_label: "Social service", reference: "ss-1", state: "to-review", review_reason: "ambiguous", link: null,
  text_kept_until: "2026-02-01T00:00:00Z", revision: 3, created_at: "2026-01-01T00:00:00Z", changed_at: "2026-01-01T00:00:00Z",
  text: { q: "via Dante" }, text_is_unreadable: false, former: null,
  candidates: [
    { id: "a1", label: "Via Dante 1, Rho", level: "house-number", faults: [{ token: "kind-missing", penalty: 0.02, message: "x" }], lon: 9, lat: 45.5 },
    { id: "t1", label: "Via Dante, Rho", level: "street", faults: [] },
    { id: "015182", label: "Rho", level: "municipality", faults: [] },
    { id: null, label: "Via Dante 2, Rho", level: "interpolated", faults: [], lon: 9, lat: 45.5 },
  ],
};

describe("records that wait", () => {
  it("are read with their text, and say what of the candidates a record can be linked to", () => {
    const { items: [review], next, total } = decodeReviews({ items: [REVIEW], next: "r1", total: 51 });
    expect([next, total]).toEqual(["r1", 51]);
    expect(review).toMatchObject({ reference: "ss-1", reason: "ambiguous", revision: 3, text: { q: "via Dante" }, former: null });
    expect(review?.candidates.map(({ place, point }) => [place, point])).toEqual([
      [{ address: "a1" }, [9, 45.5]],
      [{ thoroughfare: "t1" }, null],
      [null, null],
      [null, [9, 45.5]],
    ]);
    expect(review?.candidates[0]?.faults).toEqual([{ token: "kind-missing", message: "x" }]);
  });

  it("may have no text any more, or one that does not open", () => {
    const former = { street: "Via Dante", number: null, municipality: "Rho" };
    const { items } = decodeReviews({ items: [{ ...REVIEW, text: null, former }, { ...REVIEW, text: null, text_is_unreadable: true }], next: null, total: 2 });
    expect(items.map(({ text, former: was, textIsUnreadable }) => [text, was, textIsUnreadable])).toEqual([[null, { street: "Via Dante", municipality: "Rho" }, false], [null, null, true]]);
  });

  it("are asked for by ente, and decided as they were seen, with nothing of the text sent back", async () => {
    const asked: { path: string; init: RequestInit }[] = [];
    const client = new Client((path, init) => {
      asked.push({ path, init });
      return Promise.resolve(new Response(JSON.stringify({ items: [REVIEW], next: null, total: 1 })));
    });
    const { items: [review] } = await listReviews(client, "015182", "r0", 50);
    if (!review) throw new Error("no review");
    await decideReview(client, review, { decision: "choose", address: "a1" });
    expect(asked.map(({ path }) => path)).toEqual(["/rest/records/v1/reviews?ente=015182&limit=50&cursor=r0", "/rest/records/v1/reviews/r1"]);
    expect(asked[1]?.init.headers).toMatchObject({ "if-match": '"3"' });
    expect(asked[1]?.init.body).toBe('{"decision":"choose","address":"a1"}');
  });
});
