import { printBanner } from "../../local/banner";
import type { Credentials } from "../../local/credentials";
import type { Route, Service } from "../../local/service";

const dummies = { accessKeyId: "local", secretAccessKey: "local", fromEnvironment: false };
const own = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", fromEnvironment: true };

/** What is printed of a route with this method: who is let in, and the options of curl. */
function printed(authorization: string, apiKeyRequired: boolean, signer?: Credentials) {
  const log = jest.spyOn(console, "log").mockImplementation();
  const route = { method: "POST", path: "/a", authorization, apiKeyRequired } as Route;
  const service = { region: "eu-west-1", tables: [], routes: [route] } as unknown as Service;
  printBanner(service, { engine: "test", url: "http://h", signer, close: async () => {} });
  const lines = log.mock.calls.map(([line]) => String(line));
  log.mockRestore();
  return [
    /^Route +POST http:\/\/h\/a +\((.*)\)$/.exec(lines[2] ?? "")?.[1],
    /^Try +curl (.*)-X POST -d '{"operation":"ping"}' http:\/\/h\/a$/.exec(lines[3] ?? "")?.[1],
  ];
}

const signing = "--aws-sigv4 aws:amz:eu-west-1:execute-api -u ";
const variables = '"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ';
const token = '-H "x-amz-security-token: $AWS_SESSION_TOKEN" ';
test.each<[string, boolean, Credentials | undefined, string, string]>([
  ["NONE", false, undefined, "open to everybody", ""],
  ["NONE", false, dummies, "open to everybody", ""],
  ["AWS_IAM", false, undefined, "AWS_IAM when deployed, open here: --auth is off", ""],
  ["NONE", true, undefined, "API key when deployed, open here: --auth is off", ""],
  ["AWS_IAM", false, dummies, "AWS_IAM, access key local", `${signing}local:local `],
  ["AWS_IAM", false, own, "AWS_IAM, access key AKIDEXAMPLE", signing + variables],
  [
    "AWS_IAM",
    false,
    { ...own, sessionToken: "secret" },
    "AWS_IAM, access key AKIDEXAMPLE",
    signing + variables + token,
  ],
  ["NONE", true, own, "API key", "-H 'x-api-key: local' "],
  [
    "AWS_IAM",
    true,
    dummies,
    "AWS_IAM and API key, access key local",
    `${signing}local:local -H 'x-api-key: local' `,
  ],
  ["COGNITO_USER_POOLS", false, own, "COGNITO_USER_POOLS, which needs the cloud", ""],
])("of a method with %s, a key: %j, and the signer %j", (authorization, key, signer, ...lines) => {
  expect(printed(authorization, key, signer)).toEqual(lines);
});
