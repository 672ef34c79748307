import { describe, expect, it } from "vitest";
import type { Review, ReviewPage } from "../api/records";
import { decided, joined, NO_QUEUE, putOff, read, share, type Queue } from "./review-queue";

const review = (id: string, revision = 1): Review => ({
  id, revision, kind: "other", kindLabel: "", reference: id, reason: "unmatched", createdAt: "", textKeptUntil: null, text: null, textIsUnreadable: false, former: null, candidates: [],
});
const ids = ({ waiting }: Queue): string => waiting.map(({ id }) => id).join("");
const page = (all: string, next: string | null = null, total = all.length): ReviewPage => ({ items: [...all].map((id) => review(id)), next, total });

describe("the queue of records", () => {
  it("loses what was decided, and counts it", () => {
    const queue = decided(read(NO_QUEUE, page("abc", "c", 5)), "a");
    expect([ids(queue), queue.decided, queue.next, queue.total, share(queue)]).toEqual(["bc", 1, "c", 4, 1 / 5]);
  });

  it("shows what was put off again after all others", () => {
    expect(ids(putOff(read(NO_QUEUE, page("abc")), "a"))).toBe("bca");
  });

  it("goes on with the next page, and shows nothing twice", () => {
    const queue = joined(read(NO_QUEUE, page("ab", "b")), page("bcd"));
    expect([ids(queue), queue.next]).toEqual(["abcd", null]);
  });

  it("read again keeps in front what is looked at, as it is now", () => {
    const queue = read(decided(putOff(read(NO_QUEUE, page("abc")), "a"), "c"), { items: [review("a"), review("b", 2), review("d")], next: null, total: 3 });
    expect([ids(queue), queue.waiting[0]?.revision, queue.decided]).toEqual(["bad", 2, 1]);
    expect(ids(read(queue, page("ad")))).toBe("ad");
  });

  it("that is empty is done", () => {
    expect(share(NO_QUEUE)).toBe(1);
  });
});
