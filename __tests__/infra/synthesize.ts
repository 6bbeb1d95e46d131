/** The stack's Terraform JSON, with code that never changes. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AnnotationMetadataEntryType, Testing } from "cdktf";
import { resolveSettings, type SettingsInput } from "../../infra/settings";
import { OperationsStack } from "../../infra/stack";

const code = join(mkdtempSync(join(tmpdir(), "fixture-")), "function.zip");
writeFileSync(code, "stands for the bundle in tests");

// biome-ignore lint/suspicious/noExplicitAny: the JSON has as many shapes as Terraform has resources
type Config = Record<string, any>;

/** @returns the JSON as text, and a way to its only resource of a type, or the one whose address matches */
export function synthesize(input: SettingsInput = {}) {
  const stack = new OperationsStack(Testing.app(), "dynamodb-operations", {
    settings: resolveSettings(input),
    code,
  });
  const text = Testing.synth(stack, true);
  const json = JSON.parse(text);
  const all = (type: string): [string, Config][] => Object.entries(json.resource[type] ?? {});
  const one = (type: string, name = ""): Config => {
    const found = all(type).filter(([address]) => address.includes(name));
    if (found.length !== 1) throw new Error(`${found.length} of ${type} ${name}`);
    return (found[0] as [string, Config])[1];
  };
  const warnings = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
    .map(({ data }) => String(data));
  return { text, json, all, one, warnings };
}
