import { expect, it } from "vitest";
import { decodeDataset, setVisibility } from "./catalog";
import { Client } from "./client";

it("who sees a dataset is sent with the enti that it is shared with, and without any when it is not", async () => {
  const sent: unknown[] = [];
  const client = new Client(async (path, { method, body }) => {
    sent.push([method, path, JSON.parse(String(body))]);
    return new Response(null, { status: 204 });
  });
  await setVisibility(client, "rho.parchi", "shared", ["015146"]);
  await setVisibility(client, "rho.parchi", "private", []);
  expect(sent).toEqual([
    ["PATCH", "/rest/catalog/v1/datasets/rho.parchi", { visibility: "shared", shared_with: ["015146"] }],
    ["PATCH", "/rest/catalog/v1/datasets/rho.parchi", { visibility: "private", shared_with: [] }],
  ]);
});

it("whom a dataset is shared with is known only where the server says it", () => {
  expect(decodeDataset({ id: "rho.parchi", visibility: "shared", shared_with: ["015146"] }).sharedWith).toEqual(["015146"]);
  expect(decodeDataset({ id: "rho.parchi", visibility: "shared" }).sharedWith).toBeNull();
});
