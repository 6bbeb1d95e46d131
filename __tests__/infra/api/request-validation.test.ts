/** The request model, its validator, and the methods that name them. */
import { answerOperations } from "../../../functions/operations";
import { synthesize } from "../../support/infra/synthesize";

test("the envelope is checked by a model and a validator that the POST names", () => {
  const { all, one } = synthesize();
  const [[model]] = all("aws_api_gateway_model") as [[string, object]];
  const [[validator]] = all("aws_api_gateway_request_validator") as [[string, object]];
  expect(one("aws_api_gateway_method", "_post_")).toMatchObject({
    request_models: { "application/json": `\${aws_api_gateway_model.${model}.name}` },
    request_validator_id: `\${aws_api_gateway_request_validator.${validator}.id}`,
  });
});

test("the model has the operations that some table allows, and those without a table", () => {
  const hashKey = { name: "Id", type: "S" } as const;
  const { all } = synthesize({
    tables: {
      Read: { hashKey, operations: ["read"] },
      Listed: { hashKey, operations: ["list", "read"] },
    },
  });
  const [[, { schema }]] = all("aws_api_gateway_model") as [[string, { schema: string }]];
  const { enum: names } = JSON.parse(schema).properties.operation;
  expect(names).toStrictEqual(["read", "list", ...answerOperations]);
});

test("without validation there is neither, and no method names one", () => {
  const { all, has } = synthesize({ api: { requestValidation: false } });
  expect(has("aws_api_gateway_model")).toBe(false);
  expect(has("aws_api_gateway_request_validator")).toBe(false);
  for (const [, method] of all("aws_api_gateway_method")) {
    expect(method).not.toHaveProperty("request_models");
    expect(method).not.toHaveProperty("request_validator_id");
  }
});
