/**
 * Starts the provider on a free port of this machine, for clients at one or more addresses:
 *   CIVICO_E2E_CLIENT_URLS="… …" CIVICO_E2E_CLIENT_SECRET=… CIVICO_E2E_CLIENT_KEY=PUBLIC-KEY-FILE node provider/main.mjs
 * writes its issuer on one line. `PUT /behaviour` with `{"mode": …, "claims": {…}}` says how it behaves from then on.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { bodyOf, interact } from "./interaction.mjs";
import { makeProvider } from "./provider.mjs";

const clients = {
  urls: (process.env.CIVICO_E2E_CLIENT_URLS ?? "").split(" "),
  secret: process.env.CIVICO_E2E_CLIENT_SECRET ?? "",
  publicKey: readFileSync(process.env.CIVICO_E2E_CLIENT_KEY ?? "", "utf8"),
};

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const issuer = `http://127.0.0.1:${port}`;
const { provider, behaviour } = await makeProvider(issuer, clients);
const answer = provider.callback();

server.on("request", (request, response) => {
  handle(request, response).catch((error) => response.writeHead(500).end(String(error)));
});
process.stdout.write(`${issuer}\n`);

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function handle(request, response) {
  if (request.url === "/behaviour" && request.method === "PUT") {
    behaviour.settings = { mode: "good", claims: {}, ...JSON.parse(await bodyOf(request)) };
    response.writeHead(204).end();
    return;
  }
  if (!(await interact(provider, request, response))) answer(request, response);
}
