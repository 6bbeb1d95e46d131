/** Which credentials the local server accepts: those of its environment, or the dummies. */
import { readCredentials } from "../../../local/auth/credentials";

const dummies = { accessKeyId: "local", secretAccessKey: "local", fromEnvironment: false };
const pair = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
const own = { accessKeyId: "id", secretAccessKey: "secret", fromEnvironment: true };

test.each([
  [{}, dummies],
  [{ AWS_ACCESS_KEY_ID: "id" }, dummies],
  [{ ...pair, AWS_SECRET_ACCESS_KEY: "" }, dummies],
  [{ AWS_SESSION_TOKEN: "token" }, dummies],
  [pair, own],
  [{ ...pair, AWS_SESSION_TOKEN: "" }, own],
  [
    { ...pair, AWS_SESSION_TOKEN: "token" },
    { ...own, sessionToken: "token" },
  ],
])("an environment %j gives %j", (environment, expected) => {
  expect(readCredentials(environment)).toStrictEqual(expected);
});
