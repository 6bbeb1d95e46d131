/** The stack's Terraform JSON, with code that never changes. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AnnotationMetadataEntryType, type TerraformStack, Testing } from "cdktf";
import { resolveSettings, type SettingsInput } from "../../../infra/settings/settings";
import { OperationsStack } from "../../../infra/stack";

const code = join(mkdtempSync(join(tmpdir(), "fixture-")), "function.zip");
writeFileSync(code, "stands for the bundle in tests");

// biome-ignore lint/suspicious/noExplicitAny: the JSON has as many shapes as Terraform has resources
export type Config = Record<string, any>;

export type Synthesis = ReturnType<typeof read>;

/** The stack before it is written, for tests that change something in it. */
export function createStack(input: SettingsInput = {}): TerraformStack {
  return new OperationsStack(Testing.app(), { settings: resolveSettings(input), code });
}

/** @returns the JSON as text, and ways to its resources; `all` and `one` throw when there is none */
export function read(stack: TerraformStack) {
  const text = Testing.synth(stack, true);
  const json = JSON.parse(text);
  const has = (type: string): boolean => json.resource[type] !== undefined;
  const all = (type: string): [address: string, Config][] => {
    if (!has(type)) throw new Error(`no ${type}`);
    return Object.entries(json.resource[type]);
  };
  /** The only resource of the type, or the only one whose address contains the name. */
  const one = (type: string, name = ""): Config => {
    const found = all(type).filter(([address]) => address.includes(name));
    if (found.length !== 1) throw new Error(`${found.length} of ${type} ${name}`);
    return (found[0] as [string, Config])[1];
  };
  const annotated = (level: AnnotationMetadataEntryType) =>
    stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === level)
      .map(({ data }) => String(data));
  const warnings = annotated(AnnotationMetadataEntryType.WARN);
  const notes = annotated(AnnotationMetadataEntryType.INFO);
  return { text, json, has, all, one, warnings, notes };
}

export const synthesize = (input?: SettingsInput): Synthesis => read(createStack(input));
