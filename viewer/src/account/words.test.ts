import { expect, it } from "vitest";
import { setLanguage } from "../i18n/language";
import { actorName, visibilityName } from "./words";

it("who has no name is told by kind and the beginning of the id", () => {
  setLanguage("en");
  expect(actorName("person:1f0e6c1a-7a0b-4b8e-9d9a-000000000000")).toBe("person 1f0e6c1a");
  expect(actorName("key:77aa11bb-7a0b-4b8e-9d9a-000000000000")).toBe("key 77aa11bb");
  expect(actorName("local-administrator")).toBe("whoever runs the server");
  setLanguage("it");
  expect(actorName("node")).toBe("il server");
});

it("a name stands as it is", () => {
  expect(actorName("Anna Esempio")).toBe("Anna Esempio");
  expect(visibilityName("unknown")).toBe("unknown");
});
