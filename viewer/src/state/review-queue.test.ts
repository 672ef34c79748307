import { describe, expect, it } from "vitest";
import type { Review } from "../api/records";
import { decided, joined, NO_QUEUE, putOff, read, share, type Queue } from "./review-queue";

const review = (id: string, revision = 1): Review => ({
  id, revision, kind: "other", kindLabel: "", reference: id, reason: "unmatched", createdAt: "", textKeptUntil: null, text: null, textIsUnreadable: false, former: null, candidates: [],
});
const ids = ({ waiting }: Queue): string => waiting.map(({ id }) => id).join("");
const page = (all: string, next: string | null = null): { items: Review[]; next: string | null } => ({ items: [...all].map((id) => review(id)), next });

describe("the queue of records", () => {
  it("loses what was decided, and counts it", () => {
    const queue = decided(read(NO_QUEUE, page("abc", "c")), "a");
    expect([ids(queue), queue.decided, queue.next, share(queue)]).toEqual(["bc", 1, "c", 1 / 3]);
  });

  it("shows what was put off again after all others", () => {
    expect(ids(putOff(read(NO_QUEUE, page("abc")), "a"))).toBe("bca");
  });

  it("goes on with the next page, and shows nothing twice", () => {
    const queue = joined(read(NO_QUEUE, page("ab", "b")), page("bcd"));
    expect([ids(queue), queue.next]).toEqual(["abcd", null]);
  });

  it("read again keeps in front what is looked at, as it is now", () => {
    const queue = read(decided(putOff(read(NO_QUEUE, page("abc")), "a"), "c"), { items: [review("a"), review("b", 2), review("d")], next: null });
    expect([ids(queue), queue.waiting[0]?.revision, queue.decided]).toEqual(["bad", 2, 1]);
    expect(ids(read(queue, page("ad")))).toBe("ad");
  });

  it("that is empty is done", () => {
    expect(share(NO_QUEUE)).toBe(1);
  });
});
