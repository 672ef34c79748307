/**
 * Makes the RSA key pair of the client that proves itself by a signed assertion:
 *   node provider/client-key.mjs FILE
 * writes the private key to FILE, for the server, and the public one to FILE.pub, which is all that the provider gets.
 */
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";

const file = process.argv[2] ?? "";
const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
writeFileSync(file, privateKey, { mode: 0o600 });
writeFileSync(`${file}.pub`, publicKey);
