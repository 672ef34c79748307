import { describe, expect, it, vi } from "vitest";
import { Client } from "../api/client";
import { ChangeFeed } from "./change-feed";

const event = (seq: number): object => ({ seq, type: "approved", subject: "a", subject_kind: "address", after: {} });
const page = (items: object[], seq: number): Response => new Response(JSON.stringify({ items, next: null, seq }));

describe("the feed of the register", () => {
  it("goes on from what it has heard of, and tells nothing when nothing happened", async () => {
    const asked: string[] = [];
    const told: number[] = [];
    const answers = [page([event(7)], 7), page([], 7), page([event(8), event(9)], 9)];
    const feed: ChangeFeed = new ChangeFeed(
      new Client((path) => {
        asked.push(new URL(path, "http://localhost").searchParams.get("after") ?? "");
        return answers.length > 0 ? Promise.resolve(answers.shift() as Response) : new Promise(() => undefined);
      }),
      (events) => told.push(events.length),
    );
    feed.start("015182", 5);
    await vi.waitFor(() => expect(asked).toEqual(["5", "7", "7", "9"]));
    expect(told).toEqual([1, 2]);
    feed.stop();
  });

  it("asks again after a failure, and no more once it is stopped", async () => {
    vi.useFakeTimers();
    const ask = vi.fn(() => Promise.reject(new TypeError("down")));
    const feed = new ChangeFeed(new Client(ask), () => undefined);
    feed.start("015182", 0);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(ask).toHaveBeenCalledTimes(2);
    feed.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
