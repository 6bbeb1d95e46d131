/** Checks whether a caller may use a method, as its Terraform requires, before the body is validated. */
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { Refusal } from "../gateway/refusal";
import { account, type Route } from "../service/service";
import { checkSignature, type Trust } from "./iam";
import type { Signable } from "./signature";

/** The caller, as in the event's `requestContext.identity`. */
export type Identity = Partial<APIGatewayProxyEvent["requestContext"]["identity"]>;

export type Authorize = (route: Route, request: IncomingMessage, body: Buffer) => Identity;

/** The only API key in local mode, since the values of deployed keys are secret. */
export const localApiKey = "local";

/** @returns a function that throws a Refusal when the route's method does not admit the request */
export function createAuthorizer(trust: Trust): Authorize {
  return (route, request, body) => ({
    ...checkCaller(route, signable(request, body), trust),
    ...(route.apiKeyRequired && {
      apiKey: checkApiKey(request.headers["x-api-key"]),
      apiKeyId: localApiKey,
    }),
  });
}

/**
 * Lambda's Invoke API admits whoever signs for Lambda.
 * @returns a function that throws a Refusal when the request is not signed so
 */
export const createInvokeAuthorizer =
  (trust: Trust) =>
  (request: IncomingMessage, body: Buffer): void =>
    void checkSignature(signable(request, body), { ...trust, service: "lambda" }, Date.now());

function checkCaller({ authorization }: Route, request: Signable, trust: Trust): Identity {
  if (authorization === "NONE") return {};
  if (authorization === "AWS_IAM") {
    return localUser(checkSignature(request, trust, Date.now()));
  }
  throw new Refusal(
    401,
    "UNAUTHORIZED",
    `Only the cloud can check ${authorization}. Start without --auth to call this method here.`,
  );
}

/** A user of IAM, as far as it is known here. */
function localUser(accessKey: string): Identity {
  const user = "local";
  const userArn = `arn:aws:iam::${account}:user/${user}`;
  return { accessKey, accountId: account, caller: user, user, userArn };
}

function checkApiKey(key: string | readonly string[] | undefined): string {
  if (key === localApiKey) return key;
  throw new Refusal(403, "INVALID_API_KEY", "Forbidden");
}

function signable(request: IncomingMessage, body: Buffer): Signable {
  const [path = "", ...query] = (request.url ?? "/").split("?");
  return {
    method: request.method ?? "GET",
    path,
    query: [...new URLSearchParams(query.join("?"))],
    headers: new Map(Object.entries(request.headersDistinct as Record<string, string[]>)),
    body,
  };
}
