import { beforeEach, describe, expect, it } from "vitest";
import type { Place } from "../api/geocoder";
import { DELAY_MS, SearchMachine, type SearchPort } from "./search";

function place(label: string, ambiguous = false): Place {
  return { id: label, label, level: "street", point: [9, 45], ambiguous, uncertaintyM: null, method: null, faults: [], municipality: null };
}

/** A server and a clock that answer when the test says so. */
class FakePort implements SearchPort {
  asked: { text: string; signal: AbortSignal; answer: (places: Place[]) => void; fail: () => void }[] = [];
  private waiting: (() => void) | null = null;
  delays: number[] = [];

  suggest = (text: string, signal: AbortSignal): Promise<Place[]> =>
    new Promise((answer, reject) => {
      this.asked.push({ text, signal, answer, fail: () => reject(new Error("no")) });
    });

  search = this.suggest;

  after(delayMs: number, callback: () => void): () => void {
    this.delays.push(delayMs);
    this.waiting = callback;
    return () => (this.waiting = null);
  }

  pass(): void {
    const callback = this.waiting;
    this.waiting = null;
    callback?.();
  }

  request(index: number): FakePort["asked"][number] {
    const request = this.asked[index];
    if (!request) throw new Error(`no request ${index}`);
    return request;
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("search", () => {
  let port: FakePort;
  let machine: SearchMachine;

  beforeEach(() => {
    port = new FakePort();
    machine = new SearchMachine(port, () => undefined);
  });

  async function typed(text: string, ...labels: string[]): Promise<void> {
    machine.type(text);
    port.pass();
    port.request(port.asked.length - 1).answer(labels.map((label) => place(label)));
    await settle();
  }

  it("asks once a person pauses, not for every letter", () => {
    machine.type("vi");
    machine.type("via");
    port.pass();
    expect(port.asked.map((request) => request.text)).toEqual(["via"]);
    expect(port.delays).toEqual([DELAY_MS, DELAY_MS]);
  });

  it("does not ask for a single letter", () => {
    machine.type("v");
    port.pass();
    expect(port.asked).toEqual([]);
    expect(machine.state.status).toBe("idle");
  });

  it("cancels the older request and ignores its late answer", async () => {
    machine.type("via");
    port.pass();
    machine.type("via dante");
    port.pass();
    expect(port.request(0).signal.aborted).toBe(true);
    port.request(1).answer([place("new")]);
    await settle();
    port.request(0).answer([place("old")]);
    await settle();
    expect(machine.state.places.map((found) => found.label)).toEqual(["new"]);
  });

  it("keeps suggestions while a word grows and drops them for other words", async () => {
    await typed("via", "a");
    machine.type("via d");
    expect(machine.state.places).toHaveLength(1);
    machine.type("corso");
    expect(machine.state.places).toEqual([]);
  });

  it("says that nothing was found", async () => {
    await typed("xyz");
    expect(machine.state.status).toBe("empty");
  });

  it("says that the search failed, and tries again when asked", async () => {
    machine.type("via");
    port.pass();
    port.request(0).fail();
    await settle();
    expect(machine.state.status).toBe("failed");
    machine.retry();
    port.pass();
    expect(port.asked).toHaveLength(2);
  });

  it("goes round the suggestions and through none", async () => {
    await typed("via", "a", "b");
    const visited = [1, 1, 1, 1].map((step) => {
      machine.move(step as 1);
      return machine.state.active;
    });
    expect(visited).toEqual([0, 1, -1, 0]);
    machine.move(-1);
    machine.move(-1);
    expect(machine.state.active).toBe(1);
  });

  it("submits the suggestion under the keyboard", async () => {
    await typed("via", "a", "b");
    machine.move(1);
    expect((await machine.submit())?.label).toBe("a");
  });

  it("searches when nothing is chosen, and goes to a clear answer", async () => {
    machine.type("via dante 4");
    const submitted = machine.submit();
    port.request(0).answer([place("clear"), place("other")]);
    expect((await submitted)?.label).toBe("clear");
  });

  it("lets a person choose between ambiguous answers", async () => {
    machine.type("via roma");
    const submitted = machine.submit();
    port.request(0).answer([place("Rho", true), place("Pero", true)]);
    expect(await submitted).toBeNull();
    expect(machine.state.open).toBe(true);
  });

  it("shows the chosen label and closes", async () => {
    await typed("via", "a");
    machine.choose(place("Via Dante"));
    expect(machine.state).toMatchObject({ text: "Via Dante", open: false, active: -1 });
  });
});
