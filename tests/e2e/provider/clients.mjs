/** What Civico is called at the provider: one client for each way in which it proves itself (OpenID Connect Core, 9). */
import { createPublicKey } from "node:crypto";
import { exportJWK } from "jose";
import { ALGORITHM } from "./keys.mjs";

export const CALLBACK = "/sign-in/callback";

/** @typedef {{ urls: string[], secret: string, publicKey: string }} Clients `publicKey` as PEM */

/** @param {Clients} clients */
export async function clientsOf({ urls, secret, publicKey }) {
  const shared = {
    redirect_uris: urls.map((url) => url + CALLBACK),
    post_logout_redirect_uris: urls.flatMap((url) => [url, `${url}/`]),
    grant_types: ["authorization_code"],
    response_types: ["code"],
  };
  const jwk = { ...(await exportJWK(createPublicKey(publicKey))), kid: "civico", use: "sig", alg: ALGORITHM };
  return [
    { ...shared, client_id: "civico", client_secret: secret, token_endpoint_auth_method: "client_secret_basic" },
    { ...shared, client_id: "civico-post", client_secret: secret, token_endpoint_auth_method: "client_secret_post" },
    { ...shared, client_id: "civico-jwt", jwks: { keys: [jwk] }, token_endpoint_auth_method: "private_key_jwt" },
  ];
}
