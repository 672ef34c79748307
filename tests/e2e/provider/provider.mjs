/** An OpenID provider (the certified `oidc-provider`) for the clients of `clients.mjs`, with PKCE and RP-initiated logout. */
import { randomBytes } from "node:crypto";
import Provider from "oidc-provider";
import { Behaviour } from "./behaviour.mjs";
import { CALLBACK, clientsOf } from "./clients.mjs";
import { errorPage, signedOutPage, signOutPage } from "./interaction.mjs";
import { makeKey } from "./keys.mjs";
import { PEOPLE } from "./people.mjs";

const SCOPES = "openid profile email";
const USERINFO = "/me";

/** @param {string} issuer @param {import("./clients.mjs").Clients} clients */
export async function makeProvider(issuer, clients) {
  const keys = { current: await makeKey("current"), next: await makeKey("next"), unknown: await makeKey("unknown") };
  const behaviour = new Behaviour(keys, issuer);
  const provider = new Provider(issuer, {
    clients: await clientsOf(clients),
    jwks: { keys: [keys.current.jwk] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    pkce: { required: () => true },
    // As many providers do: the claims are in the ID token too, not at the userinfo endpoint alone.
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], profile: ["name", "groups"], email: ["email", "email_verified"] },
    findAccount: (_context, id) => (id in PEOPLE ? { accountId: id, claims: () => ({ sub: id, email_verified: true, ...PEOPLE[id] }) } : undefined),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: consent,
    // The page that comes with it asks other hosts for its font.
    renderError: (context, error) => void (context.body = errorPage(error)),
    ttl: { AuthorizationCode: () => behaviour.codeTtl(), AccessToken: 300, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = signOutPage(form)),
        postLogoutSuccessSource: (context) => void (context.body = signedOutPage),
      },
    },
  });
  provider.on("authorization_code.saved", (code) => behaviour.issued(code));
  provider.use(misbehave(behaviour));
  return { provider, behaviour };
}

/** Nobody is asked for consent: that is not what the tests are about. @param {any} context */
async function consent({ oidc }) {
  const known = oidc.session.grantIdFor(oidc.client.clientId);
  // A code that is used twice takes what was granted with it.
  const granted = known && (await oidc.provider.Grant.find(known));
  if (granted) return granted;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
}

/** Lets the provider answer, and changes the answer. @param {Behaviour} behaviour */
function misbehave(behaviour) {
  return async (/** @type {any} */ context, /** @type {() => Promise<void>} */ next) => {
    if (context.path === "/token") await behaviour.beforeToken();
    await next();
    const location = context.response.get("location");
    if (location.includes(`${CALLBACK}?`)) context.set("location", behaviour.redirect(location));
    if (context.path === "/token" && context.body?.id_token) context.body.id_token = await behaviour.idToken(context.body.id_token);
    if (context.path === USERINFO && context.body?.sub) context.body = behaviour.userinfo(context.body);
    if (context.path === "/jwks") context.body = { keys: behaviour.published(context.body.keys) };
  };
}
