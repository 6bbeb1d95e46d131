import { describeOutputs } from "../../deploy/outputs";

const curl =
  'curl --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -d \'{"a":"\\n"}\' https://x/prod';
const outputs = { invoke_url: "https://x/prod", curl, table_names: { Orders: "Orders-dev" } };
const keys = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "secret" };

test("the URL and the curl line are lines of their own, as they are", () => {
  const lines = describeOutputs({ stack: outputs }, keys).split("\n");
  expect(lines).toStrictEqual(
    expect.arrayContaining(["https://x/prod", curl, 'table_names = {"Orders":"Orders-dev"}']),
  );
});

test("with a profile and no keys, the line exports the profile's keys", () => {
  expect(describeOutputs({ stack: outputs }, { AWS_PROFILE: "me" }).split("\n").at(-1)).toBe(
    `(eval "$(aws configure export-credentials --format env)" && ${curl})`,
  );
});

test("a line that signs nothing stays as it is", () => {
  const plain = { ...outputs, curl: "curl https://x/prod" };
  expect(describeOutputs({ stack: plain }, {}).split("\n").at(-1)).toBe("curl https://x/prod");
});

test("where nothing is deployed, it says how to", () => {
  expect(describeOutputs({}, {})).toMatch(/npm run deploy/);
  expect(describeOutputs({ stack: {} }, {})).toMatch(/npm run deploy/);
});
