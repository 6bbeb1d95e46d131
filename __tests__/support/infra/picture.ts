/** The README's picture: some resources of a synthesized stack, and the references that connect them. */
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { type Resource, referencesIn, resourcesOf } from "./graph";
import type { Config, Synthesis } from "./synthesize";

type Json = Synthesis["json"];

/** A shape and lines of text for each type that is drawn. Other types only connect these. */
const nodes: Readonly<Record<string, (config: Config, json: Json) => [string, ...string[]]>> = {
  aws_api_gateway_domain_name: ({ domain_name }) => ["([|])", domain_name],
  aws_wafv2_web_acl: ({ name }) => ["{{|}}", `firewall ${name}`],
  aws_api_gateway_rest_api: ({ name }, json) => ["[|]", `API Gateway: ${name}`, ...routesOf(json)],
  aws_cognito_user_pool: ({ name }) => ["[|]", `user pool ${name}`],
  aws_lambda_alias: ({ name }) => ["([|])", `alias ${name}`],
  aws_lambda_function: ({ function_name, runtime, memory_size, timeout }) => [
    "[|]",
    `Lambda: ${function_name}`,
    `${runtime}, ${memory_size} MB, ${timeout} s`,
  ],
  aws_iam_role: ({ name }) => ["{{|}}", `role ${name}`],
  aws_dynamodb_table: (table) => ["[(|)]", `DynamoDB: ${table["name"]}`, ...keysOf(table)],
  aws_kms_key: ({ description }) => ["{{|}}", description],
  aws_cloudwatch_log_group: ({ name, retention_in_days }) => [
    "[(|)]",
    `log group ${name.replace(/\$\{.*\}/, "…")}`,
    `${retention_in_days} days`,
  ],
};

/** The members of a resource that refer to the ends of an arrow; `""` is the resource itself. */
const arrows = [
  ["aws_api_gateway_base_path_mapping", "domain_name", "api_id"],
  ["aws_wafv2_web_acl_association", "web_acl_arn", "resource_arn"],
  ["aws_wafv2_web_acl_logging_configuration", "resource_arn", "log_destination_configs"],
  ["aws_api_gateway_authorizer", "rest_api_id", "provider_arns"],
  ["aws_api_gateway_integration", "rest_api_id", "uri"],
  ["aws_api_gateway_stage", "rest_api_id", "access_log_settings"],
  ["aws_cloudwatch_log_group", "name", ""],
  ["aws_lambda_alias", "", "function_name"],
  ["aws_lambda_function", "", "role"],
  ["aws_iam_role_policy", "role", "policy"],
] as const;

/** What a client can call, unless another of these is in front of it. */
const entrance = /^aws_(api_gateway_(domain_name|rest_api)|wafv2_web_acl)\./;

/** Pixels of a line, so that routes are not broken. */
const wide = '%%{init: {"flowchart": {"wrappingWidth": 420}}}%%';

/** @returns a flowchart of Mermaid; without colours of its own, GitHub draws it in light and in dark */
export function drawPicture(json: Json): string {
  const resources = resourcesOf({ json });
  const drawable = resources.filter(({ type }) => type in nodes);
  const ids = new Map(drawable.map((one, i) => [one.address, `${one.type.slice(4)}_${i + 1}`]));
  const edges = edgesOf(resources, ids);
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const shown = drawable.filter(({ address }) => ends.has(ids.get(address) ?? ""));
  const inner = new Set(edges.map(({ to }) => to));
  const lines = [
    "client([client])",
    ...shown.map(({ address, type, config }) => {
      const [shape = "", ...text] = nodes[type]?.(config, json) ?? [];
      return `${ids.get(address)}${shape.replace("|", `"${text.map(literal).join("<br>")}"`)}`;
    }),
    ...[...ids].flatMap(([address, id]) =>
      entrance.test(address) && !inner.has(id) ? `client -->|HTTPS| ${id}` : [],
    ),
    ...edges.map(({ from, to, label }) => `${from} -->${label} ${to}`),
  ];
  const body = [...new Set(lines)].map((line) => `  ${line}`);
  return ["```mermaid", wide, "flowchart TB", ...body, "```"].join("\n");
}

function edgesOf(resources: readonly Resource[], ids: ReadonlyMap<string, string>) {
  const find = (address: string) => resources.find((one) => one.address === address)?.config;
  /** What is not drawn is a part of its API, such as the stage, or it is nothing here. */
  const drawn = (address: string): readonly string[] => {
    const id = ids.get(address);
    return id ? [id] : referencesIn(find(address)?.["rest_api_id"] ?? "").flatMap(drawn);
  };
  return arrows.flatMap(([type, start, end]) =>
    resources
      .filter((one) => one.type === type)
      .flatMap(({ address, config }) => {
        const at = (member: string) =>
          member === "" ? [address] : referencesIn(config[member] ?? "");
        return at(start)
          .flatMap(drawn)
          .flatMap((from) =>
            at(end).flatMap((target) =>
              drawn(target).map((to) => ({ from, to, label: actionsOn(config, target) })),
            ),
          );
      }),
  );
}

/** The actions that a policy allows on the resource. */
function actionsOn({ policy }: Config, address: string): string {
  const statements: Config[] = policy === undefined ? [] : JSON.parse(policy).Statement;
  const allowed = statements.filter((one) => referencesIn(one["Resource"]).includes(address));
  const actions = new Set(allowed.flatMap((one): string[] => one["Action"]));
  return actions.size > 0
    ? `|"${[...actions].map((action) => literal(action.replace(/^\w+:/, ""))).join(", ")}"|`
    : "";
}

function routesOf(json: Json): string[] {
  const { stage, routes, throttle } = readService(parseTerraform(json, "/"));
  const limits = throttle ? `, ${throttle.rate} requests/s, burst ${throttle.burst}` : "";
  const lines = routes.map(({ method, path, models, ...route }) => {
    const caller = route.apiKeyRequired ? "API key" : route.authorization;
    const checked = Object.keys(models).length > 0 ? ", request model" : "";
    return [`caller: ${caller}`, `${method} ${path}${checked}`] as const;
  });
  const callers = [...new Set(lines.map(([caller]) => caller))];
  const ofCaller = (one: string) => lines.flatMap(([caller, line]) => (caller === one ? line : []));
  return [`stage ${stage}${limits}`, ...callers.flatMap((one) => [one, ...ofCaller(one)])];
}

function keysOf({ hash_key, range_key, ...table }: Config): string[] {
  const indexes: Config[] = [
    ...(table["global_secondary_index"] ?? []),
    ...(table["local_secondary_index"] ?? []).map((one: Config) => ({ hash_key, ...one })),
  ];
  return [
    `key ${[hash_key, range_key].filter(Boolean).join(", ")}`,
    ...indexes.map(
      (one) =>
        `index ${one["name"]}: ${[one["hash_key"], one["range_key"]].filter(Boolean).join(", ")}`,
    ),
  ];
}

/** Mermaid's own escapes, since names may have quotation marks and anything else. */
const literal = (text: string) =>
  text.replaceAll(/[^\w ./:,{}()+…-]/gu, (character) => `#${character.codePointAt(0)};`);
