import { Problem, problemOf } from "../../functions/problem";

const error = (name: string, more: object = {}) =>
  Object.assign(new Error("text of the service"), { name, ...more });

test.each<[string, number]>([
  ["ValidationException", 400],
  ["SerializationException", 400],
  ["ConditionalCheckFailedException", 409],
  ["TransactionConflictException", 409],
  ["ReplicatedWriteConflictException", 409],
  ["ItemCollectionSizeLimitExceededException", 413],
  ["ProvisionedThroughputExceededException", 429],
  ["RequestLimitExceeded", 429],
  ["ThrottlingException", 429],
  ["LimitExceededException", 429],
  ["InternalServerError", 503],
  ["ServiceUnavailable", 503],
  ["TimeoutError", 504],
  ["AbortError", 504],
  ["ResourceNotFoundException", 500],
  ["AccessDeniedException", 500],
  ["UnrecognizedClientException", 500],
  ["CredentialsProviderError", 500],
  ["constructor", 500],
])("%s is %d", (name, status) => {
  const problem = problemOf(error(name));
  expect(problem.status).toBe(status);
  expect(problem.message).not.toBe("");
  if (name !== "ValidationException") expect(problem.message).not.toContain("text of the service");
});

test.each(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ENOTFOUND", "EAI_AGAIN"])(
  "the code %s is 503, whatever the SDK calls the error",
  (code) => {
    expect(problemOf(error("TimeoutError", { code })).status).toBe(503);
  },
);

test("any other 5xx of the service is 503", () => {
  expect(problemOf(error("Unheard", { $metadata: { httpStatusCode: 502 } })).status).toBe(503);
});

test.each([undefined, null, "text", 0, {}])("%p thrown is 500", (thrown) => {
  expect(problemOf(thrown)).toMatchObject({ status: 500 });
});

test("DynamoDB's word on a request passes, unless it names an account's things", () => {
  const validation = (message: string) => problemOf(error("ValidationException", { message }));
  expect(validation("Invalid UpdateExpression").message).toBe("Invalid UpdateExpression");
  for (const secret of ["arn:aws:dynamodb:x", "account 123456789012", ""]) {
    expect(validation(secret).message).toBe("DynamoDB refused the request.");
  }
  expect(validation("Item size has exceeded the maximum allowed size")).toMatchObject({
    status: 413,
    kind: "item-too-large",
  });
});

test("a problem is passed on as it is", () => {
  const problem = new Problem("throttled", "slow");
  expect(problemOf(problem)).toBe(problem);
});
