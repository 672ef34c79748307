import { expect, it } from "vitest";
import { SIGN_IN_ERRORS, signInError } from "./sign-in-error";

it.each(SIGN_IN_ERRORS)("the error %s of a sign-in has a message of its own", (error) => {
  expect(signInError(error)).toBe(`signIn.error.${error}`);
});

it("an unknown error still says that the sign-in failed, whatever it is", () => {
  expect(signInError("constructor")).toBe("signIn.error.other");
  expect(signInError("")).toBe("signIn.error.other");
  expect(signInError(null)).toBeNull();
});
