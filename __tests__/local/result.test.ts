import { readResult } from "../../local/result";

test("a result becomes a response, with single and multiple headers", () => {
  const result = readResult(
    JSON.stringify({
      statusCode: "201",
      headers: { "x-count": 3 },
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
      body: "AAE=",
      isBase64Encoded: true,
    }),
  );
  expect(result).toEqual({
    status: 201,
    headers: { "x-count": "3", "set-cookie": ["a=1", "b=2"] },
    body: Buffer.from([0, 1]),
  });
});

test.each([
  ["a string", '"pong"', "no object"],
  ["null", "null", "no object"],
  ["a list", "[]", "no object"],
  ["no status", '{"body":"x"}', "statusCode"],
  ["a status that is none", '{"statusCode":99}', "statusCode"],
  ["a body that is an object", '{"statusCode":200,"body":{}}', "body is no string"],
  ["an unknown member", '{"statusCode":200,"status":200}', 'a member "status"'],
  ["over 6 MB", JSON.stringify({ statusCode: 200, body: "x".repeat(6 * 1024 * 1024) }), "6 MB"],
])("%s is malformed", (_, payload, reason) => {
  expect(readResult(payload)).toEqual({ malformed: expect.stringContaining(reason) });
});
