/** What `npm start` prints when it is ready, and that its curl line works. */
import type { SettingsInput } from "../../infra/settings/settings";
import type { Credentials } from "../../local/auth/credentials";
import { describeServer } from "../../local/banner";
import type { Route, Service } from "../../local/service/service";
import { createHome } from "../support/local/local-server";
import { shell } from "../support/local/project";

const dummies = { accessKeyId: "local", secretAccessKey: "local", fromEnvironment: false };
const own = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", fromEnvironment: true };

/** The lines for a service of one route. */
function lines(route: Partial<Route>, more: Partial<Service>, signer?: Credentials): string[] {
  const routes = [{ method: "POST", path: "/a", authorization: "NONE", ...route } as Route];
  const service = { region: "eu-west-1", tableNames: {}, inactive: [], ...more, routes };
  const current = () => service as unknown as Service;
  return describeServer({ engine: "test", url: "http://h", signer, service: current }).split("\n");
}

/** What is printed of a route with this method: who is let in, and the options of curl. */
function printed(authorization: string, apiKeyRequired: boolean, signer?: Credentials) {
  const all = lines({ authorization, apiKeyRequired }, {}, signer);
  expect(all).toHaveLength(6);
  expect(all[4]).toBe("Pages    http://h/ (try it), /_docs, /_tables");
  return [
    /^Access +(.*)$/.exec(all[3] ?? "")?.[1],
    /^Try +curl (.*)-X POST -d '{"operation":"ping"}' http:\/\/h\/a$/.exec(all[5] ?? "")?.[1],
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
])(
  "a route with %s, a key: %j, and the signer %j is printed with who gets in, and a curl that does",
  (authorization, key, signer, ...lines) => {
    expect(printed(authorization, key, signer)).toStrictEqual(lines);
  },
);

const throttle = { rate: 5, burst: 7 };
test.each<[Partial<Service>, Credentials | undefined, string | undefined]>([
  [{ inactive: ["TTL", "tags"] }, undefined, "TTL, tags: these need AWS"],
  [{ throttle }, undefined, "the throttle (5/s, burst 7): only with --auth"],
  [
    { inactive: ["TTL"], throttle },
    undefined,
    "TTL: these need AWS; the throttle (5/s, burst 7): only with --auth",
  ],
  [{ inactive: ["TTL"], throttle }, dummies, "TTL: these need AWS"],
  [{ throttle }, dummies, undefined],
])("of a service with %j and the signer %j, the last line says what is not here", (...args) => {
  const [more, signer, expected] = args;
  const [last, ...others] = lines({}, more, signer).filter((line) => line.startsWith("Not here "));
  expect(last?.slice("Not here ".length)).toBe(expected);
  expect(others).toStrictEqual([]);
});

describe("the printed curl, pasted into a shell", () => {
  const { start } = createHome();
  const code = `export const handler = async () => ({ statusCode: 200, body: "pong" });`;
  const somebody = {
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "a/secret",
    AWS_SESSION_TOKEN: "a+token=",
  };

  test.each<[string, SettingsInput["api"], Record<string, string>]>([
    ["dummies", { auth: "iam" }, {}],
    ["the environment's credentials", { auth: "iam" }, somebody],
    ["the local key", { auth: "apiKey" }, {}],
  ])("is let in by --auth with %s, and not with others", async (_, api, environment) => {
    const server = await start({ code, settings: { api }, auth: true, environment });
    const text = describeServer(server);
    const line = /^Try(.*)$/m.exec(text)?.[1] ?? "";
    expect(text).not.toMatch(/a\/secret|a\+token/);
    const variables = Object.entries(environment).map((pair) => `export ${pair.join("=")}; `);
    expect(await shell(variables.join("") + line)).toBe("pong");
    const forged = line.replace(/local:local|x-api-key: local/, "x-api-key: other");
    const other = "AWS_ACCESS_KEY_ID=other; AWS_SECRET_ACCESS_KEY=other; ";
    expect(await shell(other + forged)).toMatch(
      /"detail":"(The security token .* is invalid\.|Forbidden)"/,
    );
  });
});
