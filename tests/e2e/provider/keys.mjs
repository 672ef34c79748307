/** Signing keys that live as long as the provider. */
import { generateKeyPairSync } from "node:crypto";
import { exportJWK } from "jose";

export const ALGORITHM = "RS256";

/** @typedef {{ kid: string, key: import("node:crypto").KeyObject, jwk: Record<string, any>, publicJwk: Record<string, any> }} SigningKey */

/** @param {string} kid @returns {Promise<SigningKey>} */
export async function makeKey(kid) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const use = { kid, use: "sig", alg: ALGORITHM };
  return {
    kid,
    key: privateKey,
    jwk: { ...(await exportJWK(privateKey)), ...use },
    publicJwk: { ...(await exportJWK(publicKey)), ...use },
  };
}
