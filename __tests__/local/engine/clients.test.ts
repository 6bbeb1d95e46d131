/** The engine's own port, for DynamoDB's usual clients: the SDK, and the AWS CLI where it is installed. */
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { listen, stop } from "../../../local/listen";
import { createHome } from "../../support/local/local-server";
import { shell } from "../../support/local/project";
import { readPage } from "../../support/page";

const { start } = createHome();
const code = `export const handler = async () => ({ statusCode: 200, body: "" });`;

async function freePort() {
  const server = createServer();
  const port = await listen(server, 0, "127.0.0.1");
  await stop(server);
  return port;
}

/** As docs/local.md has it. */
async function listByCli(endpoint: string) {
  const line = readPage("docs/local.md")
    .blocks("sh")
    .find((one) => one.includes("list-tables"));
  return JSON.parse(await shell(String(line).replace("http://127.0.0.1:8000", endpoint)));
}

const hasCli = spawnSync("aws", ["--version"]).status === 0;
type Client = [string, (endpoint: string) => Promise<object>];
test.each<Client>([
  ["the SDK", (endpoint) => new DynamoDBClient({ endpoint }).send(new ListTablesCommand({}))],
  ...(hasCli ? [["the AWS CLI", listByCli] satisfies Client] : []),
])("%s lists the tables at the port of --engine-port", async (_, list) => {
  const enginePort = await freePort();
  const { engine } = await start({ code, enginePort });
  expect(engine).toBe(`dynalite at http://127.0.0.1:${enginePort}, in memory`);
  for (const name of ["127.0.0.1", "localhost"]) {
    expect(await list(`http://${name}:${enginePort}`)).toMatchObject({
      TableNames: ["LambdaTable"],
    });
  }
});

test("--engine-port that is in use is an error that names another", async () => {
  const server = createServer();
  const enginePort = await listen(server, 0, "127.0.0.1");
  await expect(start({ code, enginePort })).rejects.toThrow(
    `Port ${enginePort} is in use. Choose another: npm start -- --engine-port ${enginePort + 1}`,
  );
  await stop(server);
});
