/** A small OpenAPI document, for a version whose synth writes none. */
const answer = { 200: { description: "done", content: { "application/json": {} } } };

export const smallDocument = {
  openapi: "3.1.0",
  info: { title: "DynamoDBOperations", version: "1", description: "Items of DynamoDB over HTTPS." },
  servers: [{ url: "https://api.example.com/prod" }],
  paths: {
    "/DynamoDBManager": {
      post: {
        summary: "Run the operation that the body names.",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", required: ["operation"] },
              example: { operation: "ping" },
            },
          },
        },
        responses: answer,
      },
    },
    "/DynamoDBManager/LambdaTable": {
      get: {
        summary: "List one page of the items, in no order.",
        parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
        responses: answer,
      },
    },
    "/DynamoDBManager/LambdaTable/{Id}": {
      get: {
        summary: "Read an item.",
        parameters: [{ name: "Id", in: "path", required: true, schema: { type: "string" } }],
        responses: answer,
      },
    },
  },
};
