/** The type of a rule about the synthesized Terraform, and what several rules need. */
import type { Settings } from "../../../../infra/settings/settings";
import type { Config, Synthesis } from "../synthesize";

export interface Rule {
  /** Checkov's, unless it names another source. */
  readonly id: string;
  /** Terraform's type; each resource of it is checked, and there must be one. */
  readonly type: string;
  readonly says: string;
  readonly holds: (config: Config, context: Context) => boolean;
  /** The settings that the rule is for. @default all */
  readonly when?: (settings: Settings) => boolean;
  /** Why Checkov's rule is left out in `.checkov.yaml` nevertheless. */
  readonly leftOut?: string;
}

export interface Context {
  readonly address: string;
  readonly settings: Settings;
  readonly synthesis: Synthesis;
  /** The resources of a type; none is an empty list. */
  readonly all: (type: string) => readonly (readonly [address: string, Config])[];
}

/** A reference to the resource, as in `${aws_x.address.id}`. */
export const refersTo = (value: unknown, type: string, address: string) =>
  String(value).startsWith(`\${${type}.${address}.`);

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: { readonly Service?: string };
}

export const statementsOf = (document: string): readonly Statement[] =>
  JSON.parse(document).Statement;

export const list = <T>(value: T | readonly T[]): readonly T[] => [value].flat() as readonly T[];

/** @returns a line for each resource of the rule's type that breaks it, or one when there is no such resource */
export function broken(rule: Rule, synthesis: Synthesis, settings: Settings): readonly string[] {
  const all: Context["all"] = (type) =>
    Object.entries(synthesis.json.resource[type] ?? {}) as never;
  const checked =
    rule.type === "provider" ? [["aws", synthesis.json.provider.aws[0]]] : all(rule.type);
  const failing = (checked as [string, Config][]).filter(
    ([address, config]) => !rule.holds(config, { address, settings, synthesis, all }),
  );
  const names = checked.length === 0 ? ["missing"] : failing.map(([address]) => address);
  return names.map((name) => `${rule.id}: ${rule.says} (${rule.type}.${name})`);
}
