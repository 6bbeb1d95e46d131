/** The curl line to paste after a deploy, for each value of the setting `auth`. */
import { exampleRequest } from "../../../functions/examples";
import { answerOperations } from "../../../functions/operations";
import { curlLine } from "../../../infra/entrance/curl";
import { resolveSettings } from "../../../infra/settings/settings";

const [name] = answerOperations;
const body = `-X POST -d '${JSON.stringify(exampleRequest(name as string))}'`;

test.each([
  [
    "iam",
    'curl --aws-sigv4 aws:amz:eu-west-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ' +
      '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"',
  ],
  ["apiKey", 'curl -H "x-api-key: $API_KEY"'],
  ["cognito", 'curl -H "Authorization: $ID_TOKEN"'],
  ["none", "curl"],
] as const)("with %s, the line brings what the API asks for", (auth, beginning) => {
  const settings = resolveSettings({ region: "eu-west-1", api: { auth } });
  expect(curlLine("https://example.com/x", settings)).toBe(
    `${beginning} ${body} https://example.com/x`,
  );
});
