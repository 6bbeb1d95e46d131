/** The line that a person pastes after a deploy: it sends the guide's echo. */
import { exampleRequest } from "../../functions/operations";
import type { ApiSettings } from "../settings/api";
import type { Settings } from "../settings/settings";

export function curlLine(url: string, { region, api }: Pick<Settings, "region" | "api">): string {
  const body = JSON.stringify(exampleRequest("echo"));
  return ["curl", ...authorizationOptions(region)[api.auth], `-X POST -d '${body}'`, url].join(" ");
}

/** From the caller's shell: none of them is written into the line. */
const authorizationOptions = (region: string): Record<ApiSettings["auth"], readonly string[]> => ({
  iam: [
    `--aws-sigv4 aws:amz:${region}:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"',
  ],
  apiKey: ['-H "x-api-key: $API_KEY"'],
  cognito: ['-H "Authorization: $ID_TOKEN"'],
  none: [],
});
