/** What `npm start` prints when it is ready: engine, tables, routes, who is let in, and a curl line. */
import { localApiKey } from "./auth/authorization";
import type { LocalServer } from "./serve";
import type { Route, Service } from "./service/service";

export function describeServer({
  engine,
  url,
  signer,
  service: current,
}: Pick<LocalServer, "engine" | "url" | "signer" | "service">): string {
  const service = current();
  const { routes } = service;
  const access = new Set(routes.map((route) => admits(route, signer)));
  const suffix = (route: Route) => (access.size > 1 ? `   (${admits(route, signer)})` : "");
  const route = routes.find(({ method }) => method === "POST") as Route;
  const body = JSON.stringify({ operation: "ping" });
  const options = ["curl", ...curlOptions(route, service.region, signer), "-X", route.method];
  const missing = notHere(service, signer);
  return [
    `Engine   ${engine}`,
    `Tables   ${tableNames(service)}`,
    ...routes.map((one) => `Route    ${one.method.padEnd(4)} ${url}${one.path}${suffix(one)}`),
    ...(access.size > 1 ? [] : [`Access   ${[...access]}`]),
    `Pages    ${new URL("/", url)} (try it), /_docs, /_tables`,
    `Try      ${options.join(" ")} -d '${body}' ${url}${route.path}`,
    ...(missing === "" ? [] : [`Not here ${missing}`]),
  ].join("\n");
}

/** Callers use the logical names; the engine and the AWS CLI know the physical ones. */
function tableNames({ tableNames }: Service): string {
  return Object.entries(tableNames)
    .map(([logical, physical]) => (logical === physical ? logical : `${logical} (${physical})`))
    .join(", ");
}

/** The settings that the server does not act on, so that nobody takes them for tested. */
function notHere({ inactive, throttle }: Service, signer: LocalServer["signer"]): string {
  const parts = [
    ...(inactive.length > 0 ? [`${inactive.join(", ")}: these need AWS`] : []),
    ...(throttle && signer === undefined
      ? [`the throttle (${throttle.rate}/s, burst ${throttle.burst}): only with --auth`]
      : []),
  ];
  return parts.join("; ");
}

/** What a caller of the route needs. */
function admits({ authorization, apiKeyRequired }: Route, signer: LocalServer["signer"]): string {
  const needs = [
    ...(authorization === "NONE" ? [] : [authorization]),
    ...(apiKeyRequired ? ["API key"] : []),
  ].join(" and ");
  if (needs === "") return "open to everybody";
  if (signer === undefined) return `${needs} when deployed, open here: --auth is off`;
  if (authorization === "AWS_IAM") return `${needs}, access key ${signer.accessKeyId}`;
  return authorization === "NONE" ? needs : `${needs}, which needs the cloud`;
}

/** Options of curl. A secret from the environment is not printed, only its variable. */
function curlOptions(route: Route, region: string, signer: LocalServer["signer"]): string[] {
  if (signer === undefined) return [];
  const options: string[] = [];
  if (route.authorization === "AWS_IAM") {
    const user = signer.fromEnvironment
      ? '"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
      : `${signer.accessKeyId}:${signer.secretAccessKey}`;
    options.push("--aws-sigv4", `aws:amz:${region}:execute-api`, "-u", user);
    if (signer.sessionToken) options.push("-H", '"x-amz-security-token: $AWS_SESSION_TOKEN"');
  }
  if (route.apiKeyRequired) options.push("-H", `'x-api-key: ${localApiKey}'`);
  return options;
}
