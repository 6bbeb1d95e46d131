/** The curl line to paste after a deploy: it sends the first operation that needs no table, the guide's echo. */
import { exampleRequest } from "../../functions/examples";
import { answerOperations, operations } from "../../functions/operations";
import type { ApiSettings } from "../settings/api";
import type { Settings } from "../settings/settings";

export function curlLine(url: string, { region, api }: Pick<Settings, "region" | "api">): string {
  const [name = Object.keys(operations)[0] as string] = answerOperations;
  const body = JSON.stringify(exampleRequest(name));
  return ["curl", ...authorizationOptions(region)[api.auth], `-X POST -d '${body}'`, url].join(" ");
}

/** Variables of the caller's shell: the line contains no secret. */
const authorizationOptions = (region: string): Record<ApiSettings["auth"], readonly string[]> => ({
  iam: [
    `--aws-sigv4 aws:amz:${region}:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"',
  ],
  apiKey: ['-H "x-api-key: $API_KEY"'],
  cognito: ['-H "Authorization: $ID_TOKEN"'],
  none: [],
});
