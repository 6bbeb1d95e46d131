/** The resources of a synthesized stack as Terraform sees them: by address, with what each refers to. */
import type { Config, Synthesis } from "./synthesize";

/** As in `${aws_lambda_alias.live.invoke_arn}`, without the attribute. */
const reference = /\$\{((?:data\.)?aws_\w+\.[\w-]+)\.\w+/g;

export interface Resource {
  readonly type: string;
  readonly address: string;
  readonly config: Config;
  /** Addresses, of references and of `depends_on`. */
  readonly needs: readonly string[];
}

/** Resources and data sources. */
export function resourcesOf({ json }: Pick<Synthesis, "json">): readonly Resource[] {
  return [...blocks(json.resource, ""), ...blocks(json.data ?? {}, "data.")];
}

function blocks(types: Readonly<Record<string, Config>>, prefix: string): Resource[] {
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries<Config>(named).map(([name, config]) => ({
      type,
      address: `${prefix}${type}.${name}`,
      config,
      needs: [...referencesIn(config), ...(config["depends_on"] ?? [])],
    })),
  );
}

export function referencesIn(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(reference)].map(([, address]) => address as string);
}

/** What a reference comes to: a text of the configuration, or a reference to what only AWS knows. */
export function followed(resources: readonly Resource[], value: unknown): unknown {
  const [, address, attribute] = /^\$\{([\w.-]+)\.(\w+)\}$/.exec(String(value)) ?? [];
  const given = resources.find((one) => one.address === address)?.config[attribute ?? ""];
  return given === undefined ? value : followed(resources, given);
}

/** Everything that has to be there before the resource is created. */
export function neededBy(resources: readonly Resource[], address: string): ReadonlySet<string> {
  const needs = new Map(resources.map((one) => [one.address, one.needs]));
  const reached = new Set<string>();
  const open = [address];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const added = (needs.get(next) ?? []).filter((one) => !reached.has(one));
    for (const one of added) reached.add(one);
    open.push(...added);
  }
  return reached;
}
