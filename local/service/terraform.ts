/** Reads the synthesized Terraform JSON and resolves the references that are known before an apply. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The configuration of one resource, with the JSON's names. */
export type Config = Readonly<Record<string, unknown>>;

export interface Terraform {
  /** Directory of `cdk.tf.json`; assets are relative to it. */
  readonly directory: string;
  /** The provider's configuration. */
  readonly provider: Config;
  /** The types of the resources. */
  readonly types: readonly string[];
  /** All resources of a type by address, `type.name`. */
  readonly resources: (type: string) => ReadonlyMap<string, Config>;
  /** The value of an output; `undefined` when there is none. */
  readonly output: (name: string) => unknown;
}

interface Document {
  readonly provider: { readonly aws: readonly Config[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Config>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

/**
 * Reads the only stack below a synth's output directory.
 * @param output such as `cdktf.out`
 * @throws Error when there is no such stack, or more than one
 */
export function readTerraform(output: string): Terraform {
  const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
  const [stack, ...others] = Object.values<{ synthesizedStackPath: string }>(manifest.stacks);
  if (stack === undefined || others.length > 0) {
    throw new Error(`Expected one stack in ${output}, found ${others.length + (stack ? 1 : 0)}.`);
  }
  const path = join(output, stack.synthesizedStackPath);
  return parseTerraform(JSON.parse(readFileSync(path, "utf8")), join(path, ".."));
}

/** @param document the content of a `cdk.tf.json` */
export function parseTerraform(document: Document, directory: string): Terraform {
  const { resource, output } = document;
  return {
    directory,
    provider: resolve(document.provider.aws[0] ?? {}, resource) as Config,
    types: Object.keys(resource),
    resources: (type) =>
      new Map(
        Object.entries(resource[type] ?? {}).map(([name, config]) => [
          `${type}.${name}`,
          resolve(config, resource) as Config,
        ]),
      ),
    output: (name) => resolve(output?.[name]?.value, resource),
  };
}

/** The address in a reference such as `${aws_lambda_alias.live.invoke_arn}`. */
export function addressIn(reference: unknown): string | undefined {
  return /^\$\{(\w+\.[\w-]+)\.\w+\}/.exec(String(reference))?.[1];
}

const reference = /\$\{(\w+)\.([\w-]+)\.(\w+)\}/g;

/**
 * Replaces references to attributes that are strings in the document. Other references (ids, ARNs)
 * are kept: equal references mean the same resource, which is all that is needed.
 */
function resolve(value: unknown, resource: Document["resource"]): unknown {
  if (typeof value === "string") {
    return value.replaceAll(reference, (whole, type, name, attribute) => {
      const found = resource[type]?.[name]?.[attribute];
      return typeof found === "string" ? String(resolve(found, resource)) : whole;
    });
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, resource));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, resource)]),
  );
}
