/** The AWS CLI commands that the guide's reader types, against the deployed service. */
import assert from "node:assert/strict";
import { run } from "../support/deploy/processes";

export async function checkGuideCommands(env: Readonly<Record<string, string | undefined>>) {
  const aws = async (line: string) =>
    JSON.parse(await run("aws", [...line.split(" "), "--output", "json"], { cwd: ".", env }));

  const apis = await aws("apigateway get-rest-apis");
  const id = apis.items.find((api: { name: string }) => api.name === "DynamoDBOperations").id;
  const { items } = await aws(`apigateway get-resources --rest-api-id ${id}`);
  const resource = items.find((item: { path: string }) => item.path === "/DynamoDBManager").id;
  const post = `--rest-api-id ${id} --resource-id ${resource} --http-method POST`;
  const method = await aws(`apigateway get-method ${post}`);
  assert.equal(method.authorizationType, "AWS_IAM");
  const integration = await aws(`apigateway get-integration ${post}`);
  assert.equal(integration.type, "AWS_PROXY");

  const name = "--function-name LambdaFunctionOverHttps";
  const { Configuration } = await aws(`lambda get-function ${name}`);
  assert.equal(Configuration.Handler, "index.handler");
  const { Policy } = await aws(`lambda get-policy ${name} --qualifier live`);
  assert.match(Policy, /apigateway\.amazonaws\.com/);
  const { Count } = await aws("dynamodb scan --table-name LambdaTable");
  assert.equal(Count, 0);
}
