/** The guide's function over aws-lite, a client that is made to start fast. */
import awsLite from "@aws-lite/client";

const plugin: string = "@aws-lite/dynamodb"; // it has no types
const { AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB } = process.env;
const starting = awsLite({
  region: AWS_REGION,
  endpoint: AWS_ENDPOINT_URL_DYNAMODB,
  plugins: [import(plugin)],
} as never) as unknown as Promise<{ readonly DynamoDB: Readonly<Record<string, Method>> }>;

type Method = (input: object) => Promise<object>;

const methods: Readonly<Record<string, string>> = {
  create: "PutItem",
  read: "GetItem",
  update: "UpdateItem",
  delete: "DeleteItem",
  list: "Scan",
};

export async function handler({ body }: { readonly body: string }) {
  return { statusCode: 200, body: JSON.stringify(await run(JSON.parse(body))) };
}

async function run({ operation, tableName, payload }: Readonly<Record<string, string>>) {
  if (operation === "echo") return payload;
  if (operation === "ping") return "pong";
  const { DynamoDB } = await starting;
  const method = DynamoDB[methods[operation as string] as string] as Method;
  return method({ TableName: tableName, ...(payload as unknown as object) });
}
