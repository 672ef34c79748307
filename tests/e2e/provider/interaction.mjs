/** The provider's own pages: who are you, and shall you be signed out. */
import { PEOPLE } from "./people.mjs";

const ACTION = /^\/interaction\/([\w-]+)$/;

/** @param {string} title @param {string} body */
const page = (title, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

const choices = Object.entries(PEOPLE)
  .map(([id, { name }]) => `<p><button name="person" value="${id}">${name}</button></p>`)
  .join("");
const SIGN_IN = page("Provider: sign in", `<form method="post">${choices}<p><button name="person" value="">Refuse</button></p></form>`);

/** @param {string} form the hidden form that confirms the sign-out */
export const signOutPage = (form) => page("Provider: sign out", `${form}<p><button form="op.logoutForm" name="logout" value="yes">Sign out</button></p>`);
/** @param {Record<string, unknown>} error */
export const errorPage = (error) => page("Provider: error", `<p>${String(error.error).replace(/[^\w ]/g, "")}</p>`);
export const signedOutPage = page("Provider: signed out", "");

/**
 * Answers what belongs to a sign-in in progress; tells whether it did.
 * @param {any} provider @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response
 */
export async function interact(provider, request, response) {
  if (!ACTION.test(request.url ?? "")) return false;
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(SIGN_IN);
    return true;
  }
  const person = new URLSearchParams(await bodyOf(request)).get("person") ?? "";
  const refused = { error: "access_denied", error_description: "The person refused" };
  const result = person in PEOPLE ? { login: { accountId: person } } : refused;
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  return true;
}

/** @param {import("node:http").IncomingMessage} request */
export async function bodyOf(request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
