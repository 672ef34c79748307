import "./styles/account.scss";
import { startLanguage } from "./account/language";
import { Client } from "./api/client";
import { Session } from "./app/session";
import "./account/app";

startLanguage();
const app = document.querySelector("civico-account-app");
if (app) {
  app.session = new Session(new Client(), () => app.requestUpdate());
  app.requestUpdate();
}
