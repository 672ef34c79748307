/** A second server on the data of the first, with settings of its own. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** Where it listens: the provider knows it there. One is started at a time. */
export const SECOND = `http://127.0.0.1:${process.env.CIVICO_E2E_SECOND_PORT}`;

const REPOSITORY = new URL("../../", import.meta.url).pathname;
const PROGRAM = resolve(REPOSITORY, process.env.CIVICO_E2E_PROGRAM ?? "target/debug/civico");

/** Starts it with the settings of the first and those given. @param {Record<string, string>} settings */
export async function startSecond(settings) {
  const first = Object.fromEntries((process.env.CIVICO_E2E_SETTINGS ?? "").split("\n").map(pair));
  const place = { CIVICO_SERVER__LISTEN: new URL(SECOND).host, CIVICO_SERVER__BASE_URL: SECOND };
  const { PATH = "", HOME = "/" } = process.env;
  const server = spawn(PROGRAM, ["serve"], {
    cwd: REPOSITORY,
    env: { PATH, HOME, ...first, ...place, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(server.stdout)) {
    if (line.includes(SECOND)) return () => stop(server);
  }
  return assert.fail("the second server did not become ready");
}

/** @param {import("node:child_process").ChildProcess} server */
async function stop(server) {
  server.kill("SIGINT");
  const [code] = await once(server, "exit");
  assert.equal(code, 0);
}

/** @param {string} setting @returns {[string, string]} */
function pair(setting) {
  const at = setting.indexOf("=");
  return [setting.slice(0, at), setting.slice(at + 1)];
}
